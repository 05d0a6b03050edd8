using System.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Folders;

/// <summary>What a broken link is said to mean, and links to what is not validated.</summary>
public class LinksBetweenFilesTests
{
    [Theory]
    [InlineData("guide.md", "; did you mean docs/guide.md?")]
    [InlineData("DOCS/Guide.md", "; did you mean docs/guide.md? Case counts.")]
    [InlineData("docs/gude.md", "; did you mean docs/guide.md?")]
    [InlineData("plan.png", "; did you mean images/plan.png?")]
    [InlineData("x/index.md", ".")]
    [InlineData("nothing-like-it.md", ".")]
    public void A_broken_link_names_the_file_that_it_probably_means(string target, string hint) =>
        Messages($"# A\n\n[x]({target})\n", ["docs/guide.md", .. Enumerable.Range(0, 9).Select(i => $"d{i}/index.md")], ["images/plan.png"])
            .ShouldBe([$"The link leads to {target}, which is not there{hint}"]);

    [Fact]
    public void Of_two_with_one_name_the_nearest_path_is_meant_and_else_the_first() =>
        Messages("# A\n\n[x](guid/setup.md) [y](setup.md)\n", ["api/setup.md", "guide/setup.md"], []).ShouldBe(
        [
            "The link leads to guid/setup.md, which is not there; did you mean guide/setup.md?",
            "The link leads to setup.md, which is not there; did you mean api/setup.md?",
        ]);

    [Fact]
    public void After_twenty_broken_links_none_is_named_any_more() =>
        Messages("# A\n\n" + string.Concat(Enumerable.Repeat("[x](docs/gude.md)\n", 21)), ["docs/guide.md"], []).Count(m => m.Contains("did you mean", StringComparison.Ordinal)).ShouldBe(20);

    private static List<string> Messages(string markdown, string[] documents, string[] others) =>
    [
        .. FolderValidation.Validate(new()
        {
            Documents = [new("a.md", Encoding.UTF8.GetBytes(markdown)), .. documents.Select(d => new DocumentSource(d, "# D\n"u8.ToArray()))],
            OtherFiles = others.ToHashSet(StringComparer.Ordinal),
            Today = default,
        }).Issues.Select(i => i.Message),
    ];
}
