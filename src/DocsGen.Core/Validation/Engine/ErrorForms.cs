using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>A code with its message as a document gives it, and where each stands.</summary>
internal sealed record ErrorForm(MarkdownModel File, string Code, int CodeOffset, string Message, int MessageOffset);

/// <summary>
/// The two forms in which a document says what a user reads for an error code: a row of a table with the columns Code (or Error code)
/// and Message (or User message; where a table has several of these, each counts); or a heading that is the code, with a paragraph or list item under it that has a line
/// <c>**User message**: text</c> or <c>**User message:** text</c>, where the text goes on until the paragraph ends or a next line
/// begins with a strong label. Block quotes do not count.
/// </summary>
internal sealed class ErrorForms
{
    private const string Label = "User message";

    private ErrorForms(List<ErrorForm> all) => All = all;

    public IReadOnlyList<ErrorForm> All { get; }

    public static ErrorForms Find(Docset docset)
    {
        var found = new List<ErrorForm>();
        foreach (var file in docset.Files)
        {
            foreach (var table in file.Tables) AddTable(file, table, found);
            foreach (var run in file.Runs) AddSection(file, run, found);
        }

        return new(found);
    }

    /// <summary>Whether some file of a scope gives a message for a code.</summary>
    public ErrorForm? First(string code, FileScope scope)
    {
        foreach (var form in All)
        {
            if (string.Equals(form.Code, code, StringComparison.Ordinal) && scope.Holds(form.File)) return form;
        }

        return null;
    }

    private static void AddTable(MarkdownModel file, PipeTable table, List<ErrorForm> found)
    {
        var code = table.Column("Code", "Error code");
        if (table.InQuote || code < 0) return;
        var messages = Enumerable.Range(0, table.Header.Cells.Count).Where(i => IsMessage(table.Header.Text(i))).ToList();
        foreach (var row in table.Rows)
        {
            if (row.Text(code).Length == 0) continue;
            foreach (var message in messages)
            {
                var at = message < row.Cells.Count ? row.Cells[message].Offset : row.Offset;
                found.Add(new(file, row.Text(code), row.Cells[code].Offset, row.Text(message), at));
            }
        }
    }

    private static bool IsMessage(string title) =>
        title.Equals(Label, StringComparison.OrdinalIgnoreCase) || title.Equals("Message", StringComparison.OrdinalIgnoreCase);

    private static void AddSection(MarkdownModel file, TextRun run, List<ErrorForm> found)
    {
        if (run.Kind != RunKind.Paragraph || run.InQuote || run.Strong.Count == 0) return;
        foreach (var strong in run.Strong)
        {
            if (TextAfterLabel(run, strong) is not { } range) continue;
            var heading = file.HeadingOver(run.Offset);
            if (heading < 0) continue;
            var title = file.Headings[heading];
            found.Add(new(file, title.Text, title.Offset, run.Text.Substring(range.Start, range.Length), run.OffsetOf(range.Start)));
        }
    }

    private static TextRange? TextAfterLabel(TextRun run, TextRange strong)
    {
        var before = run.Text.AsSpan(0, strong.Start);
        if (!before.IsWhiteSpace() && !run.Breaks.Contains(strong.Start - 1)) return null;
        var label = run.Text.AsSpan(strong.Start, strong.Length).Trim();
        var start = strong.End;
        if (label.EndsWith(":", StringComparison.Ordinal)) label = label[..^1].TrimEnd();
        else if (start < run.Text.Length && run.Text[start] == ':') start++;
        else return null;
        if (!label.Equals(Label, StringComparison.OrdinalIgnoreCase)) return null;
        var end = run.Text.Length;
        foreach (var next in run.Breaks)
        {
            if (next < start || !run.Strong.Any(s => s.Start == next + 1)) continue;
            end = next;
            break;
        }

        while (start < end && char.IsWhiteSpace(run.Text[start])) start++;
        while (end > start && char.IsWhiteSpace(run.Text[end - 1])) end--;
        return new(start, end - start);
    }
}
