using System.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Hostile;

/// <summary>Makes documents from a seed: pieces of Markdown spliced, repeated and damaged, that link to each other.</summary>
internal sealed class DocumentMaker
{
    private static readonly string[] Pieces =
    [
        "# Title\n\n", "## A heading with `code` and *stress*\n\n", "Setext\n===\n\n", "A paragraph\nof two lines.  \n\n", "> quoted\n> > deeper\n\n", "- item\n  - inner\n\n", "1. one\n2. two\n\n",
        "- [ ] open\n- [x] done\n", "| a | b |\n|---|:-:|\n| c | `d\\|e` |\n", "| ragged |\n|-|\n| 1 | 2 |\n", "```json\n{ \"a\": [1, 2] }\n```\n", "```json\n{ broken\n```\n", "~~~\ntext\n~~~\n", "    indented\n\n",
        "[text](page-1.md#title)", "[text](sub/../page-2.md)", "![image](picture.png \"title\")", "[ref][a] ", "[a]: page-3.md 'x'\n", "<https://a.test/>", "www.a.test ", "http://a.test/x?y#z ", "mailto:a@b.test ",
        "[](", "[x]()", "[x](<a b>)", "[x](#nowhere)", "[x](page-0.md#a-heading-with-code-and-stress)", "[x](/abs)", "[x](C:/a)", "[x](%zz%00%C3)", "[x](../..//a.md?q#é)",
        "TODO ", "TBD", "???", "{Name} ", "<insert x here>", "lorem ipsum ", "[placeholder]", "**Term**: what it is. ", "ABC (a big cat) ", "XYZ ", "list lists ", "Item ",
        "**User message**: text\n", "| Code | Message |\n|-|-|\n| E1 | oh |\n", "| Field | Type |\n|-|-|\n| id | uuid |\n", "```mermaid\nerDiagram\n A ||--o{ B : has\n```\n", "```mermaid\nsequenceDiagram\n A->>B: x\n```\n",
        "<a id=\"x\"></a>", "<div>\n", "</div>\n", "<!-- c -->", "<!--", "<br>", "<a href=page-1.md#x>", "<?php ?>", "<![CDATA[x]]>", "&amp;", "&#0;", "&#xD800;", "&#x1F600;", "&nosuch;",
        "---\n", "---\na: b\n---\n", "***\n", "\\", "\\*", "\t", "  \n", "\r\n", "\r", "\n", "\n\n", "é", "漢字", "😀", "\u0301", "\u202E", "\uFEFF", "\0", "\uFFFC", "İ", "ﬀ",
        "*", "**", "***", "_", "~~", "`", "``", "```", "[", "]", "(", ")", "<", ">", "!", "|", "#", "&", ":", "-", "=", "+", "\"", "'", "{", "}", "@",
    ];

    private static readonly byte[][] BadBytes = [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xEF, 0xBB, 0xBF]];

    private readonly SeededBytes random;
    private readonly IReadOnlyList<byte[]> seeds;
    private readonly List<byte[]> kept = [];

    /// <summary>Starts from a seed and from documents to damage.</summary>
    public DocumentMaker(int seed, IReadOnlyList<byte[]> seeds)
    {
        random = new(seed);
        this.seeds = seeds;
    }

    /// <summary>As many documents as asked for; their names are those that the pieces link to.</summary>
    public IReadOnlyList<DocumentSource> Batch(int count)
    {
        var documents = new DocumentSource[count];
        for (var i = 0; i < count; i++) documents[i] = new($"{(i % 7 == 6 ? "sub/" : "")}page-{i}.md", Document());
        return documents;
    }

    private byte[] Document()
    {
        var bytes = random.Next(4) switch
        {
            0 when seeds.Count > 0 => Cut(seeds[random.Next(seeds.Count)]),
            1 when kept.Count > 0 => Splice(kept[random.Next(kept.Count)], kept[random.Next(kept.Count)]),
            _ => Written(),
        };
        for (var i = random.Next(4); i > 0; i--) bytes = Damaged(bytes);
        if (kept.Count < 500) kept.Add(bytes);
        else kept[random.Next(kept.Count)] = bytes;
        return bytes;
    }

    private byte[] Written()
    {
        var text = new StringBuilder();
        for (var i = random.Next(40); i >= 0; i--)
        {
            var piece = Pieces[random.Next(Pieces.Length)];
            text.Insert(text.Length, piece, random.Next(30) == 0 ? 1 + random.Next(300) : 1);
            if (random.Next(5) == 0) text.Append("\n\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private byte[] Damaged(byte[] bytes)
    {
        var at = random.Next(bytes.Length + 1);
        switch (random.Next(7))
        {
            case 0 when bytes.Length > 0:
                var changed = bytes.ToArray();
                changed[random.Next(bytes.Length)] = (byte)random.Next(128);
                return changed;
            case 1: return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(20))..]];
            case 2 when random.Next(8) == 0: return [.. bytes[..at], .. BadBytes[random.Next(BadBytes.Length)], .. bytes[at..]];
            case 3: return Splice(bytes, Written());
            case 4 when bytes.Length is > 0 and < 20_000:
                var from = random.Next(bytes.Length);
                var part = bytes[from..Math.Min(bytes.Length, from + 1 + random.Next(60))];
                return [.. bytes[..at], .. Enumerable.Repeat(part, 1 + random.Next(40)).SelectMany(p => p), .. bytes[at..]];
            default: return [.. bytes[..at], .. Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]), .. bytes[at..]];
        }
    }

    private byte[] Splice(byte[] left, byte[] right) => [.. Cut(left), .. Cut(right)];

    /// <summary>A part of up to 4,000 bytes.</summary>
    private byte[] Cut(byte[] bytes)
    {
        if (bytes.Length == 0) return bytes;
        var start = random.Next(2) == 0 ? 0 : random.Next(bytes.Length);
        return bytes[start..Math.Min(bytes.Length, start + random.Next(4_000))];
    }
}
