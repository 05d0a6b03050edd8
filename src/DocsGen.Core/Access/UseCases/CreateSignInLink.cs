using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access.UseCases;

/// <summary>Makes a link that signs somebody in: good once, and not for long.</summary>
/// <param name="ports">The store, and what the caller may do.</param>
/// <param name="random">Fills bytes with randomness fit for secrets.</param>
/// <param name="clock">For its end.</param>
public sealed class CreateSignInLink(AccessPorts ports, Action<Span<byte>> random, TimeProvider clock)
{
    /// <summary>How long a link is good for unless somebody says.</summary>
    public static readonly TimeSpan UsualLifetime = TimeSpan.FromMinutes(15);

    /// <summary>Makes it; the answer is its secret.</summary>
    public async ValueTask<AccessAnswer<string>> ExecuteAsync(string user, TimeSpan lifetime, Actor by, CancellationToken cancellationToken)
    {
        if (ports.Refuse<string>() is { } refused) return refused;
        var secret = Secrets.New(Secrets.Link, random);
        var now = clock.GetUtcNow();
        var made = AccessEvent.Of("user.link_made", $"{by.Name} made a sign-in link for {user}.", ("user", user));
        return await ports.Sessions.AddLinkAsync(new(user, now, now + lifetime), ContentHash.Of(secret), made, by, cancellationToken)
            ? new AccessAnswer<string>.Done(secret)
            : new AccessAnswer<string>.Refused("user.not_found", $"There is no user '{user}', or they are disabled.");
    }
}
