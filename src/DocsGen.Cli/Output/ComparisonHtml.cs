using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Text.Diff;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Output;

/// <summary>
/// A comparison as one self-contained HTML file: side by side, changed words marked, dark and light, no script. Each file is written as soon as it is
/// compared and then let go, so that memory does not grow with the docset.
/// </summary>
internal static class ComparisonHtml
{
    private const string Style =
        """
        :root{color-scheme:light dark;--fg:#1c2128;--bg:#fff;--dim:#59636e;--line:#d1d9e0;--old:#ffebe9;--oldw:#ffc1ba;--new:#e6ffec;--neww:#a6f0b5;--head:#f6f8fa}
        @media(prefers-color-scheme:dark){:root{--fg:#e6edf3;--bg:#0d1117;--dim:#9198a1;--line:#3d444d;--old:#3c1618;--oldw:#792e2e;--new:#12301c;--neww:#1f5c33;--head:#151b23}}
        body{margin:0 auto;max-width:110rem;padding:1.5rem;font:15px/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg)}
        h1{font-size:1.4rem;margin:0 0 .3rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
        p.sides{margin:0;color:var(--dim)}
        table{border-collapse:collapse;width:100%}
        table.plain td,table.plain th{border:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}
        table.plain th{background:var(--head)}
        details{border:1px solid var(--line);border-radius:6px;margin:.6rem 0}
        summary{padding:.5rem .8rem;cursor:pointer;background:var(--head);border-radius:6px;font-weight:600}
        summary:focus-visible{outline:2px solid #0969da;outline-offset:2px}
        summary .n{font-weight:400;color:var(--dim);margin-left:.6rem}
        .scroll{overflow-x:auto}
        table.diff{font:13px/1.45 ui-monospace,SFMono-Regular,Consolas,monospace;table-layout:fixed;min-width:60rem}
        table.diff td{padding:0 .5rem;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere}
        col.no{width:3.6rem}col.sign{width:1.8ch}
        table.diff td.no{text-align:right;color:var(--dim);user-select:none;border-right:1px solid var(--line)}
        table.diff td.sign{padding:0 .2rem;user-select:none}
        td.old{background:var(--old)}td.new{background:var(--new)}
        td.old del{background:var(--oldw);text-decoration:none;border-radius:2px}td.new ins{background:var(--neww);text-decoration:none;border-radius:2px}
        tr.gap td{background:var(--head);color:var(--dim);text-align:center}
        """;

    public static async Task WriteAsync(Stream stream, CompareRuns use, RunComparison comparison, CancellationToken cancellationToken)
    {
        await using var html = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        await html.WriteAsync(Head(comparison));
        await html.WriteAsync(Values("Settings", comparison.Settings));
        await html.WriteAsync(Values("Inputs", comparison.Inputs));
        await html.WriteAsync(Values("Rules", comparison.Rules));
        await html.WriteAsync(Issues(comparison.Issues));
        await html.WriteAsync(Text($"<h2>Files: {comparison.Files.Count} differ, {comparison.Same} are the same</h2>\n"));
        foreach (var file in comparison.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await WriteFileAsync(html, use, file, cancellationToken);
        }

        await html.WriteAsync("</main>\n</body>\n</html>\n");
    }

