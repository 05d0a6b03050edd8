using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Validate;

/// <summary>What is reported: all issues, or those that a baseline lacks, or all with what is new, fixed and still there.</summary>
internal sealed record ValidationOutcome(FolderVerdict Verdict, IReadOnlyList<Issue> Issues)
{
    /// <summary>How many issues the baseline holds; null without a baseline.</summary>
    public int? Known { get; private init; }

    /// <summary>Null unless compared.</summary>
    public IssueComparison? Compared { get; private init; }

    /// <summary>What is new among the issues, and what is gone where that is reported; null without a baseline or comparison.</summary>
    public IssueComparison? Baselined => Compared ?? (Known is null ? null : new(Issues, [], []));

    /// <summary>Whether nothing that counts is an error: with a comparison only what is new counts.</summary>
    public bool Passed => IssueCounts.Of((CountsAll ? null : Compared?.New) ?? Issues).Errors == 0;

    /// <summary>Whether what is still there counts too, although it is compared.</summary>
    public bool CountsAll { get; init; }

    public static ValidationOutcome Of(FolderVerdict verdict) => new(verdict, verdict.Result.Issues);

    public ValidationOutcome Without(Baseline baseline)
    {
        var comparison = Compare(baseline);
        return this with { Issues = comparison.New, Known = comparison.StillThere.Count };
    }

    public ValidationOutcome Against(Baseline earlier) => this with { Compared = Compare(earlier) };

    /// <summary><c>3 files: 1 error, 0 warnings, 0 notes.</c></summary>
    public string InWords()
    {
        var files = IssueCounts.Count(Verdict.Documents.Count, "file");
        var known = Known is { } k ? $"; {k} more that the baseline holds" : "";
        return Issues.Count == 0 ? $"{files}: no {(Known is null ? "" : "new ")}issues{known}." : $"{files}: {IssueCounts.Of(Issues).InWords()}{known}.";
    }

    private IssueComparison Compare(Baseline earlier) => IssueComparison.Of(earlier.KnownBeside(Issues), Issues, earlier.Hashes, Verdict.Hashes());
}
