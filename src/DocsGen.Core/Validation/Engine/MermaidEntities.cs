namespace DocsGen.Core.Validation;

/// <summary>
/// The grammar of ER diagrams: entities, with an alias, classes and a block of attributes (type, name, keys, comment); relations with a
/// cardinality on both sides and a label; styles and directions. Statements need no line of their own.
/// </summary>
internal sealed class MermaidEntities(MermaidReader reader)
{
    private static readonly string[] LineWords = ["classDef", "class", "style"];
    private static readonly string[] Keys = ["PK", "FK", "UK"];
    private static readonly string[] Links = ["--", "..", ".-", "-."];
    private static readonly string[] LinkWords = ["optionally to", "to"];
    private static readonly string[] Marks = ["|o", "}o", "}|", "||", "o|", "o{", "|{", "many(0)", "many(1)", "1+", "0+"];

    private static readonly string[] Words =
        ["one or zero", "one or more", "one or many", "zero or one", "zero or more", "zero or many", "only one", "many", "one"];

    public void Read()
    {
        var open = 0;
        for (reader.SkipSpace(); !reader.AtEnd; reader.SkipSpace())
        {
            if (IsDirection()) reader.SkipTo('\n');
            else if (reader.WordOf(LineWords) is not null) reader.SkipTo('\n');
            else if (reader.Is("accTitle") || reader.Is("accDescr")) ReadDescription();
            else if (reader.WordOf(["subgraph"]) is not null)
            {
                open++;
                reader.SkipTo('\n');
            }
            else if (reader.WordOf(["end"]) is not null)
            {
                if (open-- == 0) throw reader.Fail("\"end\" closes nothing");
                reader.At += 3;
            }
            else ReadEntityOrRelation();
        }

        if (open > 0) throw reader.Fail("a subgraph has no \"end\"");
    }

    private bool IsDirection()
    {
        return reader.WordOf(["direction"]) is not null && reader.Here()["direction".Length..].Trim() is "TB" or "BT" or "LR" or "RL";
    }

    private void ReadDescription()
    {
        reader.At += "accTitle".Length;
        reader.SkipBlanks();
        if (reader.Peek() == '{')
        {
            reader.SkipTo('}');
            if (!reader.Take("}")) throw reader.Fail("a description has no \"}\"");
        }
        else
        {
            reader.SkipTo('\n');
        }
    }

    private void ReadEntityOrRelation()
    {
        var start = reader.At;
        if (!TakeName()) throw reader.Fail($"\"{reader.Here()}\" is no entity of an ER diagram");
        TakeClasses();
        reader.SkipSpace();
        var mark = reader.At;
        if (TakeCardinality())
        {
            reader.At = mark;
            ReadRelation(start);
            return;
        }

        if (reader.Take("["))
        {
            reader.SkipSpace();
            if (!TakeName()) throw reader.Fail("an entity has no alias between its brackets");
            reader.SkipSpace();
            if (!reader.Take("]")) throw reader.Fail("an entity's alias has no \"]\"");
            TakeClasses();
            reader.SkipSpace();
        }

        if (reader.Peek() == '{') ReadBlock();
    }

    private void ReadRelation(int start)
    {
        _ = TakeCardinality();
        reader.SkipSpace();
        if (!TakeLink()) throw Broken(start);
        reader.SkipSpace();
        if (!TakeCardinality()) throw Broken(start);
        reader.SkipSpace();
        if (!TakeName()) throw Broken(start);
        TakeClasses();
        reader.SkipSpace();
        if (!reader.Take(":")) throw new MermaidException(start, $"the relation \"{Shown(start)}\" has no label");
        reader.SkipSpace();
        if (!TakeText() && !TakeName()) throw new MermaidException(start, $"the relation \"{Shown(start)}\" has no label");
    }

    private MermaidException Broken(int start) => new(start, $"\"{Shown(start)}\" is no relation of an ER diagram");

    private string Shown(int start)
    {
        var end = reader.Text.IndexOf('\n', start);
        return (end < 0 ? reader.Text[start..] : reader.Text[start..end]).Trim();
    }

