using System.Diagnostics;
using System.Text;

namespace DocsGen.Core.Tests.Validation.Rules;

public class ForbiddenTermsTests : RuleTests
{
    private const string Terms = """
        "terminology": { "terms": [], "forbidden_terms": [ { "term": "product list", "use_instead": "Catalog" }, { "term": "c++ (old)", "use_instead": "Rust" }, { "term": ".*", "use_instead": "all" } ] }
        """;

    [Theory]
    [InlineData("the product\u00A0list", "1:5")]
    [InlineData("the pro\u00ADduct list", "1:5")]
    [InlineData("the product&nbsp;&nbsp;list", "1:5")]
    [InlineData("é pro*duct* li&#115;t", "1:4")]
    [InlineData("> quote\n\nproduct\nlist", "3:1")]
    [InlineData("<div>\nthe product\nlist\n</div>", "2:5")]
    [InlineData("<td>product <b>lists</b></td>", "1:5")]
    [InlineData("<details><summary>Product list</summary>", "1:19")]
    [InlineData("![product list](a.png)", "1:3")]
    [InlineData("### product list", "1:5")]
    [InlineData("| a |\n|---|\n| é product list |", "3:6")]
    [InlineData("a c++ (old) b", "1:3")]
    [InlineData("a .* b", "1:3")]
    public void A_forbidden_term_is_found_however_it_is_written(string markdown, string place) =>
        Docs.With(markdown).Needing(Terms).Places(Rule).ShouldBe([$"a.md:{place}"]);

    [Theory]
    [InlineData("<!-- product list -->")]
    [InlineData("<div title=\"product list\"></div>")]
    [InlineData("<pre>product list</pre>")]
    [InlineData("<div><code>product list</code></div>")]
    [InlineData("<div>the product</div>\n<div>list</div>")]
    [InlineData("> product list")]
    [InlineData("    product list")]
    [InlineData("[x](<product list.md>)")]
    [InlineData("---\ntitle: product list\n---\n")]
    public void What_is_no_prose_holds_no_term(string markdown) => Docs.With(markdown).Needing(Terms).Places(Rule).ShouldBeEmpty();

    [Fact]
    public void Strictness_makes_no_difference()
    {
        var docs = Docs.With("product list").Needing(Terms);
        docs.Strictness = DocsGen.Core.Formulas.Strictness.Lenient;

        docs.Places(Rule).Count.ShouldBe(1);
    }

    [Fact]
    public void Any_number_of_terms_takes_linear_time()
    {
        var clock = Stopwatch.StartNew();

        Docs.With(new StringBuilder().Insert(0, "product list ", 100_000).ToString()).Needing(Terms).Places(Rule).Count.ShouldBe(100_000);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    protected override string Rule => "terminology.forbidden_term";

    protected override IReadOnlyList<string> Places => ["a.md:1:4"];

    protected override string Quiet => "`product list`\n\n> product list\n\n```\nproduct list\n```\n\n[x](<product list.md>)";

    private protected override Docs Broken() => Docs.With("é product list\n").Needing("""  "terminology": { "terms": [], "forbidden_terms": [ { "term": "product list", "use_instead": "Catalog" } ] } """);

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
        Docs.With(markdown).Needing(TermDocs.Terms).Places("terminology.forbidden_term").ShouldBe([$"a.md:{place}"]);

    [Theory]
    [InlineData("`board` and a keyboard and boarding and task boards and the Task board")]
    [InlineData("```\nboard\n```")]
    [InlineData("> board")]
    [InlineData("[x](board.md)")]
    [InlineData("It says: The board is full.")]
    [InlineData("production list and product listing")]
    public void Other_words_code_quotes_targets_and_required_texts_are_fine(string markdown) =>
        Docs.With(markdown).Needing(TermDocs.Terms).Places("terminology.forbidden_term").ShouldBeEmpty();

    [Fact]
    public void The_message_says_what_to_use() =>
        Docs.With("A product list.").Needing(TermDocs.Terms).Issues("terminology.forbidden_term")
            .ShouldBe(["a.md:1:3 \"product list\" is a forbidden term; use \"Catalog\" (It is more)."]);
}
