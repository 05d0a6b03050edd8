using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Cli.Output;

/// <summary>
/// What every page of differences is made of: one self-contained HTML file, side by side, changed words marked, dark and light, no script. What opens and closes does
/// so with the browser's own means, so that the keyboard is enough.
/// </summary>
internal static class DiffHtml
{
    private const string Style =
        """
        :root{color-scheme:light dark;--fg:#1c2128;--bg:#fff;--dim:#59636e;--line:#d1d9e0;--old:#ffebe9;--oldw:#ffc1ba;--new:#e6ffec;--neww:#a6f0b5;--head:#f6f8fa;--link:#0550ae;--note:#fff8c5;--notel:#bf8700}
        @media(prefers-color-scheme:dark){:root{--fg:#e6edf3;--bg:#0d1117;--dim:#9198a1;--line:#3d444d;--old:#3c1618;--oldw:#792e2e;--new:#12301c;--neww:#1f5c33;--head:#151b23;--link:#79c0ff;--note:#272115;--notel:#bb8009}}
        body{margin:0 auto;max-width:110rem;padding:1.5rem;font:15px/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg)}
        h1{font-size:1.4rem;margin:0 0 .3rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
        a{color:var(--link)}
        p.sides{margin:0;color:var(--dim)}
        table{border-collapse:collapse;width:100%}
        table.plain td,table.plain th{border:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}
        table.plain th{background:var(--head)}
        details{border:1px solid var(--line);border-radius:6px;margin:.6rem 0}
        summary{padding:.5rem .8rem;cursor:pointer;background:var(--head);border-radius:6px;font-weight:600}
        summary:focus-visible,a:focus-visible,.scroll:focus-visible{outline:2px solid #0969da;outline-offset:2px}
        summary .n{font-weight:400;color:var(--dim);margin-left:.6rem}
        .scroll{overflow-x:auto}
        table.diff{font:13px/1.45 ui-monospace,SFMono-Regular,Consolas,monospace;table-layout:fixed;min-width:60rem}
        table.diff td{padding:0 .5rem;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere}
        table.diff th{padding:.3rem .5rem;text-align:left;font:600 14px/1.5 system-ui,sans-serif}
        col.no{width:3.6rem}col.sign{width:1.8ch}
        table.diff td.no{text-align:right;color:var(--dim);user-select:none;border-right:1px solid var(--line)}
        table.diff td.sign{padding:0 .2rem;user-select:none}
        td.old{background:var(--old)}td.new{background:var(--new)}
        td.old del{background:var(--oldw);text-decoration:none;border-radius:2px}td.new ins{background:var(--neww);text-decoration:none;border-radius:2px}
        tr.gap td{background:var(--head);color:var(--dim);text-align:center}
        a.skip{position:absolute;left:-99rem}a.skip:focus{position:static}
        nav ol{margin:.3rem 0;padding-left:2.2rem}nav .n{color:var(--dim);margin-left:.6rem}
        h3{font-size:1rem;margin:.8rem .8rem .3rem}
        p.mark{margin:.5rem .8rem}
        tr.note td{padding:.3rem .5rem}
        .thread{margin:.4rem 0;padding:.4rem .7rem;border-left:3px solid var(--notel);background:var(--note);font:14px/1.5 system-ui,sans-serif;max-width:60rem}
        .thread.done{border-color:var(--line);background:none}
        .thread p{margin:.1rem 0;white-space:pre-wrap;overflow-wrap:anywhere}.thread .by{color:var(--dim)}.thread .reply{margin:.4rem 0 0 1rem}
        """;

    /// <summary>Writes a page; the body is written as it is made, so that memory does not grow with it.</summary>
    public static async Task WriteAsync(Stream stream, string title, string sides, Func<StreamWriter, Task> body)
    {
        await using var html = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        // No script and nothing from elsewhere: the one style sheet is allowed by its hash.
        var policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";
        await html.WriteAsync($"""
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
            <a class="skip" href="#files">To the files</a>
            <main>
            <h1>{E(title)}</h1>
            <p class="sides">{E(sides)}</p>

            """);
        await body(html);
        await html.WriteAsync("</main>\n</body>\n</html>\n");
    }

