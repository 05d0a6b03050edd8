namespace DocsGen.Core.Tests.Validation.Rules;

public class RelativeLinksTests : RuleTests
{
    protected override string Rule => "links.relative_only";

    protected override IReadOnlyList<string> Places => ["a.md:1:4", "a.md:3:3"];

    protected override string Quiet => "`[x](/etc/x)`\n\n```\n[x](/etc/x)\n```\n\n[unused]: /etc/x";

    private protected override Docs Broken() => Docs.With("é [x](/etc/x)\n\n> [y](file:///x)\n");

    [Theory]
    [InlineData("/a.md")]
    [InlineData("\\\\host\\a.md")]
    [InlineData("C:/a.md")]
    [InlineData("file:///a.md")]
    [InlineData("FILE:a.md")]
    public void An_absolute_path_is_found(string target) =>
        Docs.With($"x [a](<{target.Replace("\\", "\\\\", StringComparison.Ordinal)}>)\n").Places("links.relative_only").ShouldBe(["a.md:1:3"]);

    [Theory]
    [InlineData("[x](</etc/x>)")]
    [InlineData("[x](\\\\srv)")]
    [InlineData("<a href=\"&#47;etc\">x</a>")]
    [InlineData("[x](<fi&Tab;le:x>)")]
    [InlineData("<a href=\"FI\nLE:x\">x</a>")]
    [InlineData("[x](<c:x>)")]
    public void An_absolute_path_is_found_however_it_is_written(string markdown) => LinkDocs.With(markdown).Places("links.relative_only").Count.ShouldBe(1);
}
