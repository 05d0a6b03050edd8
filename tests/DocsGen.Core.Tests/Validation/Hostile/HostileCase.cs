using System.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Hostile;

/// <summary>Documents made to hurt. <paramref name="Make"/> takes how many times, out of <paramref name="Full"/>; <paramref name="Rule"/> must be found in the full one; null where there may be nothing to find. What does not name that rule is not too complex.</summary>
internal sealed record HostileCase(string Name, int Full, Func<int, IReadOnlyList<DocumentSource>> Make, string? Rule = null)
{
    /// <summary>The rule of what is refused.</summary>
    public const string TooComplex = "markdown.too_complex";

    private const string Malformed = "markdown.malformed";

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<HostileCase> All { get; } =
    [
        // Brackets, links, images.
        Text("images never closed", 80_000, n => Times("![a](", n), TooComplex),
        Text("brackets", 400_000, n => Times("[", n), TooComplex),
        Text("brackets that close", 100_000, n => Times("[", n) + Times("]", n), TooComplex),
        Text("brackets on lines", 200_000, n => Times("[\n", n), TooComplex),
        Text("parentheses", 100_000, n => Times("(", n)),
        Text("links in links", 60_000, n => Times("[*a_b](", n), TooComplex),
        Text("links with nested parentheses", 100_000, n => "[a](" + Times("(", n) + Times(")", n) + ")", TooComplex),
        Text("links with open titles", 100_000, n => Times("[a](b \"", n), TooComplex),
        Text("links with open angles", 100_000, n => Times("[a](<b", n), TooComplex),
        Text("links in one file", 380_000, n => Times("[](a)", n), TooComplex),
        Text("links of one reference", 500_000, n => "[a]: b\n\n" + Times("[a]", n), TooComplex),
        new("a million links over many files", 1_000, n => [.. Enumerable.Range(0, n).Select(i => Document(Page(i), "# A\n\n" + Times($"[b]({Page(i * 7 % n)}#c)\n", 1_000)))], "links.anchor.resolves"),
        new("broken links over many files", 2_000, n => [.. Enumerable.Range(0, n).Select(i => Document(Page(i), "# A\n\n" + string.Concat(Enumerable.Range(0, 20).Select(l => $"[b](pgae-with-a-long-name-{(i * 31) + l}x.md)\n"))))], "links.internal.resolves"),
        Text("broken anchors of many headings", 14_900, n => string.Concat(Enumerable.Range(0, n).Select(i => $"## Heading number {i}\n\n[a](#headnig-number-{i})\n\n")), "links.anchor.resolves"),
        Text("definitions", 100_000, n => Times("[a]: b\n", n), TooComplex),
        Text("definitions apart", 100_000, n => string.Concat(Enumerable.Range(0, n).Select(i => $"[a{i}]: b\n\n")), TooComplex),
        Text("definition of many lines", 100_000, n => "[a]: b '" + Times("c\n", n), TooComplex),
        Text("footnotes", 200_000, n => Times("[^1]", n), TooComplex),
        Text("footnote definitions", 100_000, n => Times("[^a]: b\n\n", n), TooComplex),
        Text("task boxes", 29_900, n => Times("- [ ] a\n", n)),
        Text("autolinks www.", 400_000, n => Times("www.", n), TooComplex),
        Text("autolinks", 200_000, n => Times("www.a.b ", n), TooComplex),
        Text("autolinks without a host", 200_000, n => Times("http://", n), TooComplex),
        Text("autolinks that nest", 100_000, n => Times("http://a.b/(", n), TooComplex),
        Text("mail addresses", 200_000, n => Times("a@b.c ", n)),
        Text("mail addresses on and on", 400_000, n => Times("a@", n)),
        Text("mailto", 200_000, n => Times("mailto:", n), TooComplex),
        Text("angle autolinks", 150_000, n => Times("<http:a>", n), TooComplex),

        // Emphasis and code.
        Text("emphasis", 100_000, n => Times("*a_ ", n), TooComplex),
        Text("emphasis nested", 60_000, n => Times("*a ", n) + Times("b*", n), TooComplex),
        Text("strong and underscores", 100_000, n => Times("**_", n), TooComplex),
        Text("stars", 400_000, n => Times("*", n)),
        Text("stars in a row of words", 400_000, n => "a" + Times("*", n) + "b", TooComplex),
        Text("underscores in words", 400_000, n => Times("a_", n), TooComplex),
        Text("strikes", 100_000, n => Times("~~a ", n), TooComplex),
        Text("emphasis over many paragraphs", 600, n => Times(Times("*a **b* c** ", 500) + "\n\n", n / 2), TooComplex),
        Text("runs of ticks", 390_000, n => string.Concat(Enumerable.Range(1, (int)Math.Sqrt(2.0 * n)).Select(i => Times("`", i) + " ")), TooComplex),
        Text("ticks", 400_000, n => Times("`", n)),
        Text("code spans", 300_000, n => Times("`a` ", n), TooComplex),
        Text("backslashes", 1_000_000, n => Times("\\", n), TooComplex),
        Text("backslashes before marks", 400_000, n => Times("\\*", n), TooComplex),
        Text("entities", 300_000, n => Times("&amp;", n), TooComplex),
        Text("numbered entities", 200_000, n => Times("&#x41;", n), TooComplex),
        Text("ampersands", 400_000, n => Times("&", n), TooComplex),

        // HTML.
        Text("tags", 130_000, n => Times("<a ", n), TooComplex),
        Text("tags that close", 200_000, n => "a " + Times("<b>", n), TooComplex),
        Text("tags with many attributes", 100_000, n => "<a" + Times(" b=c", n) + ">"),
        Text("tags with an open attribute", 100_000, n => "a <a b=\"" + Times("c ", n)),
        Text("blocks of HTML", 200_000, n => Times("<div>\n", n)),
        Text("anchors in HTML", 29_900, n => string.Concat(Enumerable.Range(0, n).Select(i => $"<a id=\"a{i}\"></a>\n\n"))),
        Text("script never closed", 200_000, n => "<script>\n" + Times("<script>\n", n)),
        Text("comments", 100_000, n => Times("<!--", n)),
        Text("comments inside lines", 100_000, n => "a " + Times("<!--", n), TooComplex),
        Text("comments that close", 100_000, n => Times("<!-- -->", n)),
        Text("instructions", 100_000, n => Times("a <?", n), TooComplex),
        Text("cdata", 40_000, n => Times("a <![CDATA[", n), TooComplex),
        Text("declarations", 100_000, n => Times("a <!X ", n), TooComplex),
        Text("declarations that close", 100_000, n => Times("a <!X >", n), TooComplex),

        // Blocks.
        Text("quotes", 100_000, n => Times(">", n), TooComplex),
        Text("deep quotes", 3_000, n => Times(Times(">", 120) + "a\n", n)),
        Text("deep quotes apart", 16_000, n => Times(Times(">", 120) + "a\n\n", n), TooComplex),
        Text("items in items", 9_000, n => Times(Times("- ", 100) + "a\n", n), TooComplex),
        Text("lists", 100_000, n => Times("+ ", n), TooComplex),
        Text("numbered lists", 100_000, n => Times("1. ", n), TooComplex),
        Text("quotes and lists", 100_000, n => Times("> - ", n), TooComplex),
        Text("list items ever deeper", 1_000, n => string.Concat(Enumerable.Range(0, n).Select(i => Times("  ", i) + "- a\n")), TooComplex),
        Text("list items", 29_900, n => Times("- a\n", n)),
        Text("loose list items", 29_900, n => Times("- a\n\n", n)),
        Text("lazy lines", 400_000, n => "> - a\n" + Times("b\n", n), TooComplex),
        Text("deep lazy lines", 40_000, n => Times(">", 100) + "a\n" + Times("b\n", n)),
        Text("setext headings", 200_000, n => Times("a\n=\n", n), TooComplex),
        Text("setext heading of many lines", 400_000, n => Times("a\n", n) + "===", TooComplex),
        Text("setext underlines", 400_000, n => "a\n" + Times("=\n", n), TooComplex),
        Text("rules", 30_000, n => Times("---\n", n)),
        Text("more rules than may be", 400_000, n => Times("---\n", n), TooComplex),
        Text("headings of one text", 29_900, n => Times("# a\n", n), "structure.h1"),
        Text("headings a and a-1", 14_900, n => Times("# a\n# a-1\n", n), "structure.h1"),
        Text("headings in quotes with links", 9_900, n => Times("> # a\n\n[b](#c)\n\n", n), "links.anchor.resolves"),
        Text("heading of 1 MB", 1_000_000, n => "# " + Times("a", n)),
        Text("heading marks", 1_000_000, n => "# a " + Times("#", n)),
        Text("heading of many words", 250_000, n => "# " + Times("a b ", n)),
        Text("short paragraphs", 29_900, n => Times("a\n\n", n)),
        Text("one paragraph", 400_000, n => Times("a\n", n), TooComplex),
        Text("more list items than may be", 300_000, n => Times("- [ ] a\n", n), TooComplex),
        Text("more paragraphs than may be", 400_000, n => Times("a\n\n", n), TooComplex),
        Text("more fences than may be", 200_000, n => Times("```\na\n```\n", n), TooComplex),
        Text("more rows than may be", 400_000, n => Times("|-|\n", n), TooComplex),
        Text("hard breaks", 400_000, n => Times("a  \n", n), TooComplex),
        Text("blank lines", 2_000_000, n => Times("\n", n)),
        Text("spaces", 2_000_000, n => Times(" ", n)),
        Text("tabs", 1_000_000, n => Times("\t", n)),
        Text("tabs in lines", 500_000, n => Times("a\t", n)),
        Text("indented code", 200_000, n => Times("    a\n", n)),
        Text("fences", 29_900, n => Times("```\na\n```\n", n)),
        Text("fence never closed", 400_000, n => "```\n" + Times("a\n", n), Malformed),
        Text("fences in quotes never closed", 14_900, n => Times("> ```\n\n", n), Malformed),
        Text("front matter that never ends", 400_000, n => "---\n" + Times("a: b\n", n), TooComplex),
        Text("front matter of 1 MB", 200_000, n => "---\n" + Times("a: b\n", n) + "---\n\n# A\n"),

        // Just within what one block may hold of lines and Markdown characters.
        Text("references in a block", 24_000, n => "[a]: b\n\n" + Times("[a]", n), "links.internal.resolves"),
        Text("links in a block", 16_600, n => Times("[](a)", n), "links.internal.resolves"),
        Text("links with nested parentheses in a block", 49_000, n => "[a](" + Times("(", n) + Times(")", n) + ")"),
        Text("footnotes in a block", 24_000, n => Times("[^1]", n)),
        Text("angle autolinks in a block", 2_000, n => Times("<http:a>", n)),
        Text("code spans in a block", 24_000, n => Times("`a` ", n)),
        Text("runs of ticks in a block", 48_000, n => string.Concat(Enumerable.Range(1, (int)Math.Sqrt(2.0 * n)).Select(i => Times("`", i) + " "))),
        Text("placeholders in code in a block", 24_000, n => Times("`TODO` ", n), "placeholders.forbidden"),
        Text("escaped pipes in code in a cell", 24_000, n => "|a|\n|-|\n|" + Times("`\\|` ", n) + "|\n"),
        Text("stars in a row of words in a block", 49_000, n => "a" + Times("*", n) + "b"),
        Text("backslashes in a block", 98_000, n => Times("\\", n)),
        Text("backslashes before marks in a block", 49_000, n => Times("\\*", n)),
        Text("entities in a block", 49_000, n => Times("&amp;", n)),
        Text("numbered entities in a block", 49_000, n => Times("&#x41;", n)),
        Text("ampersands in a block", 49_000, n => Times("&", n)),
        Text("tags in a block", 24_000, n => "a " + Times("<b>", n)),
        Text("declarations in a block", 24_000, n => Times("a <!X >", n)),
        Text("lines in a block", 49_000, n => Times("a\n", n)),
        Text("definition in a block", 49_000, n => "[a]: b '" + Times("c\n", n)),
        Text("hard breaks in a block", 49_000, n => Times("a  \n", n)),
        Text("placeholders on lines in a block", 49_000, n => Times("TODO\n", n), "placeholders.forbidden"),
        Text("lines ended by CR in a block", 49_000, n => Times("TODO\r", n), "placeholders.forbidden"),
        Text("lazy lines in a block", 49_000, n => "> - a\n" + Times("b\n", n)),
        Text("lines before an underline", 49_000, n => Times("a\n", n) + "==="),
        Text("front matter that never ends, in a block", 24_000, n => "---\n" + Times("a: b\n", n)),

        // Tables.
        Text("table of many columns", 100_000, n => Times("|a", n) + "|\n" + Times("|-", n) + "|\n" + Times("|b", n) + "|\n"),
        Text("pipes", 400_000, n => Times("|", n) + "\n|-|\n"),
        Text("table of ragged rows", 29_000, n => "|a|b|\n|-|-|\n" + Times("|c|\n", n), Malformed),
        Text("table of escaped pipes", 300_000, n => "|a|\n|-|\n|" + Times("\\|", n) + "|\n"),
        Text("table of escaped pipes in code", 100_000, n => "|a|\n|-|\n|" + Times("`\\|` ", n) + "|\n", TooComplex),
        Text("header after header", 14_900, n => Times("|a|b|\n|-|\n", n), Malformed),
        Text("delimiter rows", 29_900, n => Times("|-|\n", n)),
        Text("tables of fields", 7_400, n => Times("## a\n\n|Field|Type|\n|-|-|\n|b|c|\n\n", n)),

        // Places, placeholders and code.
        Text("placeholders on one line", 300_000, n => Times("TODO ", n), "placeholders.forbidden"),
        Text("placeholders on one line that is not ASCII", 250_000, n => Times("é TODO ", n), "placeholders.forbidden"),
        Text("placeholders on lines", 300_000, n => Times("TODO\n", n), TooComplex),
        Text("placeholders in a fence", 300_000, n => "```\n" + Times("TODO\n", n) + "```\n", "placeholders.forbidden"),
        Text("placeholders in code", 200_000, n => Times("`TODO` ", n), TooComplex),
        Text("placeholders in HTML", 200_000, n => "<div>\n" + Times("TODO\n", n), "placeholders.forbidden"),
        Text("braces", 1_000_000, n => Times("{", n)),
        Text("words in braces never closed", 500_000, n => Times("{a", n)),
        Text("inserts never closed", 200_000, n => Times("<insert ", n), TooComplex),
        Text("capitals", 500_000, n => string.Concat(Enumerable.Range(0, n / 5).Select(i => $"AB{i % 30_000} "))),
        Text("JSON of great depth", 500_000, n => "```json\n" + Times("[", n) + Times("]", n) + "\n```\n", "code.invalid"),
        Text("JSON fences", 29_900, n => Times("```json\n{\n```\n", n), "code.invalid"),
        Text("JSON on one line", 400_000, n => "```json\n[" + Times("1, ", n) + "x]\n```\n", "code.invalid"),

        // Bytes.
        Text("20 MB on one line", 20_000_000, n => Times("a", n), TooComplex),
        Raw("as much of 200 MB as is read", 2_097_153, n => Bytes(n, 0x61), TooComplex),
        Raw("0xFF", 2_000_000, n => Bytes(n, 0xFF), Malformed),
        Raw("continuation bytes", 2_000_000, n => Bytes(n, 0x80), Malformed),
        Raw("overlong", 1_000_000, n => Repeated(n, 0xC0, 0x80), Malformed),
        Raw("overlong in three bytes", 600_000, n => Repeated(n, 0xE0, 0x80, 0x80), Malformed),
        Raw("lone surrogates", 600_000, n => Repeated(n, 0xED, 0xA0, 0x80), Malformed),
        Raw("beyond the last character", 500_000, n => Repeated(n, 0xF4, 0x90, 0x80, 0x80), Malformed),
        Raw("truncated", 1_900_000, n => [.. Bytes(n, 0x61), 0xE2, 0x82], Malformed),
        Raw("truncated after many lines", 1_000_000, n => [.. Repeated(n, 0x61, 0x0A), 0xF0, 0x9F], Malformed),
        Raw("NULs", 2_000_000, n => Bytes(n, 0), Malformed),
        Raw("byte order marks", 600_000, n => Repeated(n, 0xEF, 0xBB, 0xBF)),
        Text("lines ended by CR alone", 500_000, n => Times("a\r", n), TooComplex),
        Text("lines ended by CR alone, with placeholders", 300_000, n => Times("TODO\r", n), TooComplex),
        Text("combining marks", 900_000, n => "a" + Times("\u0301", n)),
        Text("emoji", 400_000, n => Times("😀 ", n)),
    ];

    /// <summary>The case of a name.</summary>
    public static HostileCase Of(string name) => All.First(c => string.Equals(c.Name, name, StringComparison.Ordinal));

    private static HostileCase Text(string name, int full, Func<int, string> make, string? rule = null) => new(name, full, n => [Document("a.md", make(n))], rule);

    private static HostileCase Raw(string name, int full, Func<int, byte[]> make, string? rule = null) => new(name, full, n => [new("a.md", make(n))], rule);

    private static DocumentSource Document(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    private static string Page(int i) => $"page-with-a-long-name-{i}.md";

    private static string Times(string part, int times) => new StringBuilder(part.Length * times).Insert(0, part, times).ToString();

    private static byte[] Bytes(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }

    private static byte[] Repeated(int times, params byte[] part)
    {
        var bytes = new byte[times * part.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = part[i % part.Length];
        return bytes;
    }
}
