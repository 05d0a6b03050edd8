namespace DocsGen.Core.Tests.Validation.Rules;

public class MalformedMarkdownTests : RuleTests
{
    protected override string Rule => "markdown.malformed";

    protected override IReadOnlyList<string> Places => ["a.md:5:1"];

    protected override string Quiet => "````\n```\n| a |\n|---|\n| 1 | 2 |\n````\n\n`| a | ```` [x](<| a |>)";

    private protected override Docs Broken() => Docs.With("é\n\n| a |\n|---|\n| 1 | 2 |\n");

    [Theory]
    [InlineData("a\n\n```json\n{}\n", "a.md:3:1")]
    [InlineData("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 |\n| 1 | 2 | 3 |\n", "a.md:3:1 a.md:5:1")]
    [InlineData("| a | b |\n|---|\n", "a.md:1:1")]
    [InlineData("| a | b |\n|---|---|\n| 1 | `\\|` |\n", "")]
    [InlineData("```\n| a | b |\n|---|---|\n| 1 |\n```\n", "")]
    [InlineData("a\n---\n\n---\n", "")]
    public void Unclosed_fences_and_ragged_tables_are_malformed(string markdown, string places) =>
        string.Join(' ', Docs.With(markdown).Places("markdown.malformed")).ShouldBe(places);

    [Theory]
    [InlineData("~~~\nx\n~~", "1:1")]
    [InlineData("````\n```\nx\n```", "1:1")]
    [InlineData("> ```\n> x\n\ny", "1:3")]
    [InlineData("- ```\n  x\n\ny", "1:3")]
    [InlineData("| a | b |\n|---|---|\n| `x|y` | 1 |", "3:1")]
    [InlineData("é\n\n| a |\n|---|\n| 1 | 2 |", "5:1")]
    [InlineData("é\0", "1:3")]
    public void Broken_markdown_is_found_where_it_stands(string markdown, string place) => Docs.With(markdown).Places("markdown.malformed").ShouldBe([$"a.md:{place}"]);

    [Theory]
    [InlineData("````\n```\n````")]
    [InlineData("| a | b |\n|---|---|\n| x\\|y | |")]
    [InlineData("a | b\n--|--\n1 | 2")]
    [InlineData("```\n| a | b |\n|---|\n```")]
    public void Sound_markdown_is_not_malformed(string markdown) => Docs.With(markdown).Places("markdown.malformed").ShouldBeEmpty();
}
