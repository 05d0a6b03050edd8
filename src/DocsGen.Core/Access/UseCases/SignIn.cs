using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access.UseCases;

/// <summary>Opens sessions for people who show who they are.</summary>
/// <param name="ports">The store.</param>
/// <param name="random">Fills bytes with randomness fit for secrets.</param>
/// <param name="lifetime">How long a session is good for.</param>
public sealed class SignIn(AccessPorts ports, Action<Span<byte>> random, TimeSpan lifetime)
{
    /// <summary>The user of a name and a password; null when anything of it is wrong, and it cannot be told what.</summary>
    public async ValueTask<User?> ProveAsync(string user, string password, CancellationToken cancellationToken)
    {
        var found = User.IsName(user) ? await ports.Users.FindAsync(user, cancellationToken) : null;
        return PasswordHash.Matches(found?.Password, password) && found is { IsDisabled: false } ? found : null;
    }

    /// <summary>Signs in by password; null when anything of it is wrong.</summary>
    public async ValueTask<OpenedSession?> ByPasswordAsync(string user, string password, CancellationToken cancellationToken)
    {
        if (await ProveAsync(user, password, cancellationToken) is not { } proven) return null;
        var secret = Secrets.New(Secrets.Session, random);
        return await ports.Sessions.OpenAsync(proven.Name, ContentHash.Of(secret), lifetime, cancellationToken) is { } session ? new(secret, session) : null;
    }

    /// <summary>Signs in by a link, which is used up; null when it is unknown, used or expired.</summary>
    public async ValueTask<OpenedSession?> ByLinkAsync(string link, CancellationToken cancellationToken)
    {
        if (link.Length > Secrets.MaxLength) return null;
        var secret = Secrets.New(Secrets.Session, random);
        return await ports.Sessions.OpenByLinkAsync(ContentHash.Of(link), ContentHash.Of(secret), lifetime, cancellationToken) is { } session ? new(secret, session) : null;
    }
}

/// <summary>A session that was just opened.</summary>
/// <param name="Secret">What the browser keeps as its cookie.</param>
/// <param name="Session">As it is stored.</param>
public sealed record OpenedSession(string Secret, BrowserSession Session);
