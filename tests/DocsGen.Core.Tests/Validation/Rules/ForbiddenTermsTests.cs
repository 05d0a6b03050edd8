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
}
