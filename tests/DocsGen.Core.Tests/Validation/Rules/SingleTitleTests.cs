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
}
