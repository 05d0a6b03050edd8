using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access.UseCases;

/// <summary>Finds who sends a token. The store is asked each time: a token that is revoked opens nothing from the next request on, on every server.</summary>
public sealed class AuthenticateToken(ITokenStore tokens, TimeProvider clock)
{
    private const int MaxLength = 200;

    /// <summary>The token, or null when it is unknown, revoked or expired; the three cannot be told apart from outside.</summary>
    public async ValueTask<ApiToken?> ExecuteAsync(string secret, CancellationToken cancellationToken) =>
        secret.Length <= MaxLength && await tokens.FindAsync(ContentHash.Of(secret), cancellationToken) is { } token && token.IsGood(clock.GetUtcNow()) ? token : null;
}