    private static string Head(RunComparison comparison)
    {
        var (before, after) = (comparison.Before, comparison.After);
        var sides = before.Run.Id == after.Run.Id ? $"{before.Snapshot.Name} to {after.Snapshot.Name}" : $"{before.Run.Id} to {after.Run.Id}";
        var title = $"{after.Run.Settings.Name}: {sides}";
        // No script and nothing from elsewhere: the one style sheet is allowed by its hash.
        var policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <title>{E(title)}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{E(title)}</h1>
            <p class="sides">{E(ComparisonText.Name(comparison.Before))} &rarr; {E(ComparisonText.Name(comparison.After))}</p>

            """;
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

    private static async Task WriteFileAsync(StreamWriter html, CompareRuns use, FileComparison file, CancellationToken cancellationToken)
    {
        var diff = await use.DiffAsync(file, cancellationToken);
        var name = file.Kind == FileChangeKind.Renamed ? $"{file.Before!.FileName} → {file.After!.FileName}" : file.Name;
        var counts = diff is null ? "no text" : Text($"{file.Kind.ToString().ToLowerInvariant()}, +{diff.Counts.Added} -{diff.Counts.Removed}");
        var open = file.Kind is FileChangeKind.Changed or FileChangeKind.Renamed ? " open" : "";
        await html.WriteAsync($"<details{open}><summary>{E(name)}<span class=\"n\">{E(counts)}</span></summary>\n<div class=\"scroll\">");
        if (diff is null) await html.WriteAsync("<p>This file is no UTF-8 text.</p>");
        else await WriteDiffAsync(html, diff);
        await html.WriteAsync("</div></details>\n");
    }

    private static async Task WriteDiffAsync(StreamWriter html, TextDiff diff)
    {
        await html.WriteAsync("<table class=\"diff\">\n<colgroup><col class=\"no\"><col class=\"sign\"><col><col class=\"no\"><col class=\"sign\"><col></colgroup>\n");
        foreach (var group in UnifiedDiff.Groups(diff))
        {
            var (at, toA, atB, toB) = UnifiedDiff.Span(diff, group);
            await html.WriteAsync(Text($"<tr class=\"gap\"><td colspan=\"3\">{Lines(at, toA)}</td><td colspan=\"3\">{Lines(atB, toB)}</td></tr>\n"));
            foreach (var hunk in group)
            {
                for (; at < hunk.StartA; at++, atB++) await html.WriteAsync(Same(diff.Before[at], at, atB));
                for (var i = 0; i < Math.Max(hunk.LengthA, hunk.LengthB); i++) await html.WriteAsync(Changed(diff, hunk, i));
                (at, atB) = (hunk.EndA, hunk.EndB);
            }

            for (; at < toA; at++, atB++) await html.WriteAsync(Same(diff.Before[at], at, atB));
        }

        await html.WriteAsync("</table>\n");
    }

    private static string Lines(int from, int to) => to <= from ? "nothing" : to == from + 1 ? Text($"line {to}") : Text($"lines {from + 1} to {to}");

    private static string Same(string line, int a, int b) => Text($"<tr><td class=\"no\">{a + 1}</td><td class=\"sign\"></td><td>{E(Shown(line))}</td><td class=\"no\">{b + 1}</td><td class=\"sign\"></td><td>{E(Shown(line))}</td></tr>\n");

    // The n-th line of a hunk on either side, next to each other.
    private static string Changed(TextDiff diff, DiffHunk hunk, int n)
    {
        var old = n < hunk.LengthA ? diff.Before[hunk.StartA + n] : null;
        var now = n < hunk.LengthB ? diff.After[hunk.StartB + n] : null;
        var (before, after) = old is not null && now is not null ? WordDiff.Of(Shown(old), Shown(now)) : ([new(Shown(old ?? ""), Changed: false)], [new(Shown(now ?? ""), Changed: false)]);
        return Half(old is null ? null : hunk.StartA + n, "old", "-", "del", before, "<tr>") + Half(now is null ? null : hunk.StartB + n, "new", "+", "ins", after, "") + "</tr>\n";
    }

    private static string Half(int? number, string side, string sign, string mark, IReadOnlyList<WordSpan> spans, string open) => number is { } line
        ? Text($"{open}<td class=\"no\">{line + 1}</td><td class=\"sign {side}\">{sign}</td><td class=\"{side}\">") + string.Concat(spans.Select(s => s.Changed ? $"<{mark}>{E(s.Text)}</{mark}>" : E(s.Text))) + "</td>"
        : $"{open}<td class=\"no\"></td><td class=\"sign\"></td><td></td>";

    // A carriage return is no sight; where only it differs it must be one.
    private static string Shown(string line) => TextLines.Content(line) + (line.EndsWith("\r\n", StringComparison.Ordinal) ? "␍" : line.EndsWith('\n') ? "" : "␃");

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
