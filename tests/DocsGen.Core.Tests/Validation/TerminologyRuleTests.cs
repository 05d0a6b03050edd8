using System.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

public class TerminologyRuleTests
{
    private const string Terms = """
        "terminology": { "terms": [],
          "forbidden_terms": [ { "term": "product list", "use_instead": "Catalog", "reason": "It is more." },
                               { "term": "board", "use_instead": "Task board" }, { "term": "category", "use_instead": "Group" } ] },
        "errors": [ { "code": "A", "message": "The board is full." } ]
        """;

    [Theory]
    [InlineData("é Product List", "1:4")]
    [InlineData("the product\nlists.", "1:5")]
    [InlineData("Categories", "1:1")]
    [InlineData("a *boar*d", "1:4")]
    [InlineData("# Boards", "1:3")]
    [InlineData("[board](a.md)", "1:2")]
    [InlineData("| a |\n|---|\n| board |", "3:3")]
    [InlineData("board-based", "1:1")]
    [InlineData("The board is full of it.", "1:5")]
    [InlineData("Task **b**; Task boardx board", "1:25")]
    public void A_forbidden_term_is_found_in_any_case_and_number(string markdown, string place) =>
        Docs.With(markdown).Needing(Terms).Places("terminology.forbidden_term").ShouldBe([$"a.md:{place}"]);

    [Theory]
    [InlineData("`board` and a keyboard and boarding and task boards and the Task board")]
    [InlineData("```\nboard\n```")]
    [InlineData("> board")]
    [InlineData("[x](board.md)")]
    [InlineData("It says: The board is full.")]
    [InlineData("production list and product listing")]
    public void Other_words_code_quotes_targets_and_required_texts_are_fine(string markdown) =>
        Docs.With(markdown).Needing(Terms).Places("terminology.forbidden_term").ShouldBeEmpty();

    [Fact]
    public void The_message_says_what_to_use() =>
        Docs.With("A product list.").Needing(Terms).Issues("terminology.forbidden_term")
            .ShouldBe(["a.md:1:3 \"product list\" is a forbidden term; use \"Catalog\" (It is more)."]);

    [Fact]
    public void Definitions_outside_of_the_concepts_file_are_in_the_index()
    {
        const string Text = """
            # Concepts

            ## Glossary

            - **Catalog** - A set of items. More.
            - **Note:** no definition.
            - [**Link**](a.md) is none.
            - text **Inner** is none.

            ### N

            **New**: Not there.

            ## Other

            **Elsewhere** is none.
            """;
        var docs = Docs.With(Text.Replace("# Concepts", "# Title", StringComparison.Ordinal)).Add("concepts.md", "# C\n\n## Terms\n\n**Own** is fine here.\n").Role("concepts", "concepts");
        docs.Terminology = new([new("Catalog", "A set of items.", "concepts.md")]);

        docs.Places("terminology.undefined_term").ShouldBe(["a.md:12:3"]);
        docs.Places("terminology.redefined_term").ShouldBeEmpty();
    }

    [Fact]
    public void A_definition_that_says_something_else_is_found()
    {
        var docs = Docs.With("# T\n\n## Terms\n\n- **catalog** — A list\n  of items.\n");
        docs.Terminology = new([new("Catalog", "A set of items.", "concepts.md")]);

        docs.Issues("terminology.redefined_term").ShouldBe(["a.md:5:5 \"catalog\" is defined otherwise in concepts.md: \"A set of items.\""]);
    }

    [Fact]
    public void The_index_is_extracted_sorted_and_comes_back_from_its_json()
    {
        var document = new DocumentSource("b.md", Encoding.UTF8.GetBytes("## Glossary\n\n- **zeta**: The *last*, e.g. here. Not this.\n- **Alpha** is `first`!\n- **alpha** is again\n"));

        var index = TerminologyExtractor.Extract([document]);

        index.Terms.Select(t => $"{t.Term}|{t.Definition}|{t.File}").ShouldBe(["Alpha|is first!|b.md", "zeta|The last, e.g. here.|b.md"]);
        var json = TerminologyIndexJson.Write(index);
        Encoding.UTF8.GetString(json).ShouldStartWith("{\n  \"schema\": 1,\n  \"terms\": [\n    {\n      \"term\": \"Alpha\",");
        json[^1].ShouldBe((byte)'\n');
        TerminologyIndexJson.Read(json).Terms.ShouldBe(index.Terms);
        Should.Throw<FormatException>(() => TerminologyIndexJson.Read("{}"u8.ToArray()));
    }
}
