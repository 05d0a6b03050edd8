namespace DocsGen.Core.Validation;

/// <summary>The links between a flowchart's nodes: lines of dashes, equals signs or dots, with heads, names and texts; or invisible ones.</summary>
internal sealed class MermaidLinks(MermaidReader reader)
{
    private const int MaxName = 200;

    private readonly MermaidShapes shapes = new(reader);

    /// <summary>A link with its label and the white space around it, line ends too; false where none stands.</summary>
    public bool Read()
    {
        var start = reader.At;
        reader.SkipBlanks();
        SkipLinkName();
        reader.SkipSpace();
        var mark = reader.At;
        if (!TakeWhole())
        {
            reader.At = mark;
            if (!TakeWithText())
            {
                reader.At = start;
                return false;
            }
        }
        else
        {
            reader.SkipSpace();
            ReadLabel();
        }

        return true;
    }

    /// <summary>The name of a link: <c>e1@--&gt;</c>.</summary>
    private void SkipLinkName()
    {
        var at = reader.At;
        while (at < reader.Text.Length && at - reader.At < MaxName && !char.IsWhiteSpace(reader.Text[at]) && reader.Text[at] is not ('"' or '@')) at++;
        if (at > reader.At && at + 1 < reader.Text.Length && reader.Text[at] == '@' && reader.Text[at + 1] is not ('{' or '"')) reader.At = at + 1;
    }

    /// <summary>A link without text in it: two or more dashes or equals signs, dots between dashes, or tildes, perhaps with heads.</summary>
    private bool TakeWhole()
    {
        var start = reader.At;
        if (reader.Peek() is 'x' or 'o' or '<') reader.At++;
        if (TakeRun('-') || TakeRun('=') || TakeDots()) return true;
        reader.At = start;
        var tildes = Count('~', start);
        if (tildes < 3) return false;
        reader.At += tildes;
        return true;
    }

    private bool TakeRun(char line)
    {
        var length = Count(line, reader.At);
        if (length < 2) return false;
        var head = reader.Peek(length) is 'x' or 'o' or '>';
        if (!head && length < 3) return false;
        reader.At += length + (head ? 1 : 0);
        return true;
    }

    private bool TakeDots()
    {
        var at = reader.At + (reader.Peek() == '-' ? 1 : 0);
        var dots = Count('.', at);
        at += dots;
        if (dots == 0 || at >= reader.Text.Length || reader.Text[at] != '-') return false;
        reader.At = at + 1;
        if (reader.Peek() is 'x' or 'o' or '>') reader.At++;
        return true;
    }

    /// <summary>A link with a text between its two parts: <c>-- text --&gt;</c>.</summary>
    private bool TakeWithText()
    {
        if (reader.Peek() is 'x' or 'o' or '<') reader.At++;
        var line = reader.Is("--") ? '-' : reader.Is("==") ? '=' : reader.Is("-.") ? '.' : '\0';
        if (line == '\0') return false;
        var open = reader.At;
        reader.At += 2;
        reader.SkipSpace();
        var text = reader.At;
        if (reader.Peek() == '"') shapes.ReadQuoted();
        for (; !reader.AtEnd; reader.At++)
        {
            if (line == '.' ? !reader.Is(".") && !reader.Is("-.") : Count(line, reader.At) < 2) continue;
            var at = reader.At;
            if (line == '.' ? TakeDots() : TakeRun(line))
            {
                if (at == text) break;
                reader.SkipSpace();
                return true;
            }

            if (line != '.') break;
            reader.At = at + Math.Max(1, Count('.', at)) - 1;
        }

        throw new MermaidException(open, "a link has no end, or no text in it");
    }

    private void ReadLabel()
    {
        if (!reader.Take("|")) return;
        shapes.ReadQuotedOrText("|", leaning: false);
        if (!reader.Take("|")) throw reader.Fail("a link's label has no second |, or must stand in quotes");
        reader.SkipBlanks();
    }

    private int Count(char c, int from)
    {
        var at = from;
        while (at < reader.Text.Length && reader.Text[at] == c) at++;
        return at - from;
    }
}
