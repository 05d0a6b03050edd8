using System.Globalization;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>How many issues of each severity there are, and the one way to say so (V3).</summary>
public sealed record IssueCounts(int Errors, int Warnings, int Notes)
{
    /// <summary>Counts a list.</summary>
    public static IssueCounts Of(IReadOnlyList<Issue> issues) => new(
        issues.Count(i => i.Severity == Severity.Error), issues.Count(i => i.Severity == Severity.Warning), issues.Count(i => i.Severity == Severity.Info));

    /// <summary><c>1 error, 0 warnings, 2 notes</c>.</summary>
    public string InWords() => $"{Count(Errors, "error")}, {Count(Warnings, "warning")}, {Count(Notes, "note")}";

    /// <summary>A number and its noun: <c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
