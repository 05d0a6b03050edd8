namespace DocsGen.Core.Validation;

/// <summary>
/// The grammar of flowcharts: nodes with their shapes, chained by links of every kind, with <c>&amp;</c>, labels, classes and shape data;
/// subgraphs that end; styles, classes, clicks and directions, of which only the form is looked at.
/// </summary>
internal sealed class MermaidFlowchart(MermaidReader reader)
{
    private static readonly string[] Directions = ["TB", "TD", "BT", "RL", "LR", "BR", "<", ">", "^", "v"];
    private static readonly string[] LineWords = ["style", "linkStyle", "classDef", "class", "click", "href"];
    private static readonly string[] Reserved = ["style", "linkStyle", "classDef", "class", "subgraph", "end", "graph", "flowchart", "interpolate"];

    private readonly MermaidShapes shapes = new(reader);
    private readonly MermaidLinks links = new(reader);
    private readonly Stack<int> subgraphs = new();

    public void Read()
    {
        ReadDirection();
        while (true)
        {
            while (char.IsWhiteSpace(reader.Peek()) || reader.Peek() == ';') reader.At++;
            if (reader.AtEnd) break;
            ReadStatement();
        }

        if (subgraphs.TryPop(out var last)) throw new MermaidException(last, "a subgraph has no \"end\"");
    }

    private void ReadDirection()
    {
        reader.SkipBlanks();
        foreach (var direction in Directions)
        {
            if (!reader.Take(direction)) continue;
            reader.SkipBlanks();
            break;
        }

        if (!reader.AtEnd && reader.Peek() is not ('\n' or ';')) throw reader.Fail($"\"{reader.Here()}\" is no direction of a flowchart");
    }

    private void ReadStatement()
    {
        if (reader.WordOf(["subgraph"]) is not null)
        {
            ReadSubgraph();
        }
        else if (reader.WordOf(["end"]) is not null)
        {
            if (!subgraphs.TryPop(out _)) throw reader.Fail("\"end\" closes nothing");
            reader.At += 3;
        }
        else if (reader.WordOf(LineWords) is { } word)
        {
            ReadWords(word);
        }
        else if (reader.Is("accTitle") || reader.Is("accDescr"))
        {
            ReadDescription();
        }
        else if (reader.WordOf(["direction"]) is not null && IsDirection())
        {
            reader.SkipTo('\n');
        }
        else
        {
            ReadChain();
        }
    }

    private bool IsDirection() => reader.Here()["direction".Length..].TrimStart() is ['T', 'B' or 'D', ..] or ['B', 'T', ..] or ['R', 'L', ..] or ['L', 'R', ..];

    private void ReadSubgraph()
    {
        subgraphs.Push(reader.At);
        reader.At += "subgraph".Length;
        while (!reader.AtEnd && reader.Peek() is not ('\n' or ';'))
        {
            if (reader.Peek() == '"') SkipQuotedInLine();
            else if (reader.Peek() == '[') shapes.Read();
            else reader.At++;
        }
    }

    private void SkipQuotedInLine()
    {
        reader.At++;
        var end = reader.Text.AsSpan(reader.At).IndexOfAny('"', '\n');
        if (end >= 0 && reader.Text[reader.At + end] == '"') reader.At += end + 1;
    }

    private void ReadWords(string word)
    {
        var start = reader.At;
        reader.At += word.Length;
        var words = 0;
        while (!reader.AtEnd && reader.Peek() is not ('\n' or ';'))
        {
            if (reader.Peek() is ' ' or '\t' or '\r')
            {
                reader.SkipBlanks();
                if (!reader.AtEnd && reader.Peek() is not ('\n' or ';')) words++;
            }
            else if (reader.Peek() == '"' && word is "click" or "href")
            {
                shapes.ReadQuoted();
            }
            else
            {
                reader.At++;
            }
        }

        if (words < 2 && word != "href") throw new MermaidException(start, $"\"{reader.Text[start..reader.At].Trim()}\" says too little");
    }

    private void ReadDescription()
    {
        reader.At += "accTitle".Length;
        reader.SkipBlanks();
        if (reader.Peek() != '{')
        {
            reader.SkipTo('\n');
            return;
        }

        reader.SkipTo('}');
        if (!reader.Take("}")) throw reader.Fail("a description has no \"}\"");
    }

    private void ReadChain()
    {
        ReadNodes();
        while (links.Read()) ReadNodes();
        reader.SkipBlanks();
        if (!reader.AtEnd && reader.Peek() is not ('\n' or ';')) throw reader.Fail($"\"{reader.Here()}\" does not go on a statement of a flowchart");
    }

    private void ReadNodes()
    {
        ReadNode();
        while (true)
        {
            var at = reader.At;
            reader.SkipBlanks();
            if (at == reader.At || reader.Peek() != '&' || reader.Peek(1) is not (' ' or '\t'))
            {
                reader.At = at;
                return;
            }

            reader.At++;
            reader.SkipBlanks();
            ReadNode();
        }
    }

    private void ReadNode()
    {
        if (reader.WordOf(Reserved) is { } reserved) throw reader.Fail($"\"{reserved}\" is a word of the language and no name of a node");
        ReadName("a node is missing");
        if (reader.Is("@{")) ReadData();
        else shapes.Read();
        if (reader.Is("@{")) ReadData();
        if (reader.Take(":::")) ReadName("a class is missing behind \":::\"");
    }

    private void ReadName(string missing)
    {
        var start = reader.At;
        while (!reader.AtEnd && IsNameCharacter()) reader.At++;
        if (reader.At == start) throw reader.Fail(reader.AtEnd || reader.Here().Length == 0 ? missing : $"{missing} before \"{reader.Here()}\"");
    }

    private bool IsNameCharacter()
    {
        var c = reader.Peek();
        var next = reader.Peek(1);
        return c switch
        {
            '-' => next is not ('-' or '.'),
            '=' => next != '=',
            ':' => !reader.Is(":::"),
            '!' or '"' or '#' or '$' or '%' or '&' or '\'' or '*' or '+' or '.' or '`' or '?' or '\\' or '_' or '/' or ',' => true,
            _ => char.IsAsciiLetterOrDigit(c) || c > '\u007F',
        };
    }

    private void ReadData()
    {
        var open = reader.At;
        reader.At += 2;
        while (reader.Peek() != '}')
        {
            if (reader.AtEnd) throw new MermaidException(open, "shape data has no \"}\"");
            if (reader.Peek() == '"') shapes.ReadQuoted();
            else reader.At++;
        }

        reader.At++;
    }
}
