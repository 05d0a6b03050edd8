using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access;

/// <summary>A token as the store keeps it: never the secret, only its SHA-256.</summary>
public sealed record ApiToken
{
    /// <summary>The store's own number of it.</summary>
    public long Id { get; init; }

    /// <summary>What people call it; one of this name at a time.</summary>
    public required string Name { get; init; }

    /// <summary>Who acts when it is used.</summary>
    public required Actor Actor { get; init; }

    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>Slugs of the spaces that it is limited to; null for all.</summary>
    public IReadOnlyList<string>? Spaces { get; init; }

    public required Actor CreatedBy { get; init; }

    public required DateTimeOffset CreatedUtc { get; init; }

    /// <summary>From when on it is refused; null for never.</summary>
    public DateTimeOffset? ExpiresUtc { get; init; }

    public DateTimeOffset? RevokedUtc { get; init; }

    /// <summary>The user of that name, as they are now; null when nobody of that name is registered. Only known of a token that was found by its secret.</summary>
    public User? Holder { get; init; }

    /// <summary>What its scopes say; and of a registered user, never more than their roles say now.</summary>
    public Rights Rights => Holder is { } user ? Own.Within(user.Rights) : Own;

    private Rights Own => new(Scopes.ToHashSet(), Spaces?.ToHashSet(StringComparer.Ordinal));

    /// <summary>Whether it opens anything at that time.</summary>
    public bool IsGood(DateTimeOffset now) => RevokedUtc is null && (ExpiresUtc is not { } end || now < end) && Holder is not { IsDisabled: true };
}
