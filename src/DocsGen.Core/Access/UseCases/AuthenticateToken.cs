using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access.UseCases;

/// <summary>Finds who sends a token. The store is asked each time: a token that is revoked opens nothing from the next request on, on every server.</summary>
public sealed class AuthenticateToken(ITokenStore tokens, TimeProvider clock)
{
    /// <summary>The token, or null when it is unknown, revoked or expired, or its user disabled; these cannot be told apart from outside.</summary>
    public async ValueTask<ApiToken?> ExecuteAsync(string secret, CancellationToken cancellationToken) =>
        secret.Length <= Secrets.MaxLength && await tokens.FindAsync(ContentHash.Of(secret), cancellationToken) is { } token && token.IsGood(clock.GetUtcNow()) ? token : null;
}
