namespace DocsGen.Core.Access;

/// <summary>Some scopes, in one space or in all.</summary>
/// <param name="Scopes">What it opens.</param>
/// <param name="Space">The slug of the space; null for all of them.</param>
public sealed record Grant(IReadOnlySet<Scope> Scopes, string? Space)
{
    internal bool Opens(Scope scope) => Scopes.Contains(scope) || (scope != Scope.Agent && Scopes.Contains(Scope.Admin))
        || (scope == Scope.Read && (Scopes.Contains(Scope.Push) || Scopes.Contains(Scope.Review) || Scopes.Contains(Scope.Publish)));
}

/// <summary>
/// What the caller of a use case may do. Use cases ask it themselves, so that HTTP, UI and CLI cannot differ. It has one layer or more, such as what a token says and
/// what the roles of its user say: only what every layer grants is allowed.
/// </summary>
public sealed class Rights
{
    private readonly IReadOnlyList<IReadOnlyList<Grant>> layers;

    /// <summary>The same scopes in some spaces.</summary>
    /// <param name="scopes">What they may do.</param>
    /// <param name="spaces">In which spaces, by slug; null for all.</param>
    public Rights(IReadOnlySet<Scope> scopes, IReadOnlySet<string>? spaces)
        : this([spaces is null ? [new(scopes, null)] : [.. spaces.Select(s => new Grant(scopes, s))]])
    {
    }

    private Rights(IReadOnlyList<IReadOnlyList<Grant>> layers) => this.layers = layers;

    /// <summary>Of whoever holds the store itself: they could change it by other means as well.</summary>
    public static Rights All { get; } = new(new HashSet<Scope>(Enum.GetValues<Scope>()), null);

    /// <summary>Of nobody.</summary>
    public static Rights None { get; } = Of([]);

    /// <summary>Everything that at least one of the grants opens.</summary>
    public static Rights Of(IEnumerable<Grant> grants) => new([[.. grants]]);

    /// <summary>Only what both allow.</summary>
    public Rights Within(Rights other) => new([.. layers, .. other.layers]);

    /// <summary>Whether the caller may do it in that space.</summary>
    public bool Allow(Scope scope, string space) => layers.All(grants => grants.Any(g => (g.Space is null || g.Space == space) && g.Opens(scope)));

    /// <summary>Whether the caller may do it in every space, those that are yet to be made too.</summary>
    public bool AllowEverywhere(Scope scope) => layers.All(grants => grants.Any(g => g.Space is null && g.Opens(scope)));
}
