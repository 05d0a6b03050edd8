using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access.UseCases;

/// <summary>Changes what a person may do, or how they sign in. It counts from their next request on.</summary>
/// <param name="ports">The store, and what the caller may do.</param>
/// <param name="random">Fills bytes with randomness fit for secrets.</param>
public sealed class ChangeUser(AccessPorts ports, Action<Span<byte>> random)
{
    /// <summary>Gives a role, or takes it away.</summary>
    public ValueTask<AccessAnswer<User>> SetRoleAsync(string name, GivenRole role, bool given, string? reason, Actor by, CancellationToken cancellationToken) => ChangeAsync(
        name,
        user => user.Roles.Contains(role) == given ? null : (
            user with { Roles = given ? [.. user.Roles, role] : [.. user.Roles.Where(r => r != role)] },
            given
                ? AccessEvent.Of("user.role_given", $"{by.Name} made {name} {role}.", ("user", name), ("role", role.ToString()), ("reason", reason))
                : AccessEvent.Of("user.role_taken", $"{by.Name} took {role} from {name}.", ("user", name), ("role", role.ToString()), ("reason", reason))),
        by,
        cancellationToken);

    /// <summary>Lets a person do nothing any more, or again what their roles say. Sessions that were open stay ended.</summary>
    public ValueTask<AccessAnswer<User>> SetDisabledAsync(string name, bool disabled, string? reason, Actor by, CancellationToken cancellationToken) => ChangeAsync(
        name,
        user => user.IsDisabled == disabled ? null : (
            user with { IsDisabled = disabled },
            disabled
                ? AccessEvent.Of("user.disabled", $"{by.Name} disabled {name}.", ("user", name), ("reason", reason))
                : AccessEvent.Of("user.enabled", $"{by.Name} enabled {name}.", ("user", name), ("reason", reason))),
        by,
        cancellationToken);

    /// <summary>Sets a password; every session that is open ends.</summary>
    /// <exception cref="FormatException">It cannot be a password.</exception>
    public ValueTask<AccessAnswer<User>> SetPasswordAsync(string name, string password, string? reason, Actor by, CancellationToken cancellationToken)
    {
        var salt = new byte[PasswordHash.SaltBytes];
        random(salt);
        var hash = PasswordHash.Of(password, salt);
        return ChangeAsync(
            name,
            user => (user with { Password = hash }, AccessEvent.Of("user.password_set", $"{by.Name} set the password of {name}.", ("user", name), ("reason", reason))),
            by,
            cancellationToken);
    }

    private async ValueTask<AccessAnswer<User>> ChangeAsync(string name, Func<User, (User, AccessEvent)?> change, Actor by, CancellationToken cancellationToken)
    {
        if (ports.Refuse<User>() is { } refused) return refused;
        return await ports.Users.ChangeAsync(name, change, by, cancellationToken) is { } after
            ? new AccessAnswer<User>.Done(after)
            : new AccessAnswer<User>.Refused("user.not_found", $"There is no user '{name}'.");
    }
}
