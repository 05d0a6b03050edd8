using System.Globalization;
using System.Text;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Validation;
using static DocsGen.Cli.Output.DiffHtml;

namespace DocsGen.Cli.Output;

/// <summary>A comparison of runs as a page. Each file is written as soon as it is compared and then let go.</summary>
internal static class ComparisonHtml
{
    public static Task WriteAsync(Stream stream, CompareRuns use, RunComparison comparison, CancellationToken cancellationToken)
    {
        var (before, after) = (comparison.Before, comparison.After);
        var versions = before.Run.Id == after.Run.Id ? $"{before.Snapshot.Name} to {after.Snapshot.Name}" : $"{before.Run.Id} to {after.Run.Id}";
        return DiffHtml.WriteAsync(stream, $"{after.Run.Settings.Name}: {versions}", $"{ComparisonText.Name(before)} → {ComparisonText.Name(after)}", async html =>
        {
            await html.WriteAsync(Values("Settings", comparison.Settings));
            await html.WriteAsync(Values("Inputs", comparison.Inputs));
            await html.WriteAsync(Values("Rules", comparison.Rules));
            await html.WriteAsync(Issues(comparison.Issues));
            await WriteFilesHeadingAsync(html, Text($"Files: {comparison.Files.Count} differ, {comparison.Same} are the same"));
            for (var i = 0; i < comparison.Files.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await WriteFileAsync(html, use, comparison.Files[i], Text($"f{i + 1}"), cancellationToken);
            }
        });
    }

    private static string Values(string title, IReadOnlyList<ValueChange> values)
    {
        if (values.Count == 0) return "";
        var html = new StringBuilder($"<h2>{title}</h2>\n<table class=\"plain\"><tr><th scope=\"col\">What</th><th scope=\"col\">Before</th><th scope=\"col\">After</th></tr>\n");
        foreach (var value in values) html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(value.Name)}</td><td>{E(value.Before ?? "none")}</td><td>{E(value.After ?? "none")}</td></tr>\n");
        return html.Append("</table>\n").ToString();
    }

    private static string Issues(IssueComparison issues)
    {
        var html = new StringBuilder(Text($"<h2>Issues: {issues.New.Count} new, {issues.Fixed.Count} fixed, {issues.StillThere.Count} still there</h2>\n"));
        var rows = issues.New.Select(i => ("new", i)).Concat(issues.Fixed.Select(i => ("fixed", i))).Concat(issues.StillThere.Select(i => ("still there", i))).ToList();
        if (rows.Count == 0) return html.ToString();
        html.Append("<table class=\"plain\"><tr><th scope=\"col\">What</th><th scope=\"col\">Severity</th><th scope=\"col\">Where</th><th scope=\"col\">Issue</th><th scope=\"col\">Rule</th></tr>\n");
        foreach (var (what, issue) in rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{what}</td><td>{IssueJson.NameOf(issue.Severity)}</td><td>{E(ReportWriter.Place(issue))}</td><td>{E(issue.Message)}</td><td>{E(issue.Rule)}</td></tr>\n");
        }

        return html.Append("</table>\n").ToString();
    }

    private static async Task WriteFileAsync(StreamWriter html, CompareRuns use, FileComparison file, string anchor, CancellationToken cancellationToken)
    {
        var diff = await use.DiffAsync(file, cancellationToken);
        var name = file.Kind == FileChangeKind.Renamed ? $"{file.Before!.FileName} → {file.After!.FileName}" : file.Name;
        var counts = diff is null ? "no text" : Text($"{file.Kind.ToString().ToLowerInvariant()}, +{diff.Counts.Added} -{diff.Counts.Removed}");
        await DiffHtml.WriteFileAsync(html, anchor, name, counts, open: file.Kind is FileChangeKind.Changed or FileChangeKind.Renamed, () =>
            diff is null ? html.WriteAsync("<p class=\"mark\">This file is no UTF-8 text.</p>\n") : WriteDiffAsync(html, name, diff));
    }
}
