using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Folders;

public class PathPatternTests
{
    [Theory]
    [InlineData("a.md", "a.md", true)]
    [InlineData("a.md", "x/y/a.md", true)]
    [InlineData("a.md", "x/ba.md", false)]
    [InlineData("/a.md", "x/a.md", false)]
    [InlineData("/a.md", "a.md", true)]
    [InlineData("./a/b.md", "a/b.md", true)]
    [InlineData("a/b.md", "x/a/b.md", false)]
    [InlineData("*.md", "x/a.md", true)]
    [InlineData("x/*.md", "x/a.md", true)]
    [InlineData("x/*.md", "x/y/a.md", false)]
    [InlineData("x/**", "x/y/a.md", true)]
    [InlineData("x/**", "x", false)]
    [InlineData("x/**/a.md", "x/a.md", true)]
    [InlineData("x/**/a.md", "x/y/z/a.md", true)]
    [InlineData("**/a.md", "a.md", true)]
    [InlineData("**/a.md", "ba.md", false)]
    [InlineData("drafts/", "drafts/a.md", true)]
    [InlineData("drafts/", "x/drafts/y/a.md", true)]
    [InlineData("/drafts/", "x/drafts/a.md", false)]
    [InlineData("drafts/", "drafts.md", false)]
    [InlineData("?.md", "a.md", true)]
    [InlineData("?.md", "ab.md", false)]
    [InlineData("{a,b}.md", "b.md", true)]
    [InlineData("{a,b}.md", "c.md", false)]
    [InlineData("a{.md", "a{.md", true)]
    [InlineData("a+(b).md", "a+(b).md", true)]
    [InlineData("A.md", "a.md", false)]
    public void A_pattern_means_these_paths(string pattern, string path, bool matches) => PathPattern.Parse(pattern).Matches(path).ShouldBe(matches);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a\\b")]
    public void What_can_be_no_pattern_is_refused(string pattern) => Should.Throw<FormatException>(() => PathPattern.Parse(pattern));
}
