using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access.UseCases;

/// <summary>Makes and revokes tokens for people over a server: nobody gives what they do not hold.</summary>
/// <param name="ports">The store, and what the caller may do.</param>
/// <param name="random">Fills bytes with randomness fit for secrets.</param>
/// <param name="clock">For the time of creation.</param>
public sealed class IssueToken(AccessPorts ports, Action<Span<byte>> random, TimeProvider clock)
{
    /// <summary>Makes a token that acts as the caller.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="scopes">Each must be one that the caller holds wherever the token counts.</param>
    /// <param name="spaces">Slugs that it is limited to; null for all.</param>
    /// <param name="lifetime">How long it is good for; null for ever.</param>
    /// <param name="caller">Who.</param>
    /// <param name="replace">Whether a token of the caller's with this name makes room.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="FormatException">The name or the list of scopes cannot be.</exception>
    public async ValueTask<AccessAnswer<CreatedToken>> ExecuteAsync(
        string name, IReadOnlyList<Scope> scopes, IReadOnlyList<string>? spaces, TimeSpan? lifetime, Actor caller, bool replace, CancellationToken cancellationToken)
    {
        foreach (var scope in scopes)
        {
            if (spaces is null ? ports.Rights.AllowEverywhere(scope) : spaces.All(s => ports.Rights.Allow(scope, s))) continue;
            return new AccessAnswer<CreatedToken>.Refused(AccessPorts.NotAllowed, spaces is null
                ? $"You do not hold the scope '{scope.ToWire()}' in all spaces. Name the spaces that the token is for, or leave the scope out."
                : $"You do not hold the scope '{scope.ToWire()}' in each of {string.Join(", ", spaces)}.");
        }

        if (replace && await InUseAsync(name, cancellationToken) is { } before && before.Actor == caller) await ports.Tokens.RevokeAsync(name, caller, cancellationToken);
        return await new CreateToken(ports.Tokens, random, clock).ExecuteAsync(name, caller, scopes, spaces, lifetime, caller, cancellationToken) is { } made
            ? new AccessAnswer<CreatedToken>.Done(made)
            : new AccessAnswer<CreatedToken>.Refused("token.exists", $"A token '{name}' is in use. Revoke it, or take another name.");
    }

    /// <summary>Tokens that the caller may see: their own, and for an admin of all spaces everybody's.</summary>
    public async ValueTask<IReadOnlyList<ApiToken>> ListAsync(Actor caller, CancellationToken cancellationToken) =>
        [.. (await ports.Tokens.ListAsync(cancellationToken)).Where(t => t.Actor == caller || ports.Rights.AllowEverywhere(Scope.Admin))];

    /// <summary>Revokes a token that the caller may see.</summary>
    public async ValueTask<AccessAnswer<ApiToken>> RevokeAsync(string name, Actor caller, CancellationToken cancellationToken)
    {
        // Whose name it is, is nobody else's business.
        if (await InUseAsync(name, cancellationToken) is { } token && (token.Actor == caller || ports.Rights.AllowEverywhere(Scope.Admin)) && await ports.Tokens.RevokeAsync(name, caller, cancellationToken))
        {
            return new AccessAnswer<ApiToken>.Done(token);
        }

        return new AccessAnswer<ApiToken>.Refused("token.not_found", $"You have no token '{name}' in use.");
    }

    private async ValueTask<ApiToken?> InUseAsync(string name, CancellationToken cancellationToken) =>
        (await ports.Tokens.ListAsync(cancellationToken)).FirstOrDefault(t => t.Name == name && t.RevokedUtc is null);
}
