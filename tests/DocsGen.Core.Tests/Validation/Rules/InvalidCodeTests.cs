using System.Text;

namespace DocsGen.Core.Tests.Validation.Rules;

public class InvalidCodeTests : RuleTests
{
    protected override string Rule => "code.invalid";

    protected override IReadOnlyList<string> Places => ["a.md:4:8"];

    protected override string Quiet => "```js\n{]\n```\n\n`json {]`\n\n> json {]\n\n[x](<json{]>)";

    private protected override Docs Broken() => Docs.With("é\n\n```json\n{\"é\": ]}\n```\n");

    [Theory]
    [InlineData("```json\n{ \"a\": 1 }\n```\n", null)]
    [InlineData("```js\n{ a }\n```\n", null)]
    [InlineData("```json\n{\n  \"é\": x\n}\n```\n", "a.md:3:9")]
    [InlineData("> ```JSON\n> [1,]\n> ```\n", "a.md:2:6")]
    [InlineData("```json\n```\n", "a.md:1:1")]
    public void A_json_fence_parses(string markdown, string? place) =>
        Docs.With(markdown).Places("code.invalid").ShouldBe(place is null ? [] : [place]);

    [Theory]
    [InlineData("```json title=\"x\"\n{]\n```", "2:2")]
    [InlineData("```json{1,3}\n{]\n```", "2:2")]
    [InlineData("~~~ JSON\n{]\n~~~", "2:2")]
    [InlineData("- ```json\n  {\"é\": ]}\n  ```", "2:10")]
    [InlineData("````json\n```\n````", "2:1")]
    [InlineData("```json\n// a comment\n{}\n```", "2:1")]
    [InlineData("```json\n{}\n{}\n```", "3:1")]
    [InlineData("\uFEFF```json\r\n{\r\n  \"a\": 1,\r\n}\r\n```\r\n", "4:1")]
    public void Json_that_does_not_parse_is_found_where_it_stands(string markdown, string place) => Docs.With(markdown).Places("code.invalid").ShouldBe([$"a.md:{place}"]);

    [Theory]
    [InlineData("```jsonc\n// x\n{}\n```")]
    [InlineData("```json5\n{a:1}\n```")]
    [InlineData("```\n{]\n```\n\n    {]")]
    [InlineData("```json\n{\"a\": \"\\ud83d\\ude00\", \"a\": 1e9}\n```")]
    public void Other_code_is_not_read_as_json(string markdown) => Docs.With(markdown).Places("code.invalid").ShouldBeEmpty();

    [Fact]
    public void Deep_json_is_one_issue_and_no_crash()
    {
        var deep = new StringBuilder("```json\n").Insert(8, "[", 100_000).Append("\n```\n").ToString();

        Docs.With(deep).Places("code.invalid").Count.ShouldBe(1);
    }
}
