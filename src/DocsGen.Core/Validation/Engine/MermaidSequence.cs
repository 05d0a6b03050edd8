namespace DocsGen.Core.Validation;

/// <summary>
/// The grammar of sequence diagrams, statement by statement: participants, messages with any of the arrows, activations that pair, notes, and
/// blocks that end and hold only their own branches. A statement ends with its line or at a semicolon; what follows <c>#</c> is a comment.
/// </summary>
internal sealed class MermaidSequence(MermaidReader reader)
{
    private static readonly string[] Blocks = ["par_over", "alt", "opt", "loop", "par", "critical", "break", "rect", "box"];

    /// <summary>Longer ones before their beginnings.</summary>
    private static readonly string[] Arrows =
    [
        "<<-->>", "<<->>", "-->>", "->>", "-->", "->", "--x", "-x", "--)", "-)", "--|\\", "--|/", "--\\\\", "--//", "/|--", "\\|--", "//--", "\\\\--",
        "-|\\", "-|/", "-\\\\", "-//", "/|-", "\\|-", "//-", "\\\\-",
    ];

    private readonly Stack<(string Word, int Index)> open = new();
    private readonly Dictionary<string, int> active = new(StringComparer.Ordinal);
    private string created = "";
    private string destroyed = "";

    /// <summary>What its <c>title</c> says.</summary>
    public string Title { get; private set; } = "";

    public void Read()
    {
        while (!reader.AtEnd)
        {
            reader.SkipSpace();
            if (reader.Is("accDescr") && reader.Here()["accDescr".Length..].TrimStart().StartsWith('{'))
            {
                reader.SkipTo('}');
                if (!reader.Take("}")) throw reader.Fail("a description has no \"}\"");
                continue;
            }

            var start = reader.At;
            var text = Statement();
            if (text.Length == 0) continue;
            var behind = reader.At;
            reader.At = start;
            ReadStatement(text);
            reader.At = behind;
        }

        if (open.TryPop(out var last)) throw new MermaidException(last.Index, "a block has no \"end\"");
    }

    /// <summary>The next statement without its comment. Codes such as <c>#59;</c> are characters of it.</summary>
    private string Statement()
    {
        var statement = new System.Text.StringBuilder();
        var labelled = false;
        while (!reader.AtEnd && reader.Peek() is not ('\n' or ';'))
        {
            if (reader.Is("@{"))
            {
                var data = reader.At;
                reader.SkipTo('}');
                statement.Append(reader.Text, data, reader.At - data);
                continue;
            }

            if (CodeLength() is var code and > 0)
            {
                statement.Append('_');
                reader.At += code;
                continue;
            }

            var inName = !labelled && statement.Length > 0 && !char.IsWhiteSpace(statement[^1]);
            if (reader.Peek() != '#' || inName)
            {
                labelled |= reader.Peek() == ':';
                statement.Append(reader.Peek());
                reader.At++;
                continue;
            }

            reader.SkipTo('\n');
        }

        if (!reader.AtEnd) reader.At++;
        return statement.ToString().Trim();
    }

    /// <summary>The length of a code such as <c>#59;</c> that stands here; 0 for none.</summary>
    private int CodeLength()
    {
        if (reader.Peek() != '#') return 0;
        var length = 1;
        while (MermaidReader.IsWordCharacter(reader.Peek(length))) length++;
        return length > 1 && reader.Peek(length) == ';' ? length + 1 : 0;
    }

    private void ReadStatement(string text)
    {
        // A stray bracket, slash or angle before a statement is passed over; behind an "end" another statement may stand.
        var at = 0;
        while (at < text.Length && (text[at] is ' ' or '(' or ')' or '<' or '>' or '/' or '\\') && !StartsArrow(text, at)) at++;
        while (IsEndAt(text, at))
        {
            if (!open.TryPop(out _)) throw reader.Fail("\"end\" closes nothing");
            at += "end".Length;
            while (at < text.Length && text[at] == ' ') at++;
        }

        if (at < text.Length && text[at] != '%') ReadPlain(text[at..]);
    }

    private static bool IsEndAt(string text, int at) => string.Compare(text, at, "end", 0, 3, StringComparison.OrdinalIgnoreCase) == 0
        && (at + 3 >= text.Length || !MermaidReader.IsWordCharacter(text[at + 3]));

    private void ReadPlain(string text)
    {
        var (word, rest) = Split(text);
        if (open.TryPeek(out var top) && top.Word == "box" && word is not ("participant" or "actor" or "create")) throw reader.Fail("a box holds participants only");
        switch (word)
        {
            case "participant" or "actor": Participant(rest); break;
            case "create": Create(rest); break;
            case "destroy": destroyed = Required(rest, text); break;
            case "activate": active[Required(rest, text)] = active.GetValueOrDefault(rest) + 1; break;
            case "deactivate": Deactivate(Required(rest, text)); break;
            case "autonumber": Number(rest, text); break;
            case "note": Note(rest, text); break;
            case "title": Title = rest.TrimStart(':', ' ').Trim(); break;
            case "acctitle" or "accdescr": break;
            case "links" or "link" or "properties" or "details": _ = Labelled(rest, text); break;
            case "else" or "and" or "option": Branch(word); break;
            default:
                if (Blocks.Contains(word, StringComparer.Ordinal)) open.Push((word, reader.At));
                else Message(text);
                break;
        }
    }

