using System.Globalization;

namespace DocsGen.Core.Validation;

/// <summary>Marks the issues that somebody answers for, and says which suppressions are wrong, expired or of no use.</summary>
internal sealed class SuppressionPass(FolderSettings settings, FolderSeverities severities, DateOnly today)
{
    private readonly List<RawIssue> remarks = [];

    /// <summary>The issues, marked where they are suppressed, and in <see cref="Remarks"/> what there is to say about suppressions.</summary>
    public List<Issue> Mark(IEnumerable<Issue> issues, IReadOnlyList<DocumentSource> documents)
    {
        var byFile = new Dictionary<string, List<Held>>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            if (SuppressionComments.In(document) is { Count: > 0 } comments) byFile.TryAdd(document.Name, Judge(document.Name, comments));
        }

        var entries = Judge();
        var marked = new List<Issue>();
        foreach (var issue in issues)
        {
            var by = issue.File is { } file && byFile.GetValueOrDefault(file)?.Find(h => h.Comment is { } c && c.Rule == issue.Rule && c.FirstLine <= issue.Line && issue.Line <= c.LastLine) is { } comment
                ? comment
                : entries.Find(e => Fits(e.Entry!, issue));
            if (by is not null) by.Used = true;
            marked.Add(by is null ? issue : issue with { Suppressed = by.AsSuppression() });
        }

        foreach (var (file, held) in byFile)
        {
            foreach (var comment in held.Where(h => !h.Used)) Remark(SuppressionRules.Unused, file, comment.Comment!.At, $"No issue of {comment.Comment.Rule} is here; take this suppression out.");
        }

        // Of a part of what the settings speak of nobody can tell what the rest needs.
        foreach (var entry in entries.Where(e => !e.Used && settings.Prefix.Length == 0)) Remark(SuppressionRules.Unused, null, default, $"The suppression of {entry.Entry!.Rule} in {entry.Entry.Where} suppresses nothing; take it out.");
        return marked;
    }

    /// <summary>What there is to say about the suppressions themselves, without order.</summary>
    public List<RawIssue> Remarks => remarks;

    private List<Held> Judge(string file, IReadOnlyList<SuppressionComment> comments)
    {
        var held = new List<Held>(comments.Count);
        foreach (var comment in comments)
        {
            if (comment.Wrong is { } wrong) Remark(SuppressionRules.Invalid, file, comment.At, $"This suppression holds nothing: {wrong}.");
            else if (comment.Until < today) Remark(SuppressionRules.Expired, file, comment.At, $"This suppression of {comment.Rule} expired on {Day(comment.Until)}; mend what it answers for, or decide anew.");
            else held.Add(new() { Comment = comment });
        }

        return held;
    }

    private List<Held> Judge()
    {
        var held = new List<Held>(settings.Suppressions.Count);
        foreach (var entry in settings.Suppressions)
        {
            if (entry.Until < today) Remark(SuppressionRules.Expired, null, default, $"The suppression of {entry.Rule} in {entry.Where} expired on {Day(entry.Until)}; mend what it answers for, or decide anew.");
            else held.Add(new() { Entry = entry });
        }

        return held;
    }

    private bool Fits(SuppressionEntry entry, Issue issue) =>
        string.Equals(entry.Rule, issue.Rule, StringComparison.Ordinal)
        && (entry.Files.Count == 0 || (issue.File is { } file && settings.Any(entry.Files, file)))
        && issue.Message.Contains(entry.Message, StringComparison.Ordinal);

    private void Remark(RuleInfo rule, string? file, SourceLocation at, string message)
    {
        if (severities.Of(rule.Id, file) is { } severity) remarks.Add(new(rule.Id, severity, file, at, message));
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A suppression that holds today, and whether an issue needed it.</summary>
    private sealed class Held
    {
        public SuppressionComment? Comment { get; init; }
        public SuppressionEntry? Entry { get; init; }
        public bool Used { get; set; }

        public Suppression AsSuppression() => Comment is { } comment ? new(comment.Reason, comment.Until, InFile: true) : new(Entry!.Reason, Entry.Until, InFile: false);
    }
}
