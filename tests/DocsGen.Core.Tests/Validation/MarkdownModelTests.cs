using System.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

public class MarkdownModelTests
{
    private static MarkdownModel Parse(string markdown) => MarkdownModel.Parse(new("a.md", Encoding.UTF8.GetBytes(markdown)));

    private static string At(MarkdownModel model, int offset) => $"{model.At(offset).Line}:{model.At(offset).Column}";

    [Fact]
    public void Headings_are_rendered_and_get_the_anchors_of_GitHub()
    {
        var model = Parse("# A *b* `c|d` \\*x\\* &amp; y\n\n## C\n\n## C#\n\n## Ünï_Code — 2nd\n\nSet **ext**\ntwo\n===\n");

        model.Headings.Select(h => $"{h.Level} {h.Text} #{h.Anchor}").ShouldBe(
        [
            "1 A b c|d *x* & y #a-b-cd-x--y",
            "2 C #c",
            "2 C# #c-1",
            "2 Ünï_Code — 2nd #ünï_code--2nd",
            "1 Set ext two #set-exttwo",
        ]);
    }

    [Fact]
    public void A_numbered_anchor_that_is_taken_is_passed_over()
    {
        Parse("# a\n# a-1\n# a\n# a\n").Headings.Select(h => h.Anchor).ShouldBe(["a", "a-1", "a-2", "a-3"]);
        Parse("# a\n# a\n# a-1\n").Headings.Select(h => h.Anchor).ShouldBe(["a", "a-1", "a-1-1"]);
    }

    [Fact]
    public void Ids_of_raw_html_are_anchors_but_not_those_in_comments_or_code()
    {
        var model = Parse("x <a id=\"one\"></a> `<a id=\"no\">` <a name=four></a>\n\n<div name='two'>\n</div>\n\n<!-- <a id=\"three\"> -->\n");

        model.Anchors.Order(StringComparer.Ordinal).ShouldBe(["four", "one"]);
    }

    [Fact]
    public void Links_of_every_kind_are_found_with_line_and_byte_column()
    {
        var model = Parse("é [a](b.md \"t\") ![i](p.png)\n> [r][ref] <https://x.y/z>\n\n- https://ex.com/a?b=1.\n\n<a href=\"h.md\">h</a> `[no](no.md)`\n\n[ref]: <foo bar.md>\n");

        model.Links.Select(l => $"{At(model, l.Offset)} {l.Kind} {l.Target}").ShouldBe(
        [
            "1:4 Inline b.md",
            "1:18 Image p.png",
            "2:3 Reference foo bar.md",
            "2:12 Autolink https://x.y/z",
            "4:3 Autolink https://ex.com/a?b=1",
            "6:10 Html h.md",
        ]);
    }

    [Fact]
    public void Prose_masks_code_and_shown_urls_and_maps_back_to_the_bytes()
    {
        var model = Parse("one `two` **three** https://f.our\r\n  fi\\*ve &lt;six\r\n");

        var run = model.Runs.ShouldHaveSingleItem();
        run.Text.ShouldBe("one two three https://f.our fi*ve <six");
        run.Prose.Replace(TextRun.Masked, '.').ShouldBe("one ... three ............. fi*ve <six");
        At(model, run.OffsetOf(run.Text.IndexOf("three", StringComparison.Ordinal))).ShouldBe("1:13");
        At(model, run.OffsetOf(run.Text.IndexOf("two", StringComparison.Ordinal))).ShouldBe("1:6");
        At(model, run.OffsetOf(run.Text.IndexOf("*ve", StringComparison.Ordinal))).ShouldBe("2:6");
        At(model, run.OffsetOf(run.Text.IndexOf("<six", StringComparison.Ordinal))).ShouldBe("2:10");
        At(model, run.OffsetOf(run.Text.IndexOf("six", StringComparison.Ordinal))).ShouldBe("2:14");
    }

    [Fact]
    public void Table_cells_are_split_on_the_source_and_rendered_one_by_one()
    {
        var model = Parse("| Field | *Pat*tern |\n|:--|--:|\n| a\\|b | `x\\|y` |\n| **c | d** |\ne\n");

        var table = model.Tables.ShouldHaveSingleItem();
        table.Header.Cells.Select(c => c.Text).ShouldBe(["Field", "Pattern"]);
        table.Rows.Select(r => string.Join(" / ", r.Cells.Select(c => c.Text))).ShouldBe(["a|b / x|y", "**c / d**", "e"]);
        At(model, table.Rows[0].Cells[1].OffsetOf(1)).ShouldBe("3:13");
        At(model, table.Rows[0].Cells[1].OffsetOf(0)).ShouldBe("3:11");
    }

    [Fact]
    public void A_pipe_in_a_code_span_splits_a_cell_unless_it_is_escaped()
    {
        var model = Parse("| a |\n|---|\n| `x|y` |\n");

        model.Tables.ShouldHaveSingleItem().Rows.ShouldHaveSingleItem().Cells.Count.ShouldBe(2);
        model.Faults.ShouldHaveSingleItem().Location.ShouldBe(new(3, 1));
    }

    [Fact]
    public void A_table_may_follow_a_line_of_text_and_stand_in_a_list()
    {
        var model = Parse("Text:\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- | c |\n  |---|\n  | 3 |\n");

        model.Tables.Select(t => t.Header.Text(0)).ShouldBe(["a", "c"]);
        model.Runs[0].Text.ShouldBe("Text:");
        At(model, model.Tables[1].Rows[0].Cells[0].Offset).ShouldBe("8:5");
    }

    [Fact]
    public void Fences_keep_their_content_and_where_each_line_stands()
    {
        var model = Parse("- item\n\n  ```json a\n  {}\n  é x\n  ```\n\n      indented\n");

        model.Fences.Select(f => f.Language).ShouldBe(["json", ""]);
        model.Fences[0].Content.ShouldBe("{}\né x\n");
        At(model, model.Fences[0].OffsetOf(model.Fences[0].Content.IndexOf('x', StringComparison.Ordinal))).ShouldBe("5:6");
    }

    [Fact]
    public void Front_matter_is_no_prose_and_a_byte_order_mark_counts_in_the_first_line()
    {
        Parse("---\ntitle: TODO\n---\n# T\n").Runs.ShouldHaveSingleItem().Text.ShouldBe("T");
        var marked = Parse("\uFEFF# [x](y.md)\n\n[z](y.md)\n");
        marked.Links.Select(l => At(marked, l.Offset)).ShouldBe(["1:6", "3:1"]);
    }

    [Theory]
    [InlineData("a\rb\r\nc\nd TODO")]
    [InlineData("a\n\rb\n\nTODO")]
    public void Every_kind_of_line_end_counts_once(string markdown)
    {
        var model = Parse(markdown);
        var run = model.Runs[^1];

        model.At(run.OffsetOf(run.Text.IndexOf("TODO", StringComparison.Ordinal))).Line.ShouldBe(markdown.StartsWith("a\r", StringComparison.Ordinal) ? 4 : 5);
    }

    [Fact]
    public void Block_quotes_are_marked()
    {
        var model = Parse("> # quoted\n> text\n\nplain\n");

        model.Runs.Select(r => r.InQuote).ShouldBe([true, true, false]);
        model.Headings.ShouldHaveSingleItem().InQuote.ShouldBeTrue();
    }
}
