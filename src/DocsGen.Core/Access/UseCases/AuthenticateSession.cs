using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access.UseCases;

/// <summary>Finds who sends a cookie. The store is asked each time: a session that ended, or a role that was taken away, counts from the next request on, on every server.</summary>
public sealed class AuthenticateSession(ISessionStore sessions, TimeProvider clock)
{
    /// <summary>The session, or null when it is unknown, ended or expired.</summary>
    public async ValueTask<BrowserSession?> ExecuteAsync(string secret, CancellationToken cancellationToken) =>
        secret.Length <= Secrets.MaxLength && await sessions.FindAsync(ContentHash.Of(secret), cancellationToken) is { } session && session.IsGood(clock.GetUtcNow()) ? session : null;
}