    private void ReadBlock()
    {
        var open = reader.At++;
        for (reader.SkipSpace(); !reader.Take("}"); reader.SkipSpace())
        {
            if (reader.AtEnd) throw new MermaidException(open, "an entity's block has no \"}\"");
            var start = reader.At;
            if (reader.WordOf(Keys, StringComparison.OrdinalIgnoreCase) is not null || !TakeAttributeWord()) throw reader.Fail($"\"{reader.Here()}\" is no attribute");
            reader.SkipSpace();
            if (reader.WordOf(Keys, StringComparison.OrdinalIgnoreCase) is not null || !TakeAttributeWord()) throw new MermaidException(start, "an attribute has no type or no name");
            TakeKeys();
            reader.SkipSpace();
            if (reader.Peek() == '"' && !TakeText()) throw reader.Fail("a comment has no closing quote");
        }
    }

    private void TakeKeys()
    {
        reader.SkipSpace();
        while (reader.WordOf(Keys, StringComparison.OrdinalIgnoreCase) is { } key)
        {
            reader.At += key.Length;
            reader.SkipSpace();
            if (!reader.Take(",")) return;
            reader.SkipSpace();
            if (reader.WordOf(Keys, StringComparison.OrdinalIgnoreCase) is null) throw reader.Fail("a key is missing behind the comma");
        }
    }

    private bool TakeAttributeWord()
    {
        if (reader.Peek() == '`')
        {
            var close = reader.Text.IndexOf('`', reader.At + 1);
            if (close < reader.At + 2) return false;
            reader.At = close + 1;
            return true;
        }

        var start = reader.At;
        var end = start;
        while (end < reader.Text.Length && !char.IsWhiteSpace(reader.Text[end]) && reader.Text[end] is not ('"' or '`' or '}')) end++;
        if (reader.Text.AsSpan(start, end - start).Contains('~'))
        {
            // A generic type may hold anything.
            reader.At = end;
            return true;
        }

        while (!reader.AtEnd && IsAttributeCharacter(reader.Peek(), reader.At == start)) reader.At++;
        return reader.At > start;
    }

    private static bool IsAttributeCharacter(char c, bool first) => char.IsAsciiLetter(c) || c is '*' or '_' or >= '\u00C0'
        || (!first && (char.IsAsciiDigit(c) || c is '-' or '[' or ']' or '(' or ')' or '.' or ','));

    private bool TakeName()
    {
        if (reader.Peek() == '"') return TakeText();
        var start = reader.At;
        while (!reader.AtEnd && (MermaidReader.IsWordCharacter(reader.Peek()) || reader.Peek() is '-' or '*' or '.' or > '\u007F'))
        {
            if (reader.Peek() is '.' or '-' && IsLinkAhead()) break;
            reader.At++;
        }

        return reader.At > start;
    }

    /// <summary>Whether dots begin a relation here and are no part of a name (<c>A..B</c> is a name with dots only where no cardinality stands).</summary>
    private bool IsLinkAhead() => reader.Is("..") || reader.Is(".-") || reader.Is("-.");

    private bool TakeText()
    {
        if (reader.Peek() != '"') return false;
        var close = reader.Text.IndexOf('"', reader.At + 1);
        if (close < 0) return false;
        reader.At = close + 1;
        return true;
    }

    private void TakeClasses()
    {
        var start = reader.At;
        reader.SkipBlanks();
        if (!reader.Take(":::"))
        {
            reader.At = start;
            return;
        }

        do
        {
            reader.SkipBlanks();
            if (!TakeName()) throw reader.Fail("a class is missing behind \":::\"");
            reader.SkipBlanks();
        }
        while (reader.Take(","));
    }

    private bool TakeCardinality()
    {
        foreach (var mark in Marks)
        {
            if (reader.Take(mark)) return true;
        }

        if (reader.WordOf(Words, StringComparison.OrdinalIgnoreCase) is { } word) reader.At += word.Length;
        else if (reader.Peek() == '1' && !MermaidReader.IsWordCharacter(reader.Peek(1))) reader.At++;
        else if (reader.Peek() == 'u' && reader.Peek(1) is '.' or '-' or '|') reader.At++;
        else return false;
        return true;
    }

    private bool TakeLink()
    {
        foreach (var link in Links)
        {
            if (reader.Take(link)) return true;
        }

        if (reader.WordOf(LinkWords, StringComparison.OrdinalIgnoreCase) is not { } word) return false;
        reader.At += word.Length;
        return true;
    }
}