    private static (string Word, string Behind) Split(string text)
    {
        var end = 0;
        while (end < text.Length && MermaidReader.IsWordCharacter(text[end])) end++;
        return (text[..end].ToLowerInvariant(), text[end..].Trim());
    }

    private string Required(string rest, string text) => rest.Length > 0 ? rest : throw reader.Fail($"\"{text}\" names nobody");

    private void Participant(string rest)
    {
        var named = rest.IndexOf(" as ", StringComparison.OrdinalIgnoreCase) is var at and > 0 ? rest[..at] : rest;
        if (named.IndexOf("@{", StringComparison.Ordinal) is var shape and > 0) named = named[..shape];
        if (named.Length == 0 || named.AsSpan().ContainsAny("<>:,")) throw reader.Fail($"\"{rest}\" is no name of a participant");
    }

    private void Create(string rest)
    {
        var (word, name) = Split(rest);
        if (word is not ("participant" or "actor")) throw reader.Fail("\"create\" needs participant or actor");
        Participant(name);
        created = name.Split(" as ", 2)[0].Trim();
    }

    private void Deactivate(string name)
    {
        if (active.GetValueOrDefault(name) < 1) throw reader.Fail($"\"{name}\" is deactivated and was not active");
        active[name]--;
    }

    private void Number(string rest, string text)
    {
        if (rest.Equals("off", StringComparison.OrdinalIgnoreCase)) return;
        var numbers = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (numbers.Length > 2 || !Array.TrueForAll(numbers, n => n.All(c => char.IsAsciiDigit(c) || c == '.'))) throw reader.Fail($"\"{text}\" is no numbering");
    }

    private void Note(string rest, string text)
    {
        var who = rest;
        foreach (var place in (ReadOnlySpan<string>)["left of", "right of", "over"])
        {
            if (rest.StartsWith(place, StringComparison.OrdinalIgnoreCase)) who = rest[place.Length..];
        }

        if (ReferenceEquals(who, rest)) throw reader.Fail($"\"{text}\" does not say where the note stands");
        var names = Labelled(who, text).Split(',');
        var over = rest.StartsWith("over", StringComparison.OrdinalIgnoreCase);
        if (names.Length > (over ? 2 : 1) || Array.Exists(names, string.IsNullOrWhiteSpace)) throw reader.Fail($"\"{text}\" names the wrong number of participants");
    }

    /// <summary>What stands before the colon.</summary>
    private string Labelled(string rest, string text)
    {
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || rest.AsSpan(0, colon).IsWhiteSpace()) throw reader.Fail($"\"{text}\" has no text behind a colon");
        return rest[..colon].Trim();
    }

    private void Branch(string word)
    {
        var block = open.TryPeek(out var top) ? top.Word : "";
        var fits = word switch { "else" => block == "alt", "and" => block is "par" or "par_over", _ => block == "critical" };
        if (!fits) throw reader.Fail($"\"{word}\" stands in no block that has it");
    }

    private void Message(string text)
    {
        var at = ActorEnd(text, 0);
        var from = text[..at].Trim();
        if (from.Length > 0 && text.AsSpan(at).StartsWith("()", StringComparison.Ordinal)) at += 2;
        var arrow = Array.Find(Arrows, a => string.CompareOrdinal(text, at, a, 0, a.Length) == 0);
        if (arrow is null || from.Length == 0) throw reader.Fail($"\"{text}\" is no statement of a sequence diagram");
        at += arrow.Length;
        var sign = at < text.Length && text[at] is '+' or '-' ? text[at++] : ' ';
        if (text.AsSpan(at).TrimStart().StartsWith("()", StringComparison.Ordinal)) at = text.IndexOf("()", at, StringComparison.Ordinal) + 2;
        var end = ActorEnd(text, at);
        var to = text[at..end].Trim();
        if (to.Length == 0 || end >= text.Length || text[end] != ':') throw reader.Fail($"the message \"{text}\" has no receiver, or no colon with a text");
        Receive(from, to);
        if (sign == '+') active[to] = active.GetValueOrDefault(to) + 1;
        else if (sign == '-') Deactivate(from);
    }

    private void Receive(string from, string to)
    {
        if (created.Length > 0 && to != created) throw reader.Fail($"\"{created}\" is created, but the next message does not go there");
        if (destroyed.Length > 0 && to != destroyed && from != destroyed) throw reader.Fail($"\"{destroyed}\" is destroyed, but has no part in the next message");
        created = destroyed = "";
    }

    /// <summary>A name goes on over dashes and slashes that begin no arrow.</summary>
    private static int ActorEnd(string text, int start)
    {
        var at = start;
        while (at < text.Length && text[at] is not ('/' or '\\' or '+' or '(' or ')' or '<' or '-' or '>' or ':' or ',')) at++;
        while (at > start && at < text.Length && !StartsArrow(text, at))
        {
            var next = at;
            while (next < text.Length && text[next] == '-') next++;
            var inside = next;
            while (inside < text.Length && text[inside] is not ('+' or '<' or '-' or '>' or ':' or ',')) inside++;
            if (inside == next) break;
            at = inside;
        }

        return at;
    }

    private static bool StartsArrow(string text, int at)
    {
        if (string.CompareOrdinal(text, at, "()", 0, 2) == 0) return true;
        foreach (var arrow in Arrows)
        {
            if (string.CompareOrdinal(text, at, arrow, 0, arrow.Length) == 0) return true;
        }

        return false;
    }
}
