using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Rules;

public class SingleTitleTests : RuleTests
{
    [Theory]
    [InlineData("<h1>Title</h1>", null)]
    [InlineData("<div align=\"center\">\n<h1>Title</h1>\n</div>", null)]
    [InlineData("# A\n\n<!-- <h1>B</h1> -->", null)]
    [InlineData("# A\n\n`<h1>B</h1>`\n\n    # B", null)]
    [InlineData("---\ntitle: A\n---\n# A", null)]
    [InlineData("# A\n\n<h1>B</h1>", "a.md:3:1")]
    [InlineData("# A\n\n<div>\n  <h1>B</h1>\n</div>", "a.md:4:3")]
    [InlineData("\uFEFF# A\r\n\r\né\r\n\r\n# B\r\n", "a.md:5:1")]
    [InlineData("# A\n\nB\n===", "a.md:3:1")]
    [InlineData("- # A\n- # B", "a.md:2:3")]
    [InlineData("---\ntitle: A\n---\ntext", "a.md")]
    [InlineData("#A", "a.md")]
    [InlineData("# <!-- x -->", "a.md")]
    [InlineData("> # A", "a.md")]
    public void A_title_is_an_H1_however_it_is_written(string markdown, string? place) => Docs.With(markdown + "\n").Places("structure.h1").ShouldBe(place is null ? [] : [place]);

    protected override string Rule => "structure.h1";

    protected override IReadOnlyList<string> Places => ["a.md:5:1"];

    protected override string Quiet => "> # C\n\n```\n# D\n```\n\n`# E` [x](<# F>)";

    private protected override Docs Broken() => Docs.With("# A\n\né\n\n# B\n");

    [Theory]
    [InlineData("# A\n\n## B\n", null)]
    [InlineData("A\n===\n", null)]
    [InlineData("```\n# B\n```\n# A\n", null)]
    [InlineData("> # Q\n\n# A\n", null)]
    [InlineData("## B\n", "a.md")]
    [InlineData("#\n", "a.md")]
    [InlineData("# A\n\n  # B\n", "a.md:3:3")]
    public void A_file_has_exactly_one_title(string markdown, string? place) =>
        Docs.With(markdown).Places("structure.h1").ShouldBe(place is null ? [] : [place]);

    [Theory]
    [InlineData("title: A page", true)]
    [InlineData("title : 'A page' # as shown", true)]
    [InlineData("layout: x\r\ntitle: \"A\"", true)]
    [InlineData("title: >\n  A page\n  of ours", true)]
    [InlineData("title:\n  A page", true)]
    [InlineData("title:", false)]
    [InlineData("title: \"\"", false)]
    [InlineData("title: ~", false)]
    [InlineData("title: # none", false)]
    [InlineData("title: |\nnext: A page", false)]
    [InlineData("title:\n  # A page", false)]
    [InlineData("nav:\n  title: A page", false)]
    [InlineData("subtitle: A page", false)]
    [InlineData("title:A page", false)]
    public void Where_the_request_says_so_a_title_in_front_matter_does_for_the_H1(string matter, bool does)
    {
        var docs = Docs.With($"---\n{matter}\n---\ntext\n");
        docs.Rules = [Rule];

        Validator.Validate(docs.Request() with { FrontMatterTitles = true }, CancellationToken.None).Issues.Select(ReportWriter.Place).ShouldBe(does ? [] : ["a.md"]);
        docs.Places(Rule).ShouldBe(["a.md"]);
    }

    [Fact]
    public void Beside_a_title_in_front_matter_one_H1_is_fine_and_a_second_is_not()
    {
        var request = Docs.With("---\ntitle: A\n---\n# A\n\n# B\n").Request() with { FrontMatterTitles = true };

        Validator.Validate(request, CancellationToken.None).Issues.Where(i => i.Rule == Rule).Select(ReportWriter.Place).ShouldBe(["a.md:6:1"]);
    }
}
