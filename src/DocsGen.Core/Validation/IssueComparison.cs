namespace DocsGen.Core.Validation;

/// <summary>Two lists of issues, compared by fingerprint: lines may have moved.</summary>
/// <param name="New">Only in the later list, in its order.</param>
/// <param name="Fixed">Only in the earlier list, in its order.</param>
/// <param name="StillThere">In both, as the later list has them.</param>
public sealed record IssueComparison(IReadOnlyList<Issue> New, IReadOnlyList<Issue> Fixed, IReadOnlyList<Issue> StillThere)
{
    /// <summary>Compares.</summary>
    public static IssueComparison Of(IReadOnlyList<Issue> earlier, IReadOnlyList<Issue> later)
    {
        var before = earlier.Select(i => i.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var after = later.Select(i => i.Fingerprint).ToHashSet(StringComparer.Ordinal);
        return new(
            [.. later.Where(i => !before.Contains(i.Fingerprint))],
            [.. earlier.Where(i => !after.Contains(i.Fingerprint))],
            [.. later.Where(i => before.Contains(i.Fingerprint))]);
    }
}
