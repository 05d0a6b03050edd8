using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DocsGen.Cli.Output;

/// <summary>
/// Everything that is printed. Results go to standard output, progress and errors to standard error. With <c>--json</c> standard output holds one JSON
/// document (or one a line, where a command follows something) and nothing else.
/// </summary>
internal sealed class Printer(Terminal terminal, bool json, bool quiet)
{
    /// <summary>The version of every JSON shape that this program prints.</summary>
    public const int SchemaVersion = 1;

    private const string Plain = "\e[0m";
    private const string InBold = "\e[1m";
    private const string InDim = "\e[2m";
    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Yellow = "\e[33m";

    private static readonly string[] Colours = [Plain, InBold, InDim, Red, Green, Yellow];

    private bool drawn;

    public bool Json => json;

    /// <summary>Whether progress may be drawn in place.</summary>
    public bool Live => terminal.ErrorIsTerminal && !json && !quiet && terminal.Environment.GetValueOrDefault("TERM") != "dumb";

    public bool Colour => terminal.OutIsTerminal && !json && NoColourUnset;

    private bool NoColourUnset => string.IsNullOrEmpty(terminal.Environment.GetValueOrDefault("NO_COLOR"));

    /// <summary>A line of the result.</summary>
    public void Line(string text = "")
    {
        if (json) return;
        Erase();
        terminal.Out.WriteLine(Clean(text));
    }

    /// <summary>A question, answered on the same line.</summary>
    public void Ask(string text)
    {
        if (json) return;
        Erase();
        terminal.Out.Write(Clean(text));
        terminal.Out.Flush();
    }

    /// <summary>A line of progress; silent with <c>--quiet</c> and <c>--json</c>.</summary>
    public void Progress(string text)
    {
        if (json || quiet) return;
        Erase();
        terminal.Error.WriteLine(Clean(text));
    }

    /// <summary>What is probably wrong and stops nothing: on standard error, beside a JSON document too; silent with <c>--quiet</c>.</summary>
    public void Warn(string text)
    {
        if (quiet) return;
        Erase();
        terminal.Error.WriteLine($"warning: {Clean(text)}");
    }

    /// <summary>A line that is drawn in place of the one drawn before; only where <see cref="Live"/>. Cut to the terminal's width: what wraps cannot be erased.</summary>
    public void Draw(string text)
    {
        var width = Math.Max(terminal.Columns() - 1, 1);
        text = Clean(text);
        terminal.Error.Write($"\r\e[2K{(text.Length <= width ? text : text[..(width - 1)] + "…")}");
        terminal.Error.Flush();
        drawn = true;
    }

    /// <summary>A JSON document of this kind; the writer is inside the object.</summary>
    public void Document(string kind, Action<Utf8JsonWriter> body, bool indented = true)
    {
        if (!json) return;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", SchemaVersion);
            writer.WriteString("kind", kind);
            body(writer);
            writer.WriteEndObject();
        }

        terminal.Out.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>A refusal: the sentence on standard error, and with <c>--json</c> the document on standard output.</summary>
    public void Fail(CliError error)
    {
        Erase();
        terminal.Error.WriteLine(terminal.ErrorIsTerminal && NoColourUnset && !json ? $"{Red}error:{Plain} {Clean(error.Message)}" : $"error: {Clean(error.Message)}");
        Document("error", w =>
        {
            w.WriteStartObject("error");
            w.WriteString("code", error.Code);
            w.WriteString("message", error.Message);
            w.WriteNumber("exitCode", error.ExitCode);
            w.WriteEndObject();
        });
    }

    /// <summary>Rows with aligned columns; the last column is not padded.</summary>
    public void Table(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (json) return;
        var widths = header.Select((h, i) => Math.Max(Width(h), rows.Count == 0 ? 0 : rows.Max(r => Width(r[i])))).ToArray();
        Line(Bold(Row(header, widths)));
        foreach (var row in rows) Line(Row(row, widths));
    }

    public string Bold(string text) => Colour ? $"{InBold}{text}{Plain}" : text;

    public string Dim(string text) => Colour ? $"{InDim}{text}{Plain}" : text;

    public string Good(string text) => Colour ? $"{Green}{text}{Plain}" : text;

    public string Bad(string text) => Colour ? $"{Red}{text}{Plain}" : text;

    public string Notable(string text) => Colour ? $"{Yellow}{text}{Plain}" : text;

    private void Erase()
    {
        if (!drawn) return;
        drawn = false;
        terminal.Error.Write("\r\e[2K");
        terminal.Error.Flush();
    }

    /// <summary>Reasons, names and messages come from others: of their control and bidirectional characters only line feeds, tabs and our own colours reach the terminal.</summary>
    private static string Clean(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsUnsafe(text[i])) clean.Append(text[i]);
            else if (text[i] == '\e' && ColourLength(text, i) is > 0 and var length)
            {
                clean.Append(text, i, length);
                i += length - 1;
            }
            else clean.Append('\uFFFD');
        }

        return clean.ToString();
    }

    private static bool IsUnsafe(char c) => (char.IsControl(c) && c is not ('\n' or '\t')) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    // Of all that starts with ESC, what could move the cursor, hide text or worse, only the colours from above come through.
    private static int ColourLength(string text, int at) => Array.Find(Colours, c => string.CompareOrdinal(text, at, c, 0, c.Length) == 0)?.Length ?? 0;

    private static string Row(IReadOnlyList<string> cells, int[] widths) =>
        string.Join("  ", cells.Select((c, i) => i == cells.Count - 1 ? c : c + new string(' ', widths[i] - Width(c)))).TrimEnd();

    // Colour takes no room: escape sequences here all end in m.
    public static int Width(string text)
    {
        var (width, inEscape) = (0, false);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\e') inEscape = true;
            else if (!inEscape) width++;
            else if (rune.Value == 'm') inEscape = false;
        }

        return width;
    }
}
