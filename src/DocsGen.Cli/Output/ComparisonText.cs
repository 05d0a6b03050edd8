using System.Globalization;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Text.Diff;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Output;

/// <summary>A comparison in words; signs say what colours say.</summary>
internal static class ComparisonText
{
    private const int MostIssues = 30;

    public static void Print(Printer print, RunComparison comparison)
    {
        print.Line($"{print.Bold(Name(comparison.Before))} -> {print.Bold(Name(comparison.After))}");
        PrintValues(print, "settings", comparison.Settings, Shown);
        PrintValues(print, "inputs", comparison.Inputs, hash => hash is null ? "none" : hash[..12]);
        PrintValues(print, "rules", comparison.Rules, Shown);
        print.Line();
        print.Line(Text($"files: {comparison.Files.Count} differ, {comparison.Same} are the same"));
        var widest = comparison.Files.Count == 0 ? 0 : comparison.Files.Max(f => FileName(f).Length);
        foreach (var file in comparison.Files) print.Line($"  {Sign(print, file.Kind)} {FileName(file).PadRight(widest)}  {Counts(print, file)}");
        print.Line();
        var issues = comparison.Issues;
        print.Line(Text($"issues: {issues.New.Count} new, {issues.Fixed.Count} fixed, {issues.StillThere.Count} still there"));
        PrintIssues(print, "new  ", issues.New);
        PrintIssues(print, "fixed", issues.Fixed);
        PrintIssues(print, "still", issues.StillThere);
    }

    /// <summary>One file, line by line or word by word.</summary>
    public static async Task PrintFileAsync(Printer print, CompareRuns use, RunComparison comparison, string name, bool words, CancellationToken cancellationToken)
    {
        var file = comparison.Files.FirstOrDefault(f => f.Name == name || f.Before?.FileName == name)
            ?? throw CliError.Usage("diff.unknown_file", $"{name} does not differ, or is in neither. 'docsgen run diff' lists the files that differ.");
        var diff = await use.DiffAsync(file, cancellationToken)
            ?? throw CliError.Usage("diff.no_text", $"{name} is no UTF-8 text, so that it cannot be compared by lines.");
        var (before, after) = ($"a/{file.Before?.Path ?? "nothing"}", $"b/{file.After?.Path ?? "nothing"}");
        DiffText.Print(print, before, after, diff, words);
        print.Document("filediff", json =>
        {
            json.WriteString("file", name);
            json.WriteString("before", file.Before?.Path);
            json.WriteString("after", file.After?.Path);
            json.WriteNumber("added", diff.Counts.Added);
            json.WriteNumber("removed", diff.Counts.Removed);
            json.WriteString("unified", UnifiedDiff.Write(before, after, diff));
        });
    }

    public static string Name(ComparedSide side) => $"{side.Run.Id} {side.Snapshot.Name} ({side.Snapshot.Execution.Id})";

    private static void PrintValues(Printer print, string title, IReadOnlyList<ValueChange> values, Func<string?, string> show)
    {
        if (values.Count == 0) return;
        print.Line();
        print.Line($"{title}:");
        foreach (var value in values) print.Line($"  {value.Name}: {show(value.Before)} -> {show(value.After)}");
    }

    private static string Shown(string? value) => value switch
    {
        null => "none",
        "" => "(empty)",
        _ => value,
    };

    private static string FileName(FileComparison file) => file.Kind == FileChangeKind.Renamed ? $"{file.Before!.FileName} -> {file.After!.FileName}" : file.Name;

    private static string Sign(Printer print, FileChangeKind kind) => kind switch
    {
        FileChangeKind.Added => print.Good("+"),
        FileChangeKind.Removed => print.Bad("-"),
        FileChangeKind.Changed => print.Notable("~"),
        FileChangeKind.Renamed => print.Notable(">"),
    };

    private static string Counts(Printer print, FileComparison file) => file.Lines is { } lines
        ? $"{print.Good(Text($"+{lines.Added}"))} {print.Bad(Text($"-{lines.Removed}"))}"
        : Text($"{file.Before?.Size ?? 0} bytes -> {file.After?.Size ?? 0} bytes");

    private static void PrintIssues(Printer print, string word, IReadOnlyList<Issue> issues)
    {
        foreach (var issue in issues.Take(MostIssues)) print.Line($"  {word}  {IssueText.Word(print, issue)}  {IssueText.Place(issue)}{issue.Message}  {print.Dim($"[{issue.Rule}]")}");
        if (issues.Count > MostIssues) print.Line(Text($"  ... and {issues.Count - MostIssues} more"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
