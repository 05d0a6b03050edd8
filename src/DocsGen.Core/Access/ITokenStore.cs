using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access;

/// <summary>Keeps tokens. A token is made and revoked, and never changes otherwise; both are written together with their event (<see cref="IAccessLog"/>).</summary>
public interface ITokenStore
{
    /// <summary>Stores a token under the hash of its secret; null when one of this name is in use.</summary>
    ValueTask<ApiToken?> AddAsync(ApiToken token, ContentHash secret, CancellationToken cancellationToken);

    /// <summary>The token of a secret, with the user who holds it; revoked and expired ones too. Null when there is none.</summary>
    ValueTask<ApiToken?> FindAsync(ContentHash secret, CancellationToken cancellationToken);

    /// <summary>All tokens, in the order in which they were made.</summary>
    ValueTask<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Revokes the token in use under a name; false when there is none.</summary>
    ValueTask<bool> RevokeAsync(string name, Actor by, CancellationToken cancellationToken);
}
