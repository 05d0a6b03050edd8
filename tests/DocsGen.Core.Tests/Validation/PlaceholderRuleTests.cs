namespace DocsGen.Core.Tests.Validation;

public class PlaceholderRuleTests
{
    private const string Rule = "placeholders.forbidden";

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
