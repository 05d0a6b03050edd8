namespace DocsGen.Core.Access;

/// <summary>What the caller of a use case may do. Use cases ask it themselves, so that HTTP, UI and CLI cannot differ.</summary>
/// <param name="Scopes">What they may do.</param>
/// <param name="Spaces">In which spaces, by slug; null for all.</param>
public sealed record Rights(IReadOnlySet<Scope> Scopes, IReadOnlySet<string>? Spaces)
{
    /// <summary>Of whoever holds the store itself: they could change it by other means as well.</summary>
    public static Rights All { get; } = new(new HashSet<Scope>(Enum.GetValues<Scope>()), null);

    /// <summary>Whether the caller may do it in that space.</summary>
    public bool Allow(Scope scope, string space) => (Spaces is null || Spaces.Contains(space)) && Holds(scope);

    private bool Holds(Scope scope) => Scopes.Contains(scope) || (scope != Scope.Agent && Scopes.Contains(Scope.Admin))
        || (scope == Scope.Read && (Scopes.Contains(Scope.Push) || Scopes.Contains(Scope.Review) || Scopes.Contains(Scope.Publish)));
}
