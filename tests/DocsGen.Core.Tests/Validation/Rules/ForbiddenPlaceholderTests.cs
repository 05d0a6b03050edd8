using System.Diagnostics;
using System.Text;

namespace DocsGen.Core.Tests.Validation.Rules;

public class ForbiddenPlaceholderTests : RuleTests
{
    [Theory]
    [InlineData("a ```b\r\nTODO c```", "a.md:4:1")]
    [InlineData("a `b\r\n  c\r\nTODO`", "a.md:5:1")]
    [InlineData("a ` b\nTODO `", "a.md:4:1")]
    [InlineData("- a `b\n  é TODO`", "a.md:4:6")]
    [InlineData("a `b\rTODO`", "a.md:4:1")]
    public void In_a_code_span_over_several_lines_it_is_found_where_it_stands(string markdown, string place) =>
        Docs.With($"# A\n\n{markdown}\n").Places("placeholders.forbidden").ShouldBe([place]);

    [Theory]
    [InlineData("TO\u200BDO", "1:1")]
    [InlineData("é TO\u00ADDO", "1:4")]
    [InlineData("T&#79;DO", "1:1")]
    [InlineData("a &#84;ODO", "1:3")]
    [InlineData("TO&shy;DO", "1:1")]
    [InlineData("TO**DO**", "1:1")]
    [InlineData("TO<!-- -->DO", "1:1")]
    [InlineData("TO<b></b>DO", "1:1")]
    [InlineData("TODO\uFE0F", "1:1")]
    [InlineData("to\u00A0be\u2009determined", "1:1")]
    [InlineData("to  be determined", "1:1")]
    [InlineData("to be\ndetermined", "1:1")]
    [InlineData("| a |\n|---|\n| é to&nbsp;be determined |", "3:6")]
    [InlineData("<div>\nTO<b>DO</b>\n</div>", "2:1")]
    [InlineData("<div>é T&#79;DO</div>", "1:9")]
    [InlineData("<pre>\n// TODO\n</pre>", "2:4")]
    [InlineData("<script>\nvar TODO;\n</script>", "2:5")]
    [InlineData("<img alt=\"TODO\">", "1:11")]
    [InlineData("- a\n\n  > q\n\n  TODO", "5:3")]
    [InlineData("\uFEFFTODO", "1:4")]
    [InlineData("a\r\né TODO\r\n", "2:4")]
    [InlineData("`TO\u200BDO`", "1:2")]
    [InlineData("    TODO in indented code", "1:5")]
    [InlineData("~~~\n~~~~ TODO\n~~~", "2:6")]
    public void Nothing_that_a_reader_does_not_see_hides_a_placeholder(string markdown, string place) =>
        Docs.With(markdown).Places(Rule).ShouldBe([$"a.md:{place}"]);

    [Theory]
    [InlineData("T\\ODO and TO DO and TODO\u200Bs")]
    [InlineData("<div>TBDs</div>")]
    [InlineData("> <div>TODO</div>")]
    [InlineData("<pre>TBD</pre>")]
    [InlineData("[//]: # (TODO)")]
    public void What_a_reader_does_not_read_as_a_placeholder_is_none(string markdown) => Docs.With(markdown).Places(Rule).ShouldBeEmpty();

    [Fact]
    public void Of_strings_that_overlap_the_first_is_reported() =>
        Docs.With("{TODO} and {TBD}").Issues(Rule).ShouldBe(
        [
            "a.md:1:2 The placeholder \"TODO\" is left; write what belongs there.",
            "a.md:1:13 The placeholder \"TBD\" is left; write what belongs there.",
        ]);

    [Fact]
    public void A_text_of_the_requirements_with_odd_spaces_is_exempt() =>
        Docs.With("Say: To\u00A0be determined by you.").Needing("""  "errors": [ { "code": "A", "message": "Say: To be determined by you." } ] """.Replace("To be", "To\u00A0be", StringComparison.Ordinal))
            .Places(Rule).ShouldBeEmpty();

    [Theory]
    [InlineData("", "TODO ")]
    [InlineData("```\n", "TODO\n")]
    [InlineData("<div>\n", "TODO <b>\n")]
    [InlineData("", "<TODO ")]
    [InlineData("", "{a} ")]
    public void Any_number_of_placeholders_takes_linear_time(string start, string part)
    {
        var clock = Stopwatch.StartNew();

        var issues = Docs.With(start + new StringBuilder().Insert(0, part, 100_000)).Places(Rule).Count;

        (issues is 0 or >= 100_000).ShouldBeTrue();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    protected override string Rule => "placeholders.forbidden";

    protected override IReadOnlyList<string> Places => ["a.md:1:4"];

    protected override string Quiet => "`TBD`\n\n> TODO\n\n[x](TODO.md)\n\n```\nTBD\n```";

    private protected override Docs Broken() => Docs.With("é TODO\n");

    [Theory]
    [InlineData("é TODO: more", "1:4")]
    [InlineData("a TBD.", "1:3")]
    [InlineData("what???", "1:5")]
    [InlineData("[placeholder]", "1:1")]
    [InlineData("is To be\n  determined", "1:4")]
    [InlineData("to **be** determined", "1:1")]
    [InlineData("an <insert the name here> x", "1:4")]
    [InlineData("in {Name} x", "1:4")]
    [InlineData("`// TODO`", "1:5")]
    [InlineData("```cs\nint a;\n  // TODO b\n```", "3:6")]
    [InlineData("| a |\n|---|\n| x TBD |", "3:5")]
    [InlineData("# A TODO", "1:5")]
    [InlineData("[TBD](a.md)", "1:2")]
    [InlineData("![TBD](a.md)", "1:3")]
    [InlineData("<!-- TODO -->", "1:6")]
    public void Placeholders_are_found_where_they_stand(string markdown, string place) =>
        Docs.With(markdown).Places(Rule).ShouldBe([$"a.md:{place}"]);

    [Theory]
    [InlineData("Todo and todo and TODOS and A_TODO and TODO_B")]
    [InlineData("`TBD` and `{Name}` and `???x`", false)]
    [InlineData("```\nTBD {Name}\n```")]
    [InlineData("> TODO {Name}")]
    [InlineData("[x](TODO.md)")]
    [InlineData("{ Name } and {1} and {}")]
    [InlineData("---\ntitle: TODO\n---\n")]
    [InlineData("insert <b>here</b>")]
    public void Other_words_code_quotes_and_targets_are_no_placeholders(string markdown, bool fine = true)
    {
        var docs = Docs.With(markdown);
        if (!fine) docs.ForbiddenStrings = [.. docs.ForbiddenStrings.Where(f => f.Text != "???")];

        docs.Places(Rule).ShouldBeEmpty();
    }

    [Fact]
    public void What_stands_verbatim_in_the_requirements_is_exempt_only_where_it_stands_whole()
    {
        var docs = Docs.With("Say \"Use \\{Name} for TODO lists\" or {Name}.\n\n| a |\n|---|\n| Use {Name} for TODO lists |\n\n```json\n\"Use {Name} for TODO \\\"x\\\"\"\n```\n")
            .Needing("""  "errors": [ { "code": "A", "message": "Use {Name} for TODO lists" }, { "code": "B", "message": "Use {Name} for TODO \"x\"" } ] """);

        docs.Places(Rule).ShouldBe(["a.md:1:37"]);
    }
}
