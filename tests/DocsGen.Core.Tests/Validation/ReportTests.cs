using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

public class ReportTests
{
    private static readonly Issue[] Issues =
    [
        new("links.internal.resolves", Severity.Error, "a.md", 3, 7, "Leads to `x|y` & <b> *z* https://e.test, [t](u)", "0123456789abcdef"),
        new("terminology.acronym", Severity.Warning, "b|.md", 0, 0, "1. No", "0123456789abcdee"),
        new("completeness.threshold", Severity.Info, null, 0, 0, "Undocumented", "0123456789abcded"),
    ];

    [Fact]
    public void V3_a_report_shows_every_issue_with_its_place_and_renders_to_the_same_words()
    {
        var report = ReportWriter.Markdown("Phase *2*", [new("Run", "run_2025_12_14_0001")], new(Issues, new([new("entities", [new("Item", "$", "a.md"), new("B", "$", null)])], 0.95)));

        report.ShouldContain("- **Result**: failed\n- **Issues**: 1 error, 1 warning, 1 note\n");
        report.ShouldContain("| entities | 1 | 2 |");
        report.ShouldContain("1 of 2 requirements are documented (50.00%); the threshold is 95.00%.");
        var model = MarkdownModel.Parse(new("r.md", Encoding.UTF8.GetBytes(report)));
        model.Headings[0].Text.ShouldBe("Phase *2*");
        model.Links.ShouldBeEmpty();
        model.Faults.ShouldBeEmpty();
        model.Runs.Where(r => r.InList).Select(r => r.Text).Skip(3).ShouldBe(
        [
            "a.md:3:7 Leads to `x|y` & <b> *z* https://e.test, [t](u) (links.internal.resolves)",
            "b|.md 1. No (terminology.acronym)",
            "docset Undocumented (completeness.threshold)",
        ]);
    }

    [Theory]
    [InlineData(IssueGrouping.Rule, "`completeness.threshold` (1)|`links.internal.resolves` (1)|`terminology.acronym` (1)")]
    [InlineData(IssueGrouping.File, "The docset (1)|`a.md` (1)|`b|.md` (1)")]
    [InlineData(IssueGrouping.Severity, "Errors (1)|Warnings (1)|Notes (1)")]
    public void Issues_are_grouped_as_asked(IssueGrouping grouping, string headings) =>
        string.Join('|', ReportWriter.Markdown("T", [], new(Issues, null), grouping: grouping).Split('\n').Where(l => l.StartsWith("### ", StringComparison.Ordinal)).Select(l => l[4..])).ShouldBe(headings);

    [Fact]
    public void A_report_of_nothing_says_so() =>
        ReportWriter.Markdown("T", [], new([], null)).ShouldBe("# T\n\n- **Result**: passed\n- **Issues**: 0 errors, 0 warnings, 0 notes\n\nNothing was found. The gate passes.\n");

    [Fact]
    public void V3_issues_come_back_from_their_json()
    {
        var json = IssueJson.Write(Issues);

        IssueJson.Read(json).ShouldBe(Issues);
        Encoding.UTF8.GetString(json).ShouldStartWith("{\n  \"schema\": 1,\n  \"issues\": [\n    {\n      \"rule\": \"links.internal.resolves\",\n      \"severity\": \"error\",");
        Should.Throw<FormatException>(() => IssueJson.Read("[]"u8.ToArray()));
    }
}
