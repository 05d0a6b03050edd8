using System.Globalization;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>How many issues of each severity there are, and the one way to say so (V3).</summary>
public sealed record IssueCounts(int Errors, int Warnings, int Notes)
{
    /// <summary>How many more are suppressed; they count nowhere else.</summary>
    public int Suppressed { get; init; }

    /// <summary>Counts a list.</summary>
    public static IssueCounts Of(IReadOnlyList<Issue> issues) => new(
        issues.Count(i => i.Severity == Severity.Error && i.Suppressed is null),
        issues.Count(i => i.Severity == Severity.Warning && i.Suppressed is null),
        issues.Count(i => i.Severity == Severity.Info && i.Suppressed is null))
    {
        Suppressed = issues.Count(i => i.Suppressed is not null),
    };

    /// <summary><c>1 error, 0 warnings, 2 notes</c>, and how many are suppressed where some are.</summary>
    public string InWords() => string.Create(
        CultureInfo.InvariantCulture, $"{Count(Errors, "error")}, {Count(Warnings, "warning")}, {Count(Notes, "note")}{(Suppressed == 0 ? "" : $", {Suppressed} suppressed")}");

    /// <summary>A number and its noun: <c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
