using System.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Folders;

public class FixesTests
{
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal) { "images/Plan A.png", "x/twice.png", "y/twice.png" };

    [Theory]
    [InlineData("[x](TARGET.md)", "[x](sub/Target.md)")]
    [InlineData("é [x](sub/target.md#part-one \"title\")", "é [x](sub/Target.md#part-one \"title\")")]
    [InlineData("[x](target.html?q#part-one)", "[x](sub/Target.md?q#part-one)")]
    [InlineData("[x](other/target)", "[x](sub/Target.md)")]
    [InlineData("![x](Plan%20A.png)", "![x](images/Plan%20A.png)")]
    [InlineData("[x](<Plan A.png>)", "[x](<images/Plan%20A.png>)")]
    [InlineData("<a href=\"target.md\">x</a>", "<a href=\"sub/Target.md\">x</a>")]
    [InlineData("[x][r] and [x][r]\n\n[r]: target.md 'title'", "[x][r] and [x][r]\n\n[r]: sub/Target.md 'title'")]
    [InlineData("[x](sub/Target.md#Part-One)", "[x](sub/Target.md#part-one)")]
    [InlineData("[x](sub/Target.md#part_one!)", "[x](sub/Target.md#part-one)")]
    [InlineData("[x](#A)", "[x](#a)")]
    [InlineData("[x](TARGET.md?q#Part_One)", "[x](sub/Target.md?q#part-one)")]
    [InlineData("[x](TARGET.md#nothing-like-it)", "[x](sub/Target.md#nothing-like-it)")]
    [InlineData("[x](TARGET.md#sa-me)", "[x](sub/Target.md#sa-me)")]
    [InlineData("| a |\n|---|\n| [x\\|y](target.md) |", "| a |\n|---|\n| [x\\|y](sub/Target.md) |")]
    public void One_possible_target_is_put_in_place(string before, string after) => Fixed($"# A\n\n{before}\n").ShouldBe($"# A\n\n{after}\n");

    [Theory]
    [InlineData("[x](twice.png)")]
    [InlineData("[x](nowhere.md)")]
    [InlineData("[x](sub/Target.md#nothing-like-it)")]
    [InlineData("[x](sub/Target.md#same)")]
    [InlineData("[x](t&#97;rget.md)")]
    [InlineData("`[x](target.md)`")]
    [InlineData("[x](/target.md)")]
    [InlineData("<!-- docsgen:ignore links.internal.resolves until 2026-12-31: later -->\n[x](target.md)")]
    public void What_is_not_certain_is_left_alone(string markdown) => Fixed($"# A\n\n{markdown}\n").ShouldBeNull();

    [Fact]
    public void Every_other_byte_stays_as_it_is()
    {
        var before = "\uFEFF# A\r\n\r\n[x](target.md)\t\r\rend \u00e9";

        Fixed(before).ShouldBe(before.Replace("target.md", "sub/Target.md", StringComparison.Ordinal));
    }

    [Fact]
    public void After_mending_the_issues_are_gone_and_there_is_nothing_more_to_mend()
    {
        var documents = Documents("# A\n\n[x](target.md) [y](sub/Target.md#PART-ONE) [z](gone.md)\n");
        var fixes = Fixes.For(documents, Others, Issues(documents));

        fixes.ShouldHaveSingleItem().Mended.Select(i => i.Column).ShouldBe([1, 16]);
        var mended = documents.Select(d => d.Name == "a.md" ? new(d.Name, fixes[0].After) : d).ToList();
        Issues(mended).ShouldHaveSingleItem().Message.ShouldContain("gone.md");
        Fixes.For(mended, Others, Issues(mended)).ShouldBeEmpty();
    }

    private static string? Fixed(string markdown)
    {
        var documents = Documents(markdown);
        return Fixes.For(documents, Others, Issues(documents)) is [var mended] ? Encoding.UTF8.GetString(mended.After.Span) : null;
    }

    private static IReadOnlyList<Issue> Issues(IReadOnlyList<DocumentSource> documents) =>
        FolderValidation.Validate(new() { Documents = documents, OtherFiles = Others, Today = new(2026, 6, 1) }).Issues;

    private static List<DocumentSource> Documents(string markdown) =>
    [
        new("a.md", Encoding.UTF8.GetBytes(markdown)),
        new("sub/Target.md", "# T\n\n## Part One\n\n## Same\n\n## Same!\n\n<a id=\"sa-me\"></a>\n"u8.ToArray()),
    ];
}
