using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access.UseCases;

/// <summary>Registers a person.</summary>
/// <param name="ports">The store, and what the caller may do.</param>
/// <param name="random">Fills bytes with randomness fit for secrets.</param>
/// <param name="clock">For the time of creation.</param>
public sealed class AddUser(AccessPorts ports, Action<Span<byte>> random, TimeProvider clock)
{
    /// <summary>Registers them.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="roles">What they are, and where.</param>
    /// <param name="password">Their password; null for none yet.</param>
    /// <param name="by">Who registers them.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="FormatException">The name or the password cannot be one.</exception>
    public async ValueTask<AccessAnswer<User>> ExecuteAsync(string name, IReadOnlyList<GivenRole> roles, string? password, Actor by, CancellationToken cancellationToken)
    {
        if (ports.Refuse<User>() is { } refused) return refused;
        var salt = new byte[PasswordHash.SaltBytes];
        random(salt);
        var user = new User
        {
            Name = User.RequireName(name),
            Roles = [.. roles.Distinct()],
            Password = password is null ? null : PasswordHash.Of(password, salt),
            CreatedBy = by,
            CreatedUtc = clock.GetUtcNow(),
        };
        var added = AccessEvent.Of("user.added", $"{by.Name} added the user {name}.", ("user", name), ("roles", roles.Count == 0 ? null : string.Join(' ', user.Roles)), ("password", password is null ? null : "set"));
        return await ports.Users.AddAsync(user, added, cancellationToken) is { } stored
            ? new AccessAnswer<User>.Done(stored)
            : new AccessAnswer<User>.Refused("user.exists", $"There is a user '{name}' already.");
    }
}