    /// <summary>The heading that the skip link leads to.</summary>
    public static Task WriteFilesHeadingAsync(StreamWriter html, string text) => html.WriteAsync($"<h2 id=\"files\">{E(text)}</h2>\n");

    /// <summary>One file, which can be folded.</summary>
    public static async Task WriteFileAsync(StreamWriter html, string anchor, string name, string counts, bool open, Func<Task> body)
    {
        await html.WriteAsync($"<details id=\"{anchor}\"{(open ? " open" : "")}><summary>{E(name)}<span class=\"n\">{E(counts)}</span></summary>\n");
        await body();
        await html.WriteAsync("</details>\n");
    }

    /// <summary>Two texts side by side; <paramref name="notes"/> are pieces of HTML by the line of the later text, from 1 on, under which they stand.</summary>
    public static async Task WriteDiffAsync(StreamWriter html, string label, TextDiff diff, ILookup<int, string>? notes = null, (string Before, string After)? sides = null)
    {
        await html.WriteAsync($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{E(label)}\">");
        await html.WriteAsync("<table class=\"diff\">\n<colgroup><col class=\"no\"><col class=\"sign\"><col><col class=\"no\"><col class=\"sign\"><col></colgroup>\n");
        if (sides is var (before, after)) await html.WriteAsync($"<tr><th scope=\"col\" colspan=\"3\">{E(before)}</th><th scope=\"col\" colspan=\"3\">{E(after)}</th></tr>\n");
        foreach (var section in DiffSection.Of(diff, notes?.Select(n => new LineSpan(n.Key, n.Key))))
        {
            await html.WriteAsync(Text($"<tr class=\"gap\"><td colspan=\"3\">{Lines(section.FromA, section.ToA)}</td><td colspan=\"3\">{Lines(section.FromB, section.ToB)}</td></tr>\n"));
            foreach (var row in section.Pairs())
            {
                await html.WriteAsync(row.Differs ? Changed(diff, row) : Same(diff.After[row.B!.Value], row));
                if (notes is null || row.B is not { } line) continue;
                foreach (var note in notes[line + 1]) await html.WriteAsync($"<tr class=\"note\"><td colspan=\"3\"></td><td colspan=\"3\">{note}</td></tr>\n");
            }
        }

        await html.WriteAsync("</table>\n</div>\n");
    }

    /// <summary>A text as HTML shows it.</summary>
    public static string E(string text) => WebUtility.HtmlEncode(text);

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Lines(int from, int to) => to <= from ? "nothing" : to == from + 1 ? Text($"line {to}") : Text($"lines {from + 1} to {to}");

    private static string Same(string line, DiffRow row) =>
        Text($"<tr><td class=\"no\">{row.A + 1}</td><td class=\"sign\"></td><td>{E(Shown(line))}</td><td class=\"no\">{row.B + 1}</td><td class=\"sign\"></td><td>{E(Shown(line))}</td></tr>\n");

    private static string Changed(TextDiff diff, DiffRow row)
    {
        var old = row.A is { } a ? diff.Before[a] : null;
        var now = row.B is { } b ? diff.After[b] : null;
        var (before, after) = old is not null && now is not null ? WordDiff.Of(Shown(old), Shown(now)) : ([new(Shown(old ?? ""), Changed: false)], [new(Shown(now ?? ""), Changed: false)]);
        return $"<tr>{Half(row.A, "old", "-", "del", before)}{Half(row.B, "new", "+", "ins", after)}</tr>\n";
    }

    private static string Half(int? number, string side, string sign, string mark, IReadOnlyList<WordSpan> spans) => number is { } line
        ? Text($"<td class=\"no\">{line + 1}</td><td class=\"sign {side}\">{sign}</td><td class=\"{side}\">") + string.Concat(spans.Select(s => s.Changed ? $"<{mark}>{E(s.Text)}</{mark}>" : E(s.Text))) + "</td>"
        : "<td class=\"no\"></td><td class=\"sign\"></td><td></td>";

    // A carriage return is no sight; where only it differs it must be one.
    private static string Shown(string line) => TextLines.Content(line) + (line.EndsWith("\r\n", StringComparison.Ordinal) ? "␍" : line.EndsWith('\n') ? "" : "␃");
}
