namespace DocsGen.Core.Validation;

/// <summary>The shapes of a flowchart's nodes, and the texts in them: plain ones without brackets and pipes, others in quotes.</summary>
internal sealed class MermaidShapes(MermaidReader reader)
{
    /// <summary>How a shape opens and closes, longer openings first.</summary>
    private static readonly (string Open, string[] Close)[] Shapes =
    [
        ("(((", [")))"]), ("((", ["))"]), ("([", ["])"]), ("(-", ["-)"]), ("(", [")"]),
        ("[[", ["]]"]), ("[(", [")]"]), ("[|", ["]"]), ("[/", ["/]", "\\]"]), ("[\\", ["/]", "\\]"]), ("[", ["]"]),
        ("{{", ["}}"]), ("{", ["}"]), (">", ["]"]),
    ];

    /// <summary>Reads the shape that opens here, if one does.</summary>
    public void Read()
    {
        foreach (var (open, close) in Shapes)
        {
            if (!reader.Take(open)) continue;
            var leaning = open is "[/" or "[\\";
            ReadQuotedOrText(open, leaning);
            if (!Array.Exists(close, reader.Take)) throw reader.Fail($"a node that opens with {open} does not close with {string.Join(" or ", close)}");
            return;
        }
    }

    /// <summary>A text in quotes may go on without them, but not the other way round.</summary>
    public void ReadQuotedOrText(string open, bool leaning)
    {
        var start = reader.At;
        if (reader.Peek() == '"') ReadQuoted();
        while (!reader.AtEnd && reader.Peek() is not ('[' or ']' or '(' or ')' or '{' or '}'))
        {
            var c = reader.Peek();
            if (leaning ? c is '/' or '\\' && reader.Peek(1) == ']' : c == '"' || (c == '|' && open != "[|")) break;
            if (open == "(-" && c == '-' && reader.Peek(1) == ')') break;
            reader.At++;
        }

        if (reader.At == start) throw reader.Fail($"a node that opens with {open} has no text, or one that must stand in quotes");
    }

    public void ReadQuoted()
    {
        var close = reader.Text.IndexOf('"', reader.At + 1);
        if (close < 0) throw reader.Fail("a quote is not closed");
        reader.At = close + 1;
    }
}
