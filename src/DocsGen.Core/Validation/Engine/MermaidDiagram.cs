namespace DocsGen.Core.Validation;

/// <summary>What a diagram is, as far as the rules tell them apart.</summary>
internal enum DiagramKind
{
    EntityRelationship,
    Sequence,
    Flowchart,
    Other,
}

/// <summary>
/// A Mermaid diagram, read lightly: its kind is known and it has a body; in sequence diagrams each line is a statement and each block
/// ends; in ER diagrams braces pair and each relation has a cardinality and a label; in flowcharts subgraphs end and quotes pair.
/// </summary>
/// <param name="Kind">By its first word.</param>
/// <param name="Title">What its <c>title</c> line says; empty for none.</param>
/// <param name="Error">What does not parse; null when all does.</param>
/// <param name="ErrorIndex">The index in the content of the line that does not parse.</param>
internal sealed record MermaidDiagram(DiagramKind Kind, string Title, string? Error, int ErrorIndex)
{
    private static readonly string[] OtherKinds =
    [
        "classDiagram", "classDiagram-v2", "stateDiagram", "stateDiagram-v2", "journey", "gantt", "pie", "requirementDiagram", "gitGraph",
        "mindmap", "timeline", "quadrantChart", "C4Context", "C4Container", "C4Component", "C4Dynamic", "C4Deployment", "sankey-beta",
        "xychart-beta", "block-beta", "packet-beta", "architecture-beta", "kanban", "zenuml",
    ];

    private static readonly string[] SequenceWords =
    [
        "participant", "actor", "note", "activate", "deactivate", "autonumber", "title", "accTitle", "accDescr", "create", "destroy", "link",
        "links", "properties", "details", "else", "and", "option",
    ];

    private static readonly string[] SequenceBlocks = ["alt", "opt", "loop", "par", "par_over", "critical", "break", "rect", "box"];
    private static readonly string[] EntityWords = ["title", "direction", "classDef", "class", "style", "accTitle", "accDescr"];

    public static MermaidDiagram Parse(string content)
    {
        var lines = Statements(content);
        if (lines.Count == 0) return new(DiagramKind.Other, "", "the diagram is empty", 0);
        var kind = FirstWord(lines[0].Text).TrimEnd(';', ':') switch
        {
            "erDiagram" => DiagramKind.EntityRelationship,
            "sequenceDiagram" => DiagramKind.Sequence,
            "graph" or "flowchart" or "flowchart-elk" => DiagramKind.Flowchart,
            _ => DiagramKind.Other,
        };
        if (kind == DiagramKind.Other && !OtherKinds.Contains(FirstWord(lines[0].Text), StringComparer.Ordinal))
        {
            return new(kind, "", $"\"{FirstWord(lines[0].Text)}\" is no kind of diagram", lines[0].Index);
        }

        if (lines.Count == 1 && kind != DiagramKind.Flowchart) return new(kind, "", "the diagram has no body", lines[0].Index);
        lines.RemoveAt(0);
        var (error, index) = kind switch
        {
            DiagramKind.Sequence => CheckSequence(lines),
            DiagramKind.EntityRelationship => CheckEntities(lines),
            DiagramKind.Flowchart => CheckFlowchart(lines),
            DiagramKind.Other => (null, 0),
        };
        return new(kind, TitleOf(lines), error, index);
    }

    private static (string? Error, int Index) CheckSequence(List<Statement> lines)
    {
        var open = new Stack<int>();
        foreach (var (line, index) in lines)
        {
            var word = FirstWord(line).TrimEnd(':');
            if (SequenceBlocks.Contains(word, StringComparer.Ordinal)) open.Push(index);
            else if (line.Equals("end", StringComparison.Ordinal))
            {
                if (!open.TryPop(out _)) return ("\"end\" closes nothing", index);
            }
            else if (!SequenceWords.Contains(word, StringComparer.OrdinalIgnoreCase) && !IsMessage(line)) return ($"\"{line}\" is no statement of a sequence diagram", index);
        }

        return open.TryPop(out var last) ? ("a block has no \"end\"", last) : (null, 0);
    }

