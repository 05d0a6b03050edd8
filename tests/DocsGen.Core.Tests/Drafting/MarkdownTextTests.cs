using DocsGen.Core.Drafting;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DocsGen.Core.Tests.Drafting;

public sealed class MarkdownTextTests
{
    private const string Alphabet = "ab1 _*`[]()<>{}#|~\\!&;:/.+-=^$\"'@é😀wт";

    private static readonly MarkdownPipeline Gfm = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoLinks().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).Build();

    [Theory]
    [InlineData("C#")]
    [InlineData("C #")]
    [InlineData("a|b \\| c\\")]
    [InlineData("**bold** _it_ snake_case __init__")]
    [InlineData("`code` ``more``")]
    [InlineData("<b>bold</b> <!-- gone --> <http://a.example>")]
    [InlineData("[a](b) ![c](d) [e][f] [^1]")]
    [InlineData("# heading")]
    [InlineData("1. one")]
    [InlineData("12) twelve")]
    [InlineData("- item")]
    [InlineData("+ item")]
    [InlineData("-")]
    [InlineData("---")]
    [InlineData("===")]
    [InlineData("> quote")]
    [InlineData("~~~ fence")]
    [InlineData("~~gone~~")]
    [InlineData("&amp; &copy; &#35; AT&T")]
    [InlineData("http://a.example https://b.example www.c.example ftp://d.example mailto:e@f.example")]
    [InlineData("Sku must match ^[A-Z0-9-]{5,}$.")]
    [InlineData("two  spaces")]
    [InlineData("a\tb")]
    [InlineData("e\u0301 combining 👩‍👧 emoji")]
    [InlineData(": colon first")]
    public void Escaped_text_renders_to_itself(string text) => AssertRendersToItself(text);

    [Fact]
    public void Any_text_renders_to_itself()
    {
        var state = 20_240_607u;
        for (var round = 0; round < 4_000; round++)
        {
            var runes = Alphabet.EnumerateRunes().ToArray();
            var text = string.Concat(Enumerable.Range(0, 1 + (int)(Next(ref state) % 12)).Select(_ => runes[Next(ref state) % runes.Length].ToString())).Trim();
            if (text.Length > 0) AssertRendersToItself(text);
        }
    }

    [Theory]
    [InlineData("one\ntwo", "one two")]
    [InlineData("  one \r\n\r\n two  ", "one two")]
    [InlineData("one\u2028two", "one two")]
    public void Line_breaks_become_one_space(string text, string line) => MarkdownText.OneLine(text).ShouldBe(line);

    [Theory]
    [InlineData("plain words, with (brackets) and 1.5 numbers: fine!")]
    [InlineData("ITEM_SKU")]
    [InlineData("C# and C++")]
    [InlineData("10 + 5 = 15 - 0")]
    public void Ordinary_text_stays_as_it_is(string text) => MarkdownText.Escape(text).ShouldBe(text);

    [Theory]
    [InlineData("a")]
    [InlineData("`")]
    [InlineData("a``b`c")]
    [InlineData("`edge`")]
    [InlineData("a|b")]
    public void A_code_span_holds_its_text(string text) =>
        Markdown(MarkdownText.Code(text)).Descendants<CodeInline>().ShouldHaveSingleItem().Content.ShouldBe(text);

    [Fact]
    public void A_fence_is_longer_than_any_inside() =>
        Markdown(MarkdownText.Fence("json", "````\n{}\n````")).ShouldHaveSingleItem().ShouldBeOfType<FencedCodeBlock>().Lines.ToString().ShouldBe("````\n{}\n````");

    [Theory]
    [InlineData("https://example.com/a_b?x=1&copy=2#top")]
    [InlineData("https://example.com/a(b)|c<d>")]
    public void A_web_address_becomes_a_link_to_itself(string url)
    {
        var link = Markdown(MarkdownText.Address(url)).Descendants<LinkInline>().ShouldHaveSingleItem();

        link.Url.ShouldBe(url);
        PlainText(link).ShouldBe(url);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("see the wiki")]
    [InlineData("file:///etc/passwd")]
    public void What_is_no_web_address_is_never_a_link(string text) => Markdown(MarkdownText.Address(text)).Descendants<LinkInline>().ShouldBeEmpty();

    private static void AssertRendersToItself(string text)
    {
        var escaped = MarkdownText.Escape(text);
        PlainText(Markdown(escaped).ShouldHaveSingleItem(text).ShouldBeOfType<ParagraphBlock>(text).Inline!).ShouldBe(text, "as a paragraph");
        PlainText(Markdown("# " + escaped).ShouldHaveSingleItem(text).ShouldBeOfType<HeadingBlock>(text).Inline!).ShouldBe(text, "as a heading");
        PlainText(Markdown("- " + escaped).Descendants<ParagraphBlock>().ShouldHaveSingleItem(text).Inline!).ShouldBe(text, "as a list item");
        PlainText(Markdown(MarkdownText.Link(text, "a.md")).Descendants<LinkInline>().ShouldHaveSingleItem(text)).ShouldBe(text, "as a link");
        var cells = Markdown($"| A | B |\n|---|---|\n| {escaped} | x |").Descendants<TableCell>().ToList();
        cells.Count.ShouldBe(4, text);
        PlainText(((ParagraphBlock)cells[2][0]).Inline!).ShouldBe(text, "as a cell");
    }

    private static MarkdownDocument Markdown(string source) => Markdig.Markdown.Parse(source, Gfm);

    private static string PlainText(ContainerInline inlines) => string.Concat(inlines.Descendants<LeafInline>().Select(i => i switch
    {
        LiteralInline literal => literal.Content.ToString(),
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        _ => $"<<{i.GetType().Name}>>",
    }));

    private static uint Next(ref uint state) => (state = (state * 1_664_525u) + 1_013_904_223u) >> 8;
}
