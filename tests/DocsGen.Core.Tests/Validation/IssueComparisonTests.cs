using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

public class IssueComparisonTests
{
    private const string Broken = "# A\n\n[x](gone.md) TBD\n\n[y](lost.md)\n";

    [Fact]
    public void An_issue_whose_line_moved_is_still_there()
    {
        var compared = Compare([("a.md", Broken)], [("a.md", "# A\n\nMore.\n\n" + Broken[5..])]);

        (compared.New.Count, compared.Fixed.Count, compared.StillThere.Count).ShouldBe((0, 0, 3));
        compared.StillThere[0].Line.ShouldBe(5);
    }

    [Fact]
    public void New_and_fixed_are_told_apart()
    {
        var compared = Compare([("a.md", Broken)], [("a.md", Broken.Replace("TBD", "`TBD` TODO", StringComparison.Ordinal))]);

        compared.New.ShouldHaveSingleItem().Message.ShouldContain("TODO");
        compared.Fixed.ShouldHaveSingleItem().Message.ShouldContain("TBD");
        compared.StillThere.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("b.md", "TBD")]
    [InlineData("sub/a.md", "TBD")]
    [InlineData("b.md", "`TBD`")]
    public void A_renamed_file_keeps_its_issues(string name, string edited)
    {
        var compared = Compare([("a.md", Broken), ("c.md", "# C\n")], [(name, Broken.Replace("TBD", edited, StringComparison.Ordinal).Replace("](", name.Contains('/', StringComparison.Ordinal) ? "](../" : "](", StringComparison.Ordinal)), ("c.md", "# C\n")]);

        compared.New.ShouldBeEmpty();
        compared.Fixed.Count.ShouldBe(edited == "TBD" ? 0 : 1);
        compared.StillThere.ShouldAllBe(i => i.File == name);
    }

    [Fact]
    public void One_like_issue_in_another_file_is_no_rename()
    {
        var compared = Compare([("a.md", "no title\n")], [("b.md", "no title either\n")], hashes: false);

        (compared.New.Count, compared.Fixed.Count).ShouldBe((1, 1));
    }

    [Fact]
    public void A_file_that_still_has_issues_was_not_renamed()
    {
        var compared = Compare([("a.md", Broken)], [("a.md", "# A\n\nTODO\n"), ("b.md", Broken)]);

        (compared.New.Count, compared.Fixed.Count, compared.StillThere.Count).ShouldBe((4, 3, 0));
    }

    [Fact]
    public void A_file_that_was_mended_is_not_renamed_to_one_that_got_the_same_issues()
    {
        const string bad = "# T\n\nTODO\n\nTBD\n";
        var compared = Compare([("a.md", bad), ("b.md", "# T\n")], [("a.md", "# T\n"), ("b.md", bad)]);

        (compared.New.Count, compared.Fixed.Count, compared.StillThere.Count).ShouldBe((2, 2, 0));
    }

    [Fact]
    public void Twice_the_same_issue_is_two_and_one_fixed_leaves_one()
    {
        var compared = Compare([("a.md", "# A\n\nTBD and TBD\n")], [("a.md", "# A\n\nTBD\n")]);

        (compared.New.Count, compared.Fixed.Count, compared.StillThere.Count).ShouldBe((0, 1, 1));
    }

    private static IssueComparison Compare((string Name, string Text)[] before, (string Name, string Text)[] after, bool hashes = true) =>
        IssueComparison.Of(Issues(before), Issues(after), hashes ? Hashes(before) : null, hashes ? Hashes(after) : null);

    private static Dictionary<string, string> Hashes((string Name, string Text)[] files) =>
        files.ToDictionary(f => f.Name, f => ContentHash.Of(Encoding.UTF8.GetBytes(f.Text)).Value);

    private static IReadOnlyList<Issue> Issues((string Name, string Text)[] files) =>
        Validator.Validate(GeneralRules.Request([.. files.Select(f => new DocumentSource(f.Name, Encoding.UTF8.GetBytes(f.Text)))])).Issues;
}