    /// <summary><c>A-&gt;&gt;B: text</c> with any of the arrows.</summary>
    private static bool IsMessage(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return false;
        var head = line.AsSpan(0, colon).Trim();
        foreach (var arrow in (ReadOnlySpan<string>)["->>", "->", "-x", "-)", "--x", "--)"])
        {
            var at = head.IndexOf(arrow, StringComparison.Ordinal);
            if (at > 0 && !head[..at].Trim(" -<").IsEmpty && !head[(at + arrow.Length)..].Trim(" +-").IsEmpty) return true;
        }

        return false;
    }

    private static (string? Error, int Index) CheckEntities(List<Statement> lines)
    {
        var inside = -1;
        foreach (var (line, index) in lines)
        {
            if (inside >= 0)
            {
                if (line.Equals("}", StringComparison.Ordinal)) inside = -1;
                else if (!line.Contains(' ', StringComparison.Ordinal)) return ($"the attribute \"{line}\" has no type or no name", index);
            }
            else if (line.EndsWith('{') && !line.Contains("--", StringComparison.Ordinal)) inside = index;
            else if (line.Equals("}", StringComparison.Ordinal)) return ("\"}\" closes nothing", index);
            else if (!EntityWords.Contains(FirstWord(line).TrimEnd(':'), StringComparer.Ordinal) && !IsEntityLine(line)) return ($"\"{line}\" is no relation of an ER diagram", index);
        }

        return inside >= 0 ? ("an entity's block has no \"}\"", inside) : (null, 0);
    }

    /// <summary>An entity by itself, or <c>A ||--o{ B : label</c>.</summary>
    private static bool IsEntityLine(string line)
    {
        var plain = WithoutQuoted(line);
        var words = plain.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 1) return true;
        if (words.Length == 2 && words[1].StartsWith("{}", StringComparison.Ordinal)) return true;
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || plain.AsSpan(colon + 1).IsWhiteSpace()) return false;
        var parts = plain[..colon].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 3 || (parts.Length == 3 && IsCardinality(parts[1]));
    }

    private static bool IsCardinality(string token) => token.Length == 6
        && token[..2] is "|o" or "||" or "}o" or "}|" && token[2..4] is "--" or ".." && token[4..] is "o|" or "||" or "o{" or "|{";

    private static (string? Error, int Index) CheckFlowchart(List<Statement> lines)
    {
        var open = new Stack<int>();
        foreach (var (line, index) in lines)
        {
            if (line.Count(c => c == '"') % 2 != 0) return ("a quote is not closed", index);
            if (FirstWord(line) is "subgraph") open.Push(index);
            else if (line.TrimEnd(';') is "end" && !open.TryPop(out _)) return ("\"end\" closes nothing", index);
        }

        return open.TryPop(out var last) ? ("a subgraph has no \"end\"", last) : (null, 0);
    }

    private static string TitleOf(List<Statement> lines)
    {
        foreach (var (line, _) in lines)
        {
            if (FirstWord(line).TrimEnd(':') is "title") return line["title".Length..].TrimStart(':', ' ').Trim();
        }

        return "";
    }

    /// <summary>The lines that count, trimmed, each with its index: no blank ones, no comments, no front matter.</summary>
    private static List<Statement> Statements(string content)
    {
        var statements = new List<Statement>();
        var start = 0;
        var front = 0;
        while (start < content.Length)
        {
            var end = content.IndexOf('\n', start);
            if (end < 0) end = content.Length;
            var line = content[start..end].Trim();
            if (line is "---" && statements.Count == 0 && front < 2) front++;
            else if (line.Length > 0 && front != 1 && !line.StartsWith("%%", StringComparison.Ordinal)) statements.Add(new(line, start));
            start = end + 1;
        }

        return statements;
    }

    private static string WithoutQuoted(string line)
    {
        var parts = line.Split('"');
        var plain = new System.Text.StringBuilder();
        for (var i = 0; i < parts.Length; i++) plain.Append(i % 2 == 0 ? parts[i] : "x");
        return plain.ToString();
    }

    private static string FirstWord(string line)
    {
        var end = line.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? line : line[..end];
    }

    /// <summary>A line that counts.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Statement(string Text, int Index);
}
