using System.Text;

namespace DocsGen.Core.Tests.Validation.Rules;

/// <summary><c>code.invalid</c> and <c>markdown.malformed</c>.</summary>
public class CodeAndTableTests
{
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
