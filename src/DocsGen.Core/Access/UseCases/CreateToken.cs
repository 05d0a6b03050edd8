using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access.UseCases;

/// <summary>Makes an API token: 256 random bits, shown once, stored as their hash.</summary>
/// <param name="tokens">Where tokens are kept.</param>
/// <param name="random">Fills bytes with randomness fit for secrets.</param>
/// <param name="clock">For the time of creation.</param>
public sealed class CreateToken(ITokenStore tokens, Action<Span<byte>> random, TimeProvider clock)
{
    /// <summary>What every token begins with, so that a leaked one is known for what it is.</summary>
    public const string Prefix = Secrets.Token;

    /// <summary>Makes it; null when a token of this name is in use.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="actor">Who acts when it is used.</param>
    /// <param name="scopes">At least one.</param>
    /// <param name="spaces">Slugs that it is limited to; null for all.</param>
    /// <param name="lifetime">How long it is good for; null for ever.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="FormatException">The name is empty, too long or holds control characters; or there is no scope.</exception>
    public async ValueTask<CreatedToken?> ExecuteAsync(
        string name, Actor actor, IReadOnlyList<Scope> scopes, IReadOnlyList<string>? spaces, TimeSpan? lifetime, Actor by, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > 100 || name.Any(char.IsControl)) throw new FormatException("A token has a name of 1 to 100 characters, without control characters.");
        if (scopes.Count == 0) throw new FormatException("A token has at least one scope.");
        var secret = Secrets.New(Prefix, random);
        var now = clock.GetUtcNow();
        var token = new ApiToken
        {
            Name = name,
            Actor = actor,
            Scopes = [.. scopes.Distinct().Order()],
            Spaces = spaces is null ? null : [.. spaces.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            CreatedBy = by,
            CreatedUtc = now,
            ExpiresUtc = now + lifetime,
        };
        return await tokens.AddAsync(token, ContentHash.Of(secret), cancellationToken) is { } stored ? new(secret, stored) : null;
    }
}

/// <summary>A new token.</summary>
/// <param name="Secret">What its holder sends; it is nowhere else from now on.</param>
/// <param name="Token">As it is stored.</param>
public sealed record CreatedToken(string Secret, ApiToken Token);
