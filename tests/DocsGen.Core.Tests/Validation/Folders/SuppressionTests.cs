using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Folders;

public class SuppressionTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    [Theory]
    [InlineData("<!-- docsgen:ignore placeholders.forbidden until 2026-12-31: soon -->\nTBD\n", true)]
    [InlineData("<!-- docsgen:ignore placeholders.forbidden until 2026-12-31: soon -->\n\n\nA line.\nTBD\n", true)]
    [InlineData("<!-- docsgen:ignore placeholders.forbidden until 2026-06-01: the last day counts -->\nTBD\n", true)]
    [InlineData("A line <!-- docsgen:ignore placeholders.forbidden until 2026-12-31: soon --> TBD\n", true)]
    [InlineData("<!--\ndocsgen:ignore placeholders.forbidden until 2026-12-31:\n soon,\n we think\n-->\nTBD\n", true)]
    [InlineData("TBD\n\n<!-- docsgen:ignore-file placeholders.forbidden until 2026-12-31: soon -->\n", true)]
    [InlineData("<!-- docsgen:ignore placeholders.forbidden until 2026-12-31: soon -->\nFine.\n\nTBD\n", false)]
    [InlineData("TBD\n\n<!-- docsgen:ignore placeholders.forbidden until 2026-12-31: soon -->\n", false)]
    [InlineData("<!-- docsgen:ignore structure.h1 until 2026-12-31: soon -->\nTBD\n", false)]
    [InlineData("<!-- docsgen:ignore placeholders.forbidden until 2026-05-31: soon -->\nTBD\n", false)]
    [InlineData("<!-- docsgen:ignore placeholders.forbidden: soon -->\nTBD\n", false)]
    [InlineData("<!-- docsgen:ignore placeholders.forbidden until 2026-12-31 -->\nTBD\n", false)]
    [InlineData("<!-- docsgen:ignore placeholders.forbidden until 2026-12-32: soon -->\nTBD\n", false)]
    [InlineData("```\n<!-- docsgen:ignore-file placeholders.forbidden until 2026-12-31: soon -->\n```\n\nTBD\n", false)]
    [InlineData("`<!-- docsgen:ignore-file placeholders.forbidden until 2026-12-31: soon -->` TBD\n", false)]
    [InlineData("> <!-- docsgen:ignore-file placeholders.forbidden until 2026-12-31: soon -->\n\nTBD\n", false)]
    public void A_comment_answers_for_the_lines_that_follow_it_or_for_the_file(string markdown, bool suppressed)
    {
        var found = Validate($"# A\n\n{markdown}").Single(i => i.Rule == "placeholders.forbidden");

        (found.Suppressed is not null).ShouldBe(suppressed);
    }

    [Theory]
    [InlineData("docsgen:ignore nothing.here until 2026-12-31: x", "suppression.invalid", Severity.Error, "This suppression holds nothing: there is no rule nothing.here.")]
    [InlineData("docsgen:ignore structure.h2 until 2026-12-31: x", "suppression.invalid", Severity.Error, "This suppression holds nothing: there is no rule structure.h2; the nearest is structure.h1.")]
    [InlineData("docsgen:ignore structure.h1 until 2026-12-31:", "suppression.invalid", Severity.Error, "This suppression holds nothing: it gives no reason; write one after the colon.")]
    [InlineData("docsgen:ignore everything", "suppression.invalid", Severity.Error, "This suppression holds nothing: write it as 'docsgen:ignore RULE until YYYY-MM-DD: reason'.")]
    [InlineData("docsgen:ignore validator.failed until 2026-12-31: x", "suppression.invalid", Severity.Error, "This suppression holds nothing: issues of validator.failed cannot be suppressed.")]
    [InlineData("docsgen:ignore structure.h1 until 2026-05-31: x", "suppression.expired", Severity.Warning, "This suppression of structure.h1 expired on 2026-05-31; mend what it answers for, or decide anew.")]
    [InlineData("docsgen:ignore structure.h1 until 2026-12-31: x", "suppression.unused", Severity.Warning, "No issue of structure.h1 is here; take this suppression out.")]
    public void What_is_wrong_with_a_suppression_is_said_where_it_stands(string comment, string rule, Severity severity, string message)
    {
        var issue = Validate($"# A\n\nText. <!-- {comment} -->\n").ShouldHaveSingleItem();

        (issue.Rule, issue.Severity, issue.File, issue.Line, issue.Column, issue.Message).ShouldBe((rule, severity, "a.md", 3, 7, message));
    }

    [Fact]
    public void Settings_answer_for_files_by_pattern_and_message()
    {
        var settings = new FolderSettings
        {
            Suppressions =
            [
                Entry("placeholders.forbidden", "b*.md", "TBD"),
                Entry("structure.h1", "none/**", ""),
                Entry("code.invalid", "a.md", "") with { Until = new(2026, 5, 31) },
            ],
        };

        var issues = Validate(settings, ("a.md", "# A\n\nTBD\n"), ("b.md", "# B\n\nTBD TODO\n"));

        issues.Select(i => (i.File, i.Rule, i.Suppressed?.Reason)).ShouldBe(
        [
            (null, "suppression.expired", null), (null, "suppression.unused", null), ("a.md", "placeholders.forbidden", null), ("b.md", "placeholders.forbidden", "agreed"), ("b.md", "placeholders.forbidden", null),
        ]);
        issues[3].Suppressed.ShouldBe(new("agreed", new(2026, 12, 31), InFile: false));
        issues[0].Message.ShouldBe("The suppression of code.invalid in settings.yaml, line 3 expired on 2026-05-31; mend what it answers for, or decide anew.");
    }

    [Fact]
    public void A_suppressed_error_does_not_fail_and_stays_in_the_list_counted_apart()
    {
        var result = FolderValidation.Validate(Request(new(), ("a.md", "# A\n\n<!-- docsgen:ignore placeholders.forbidden until 2026-12-31: soon -->\nTBD\n")));

        result.Passed.ShouldBeTrue();
        IssueCounts.Of(result.Issues).InWords().ShouldBe("0 errors, 0 warnings, 0 notes, 1 suppressed");
        IssueJson.Read(IssueJson.Write(result.Issues)).ShouldBe(result.Issues);
    }

    [Fact]
    public void R5_inside_a_run_a_comment_suppresses_nothing()
    {
        var docs = Docs.With("# A\n\n<!-- docsgen:ignore-file placeholders.forbidden until 2999-12-31: let me pass -->\nTBD\n");

        var result = docs.Validate();

        result.Passed.ShouldBeFalse();
        result.Issues.ShouldContain(i => i.Rule == "placeholders.forbidden" && i.Suppressed == null);
    }

    [Fact]
    public void Rules_about_suppressions_have_severities_of_their_own()
    {
        var settings = new FolderSettings { Rules = new Dictionary<string, Severity?> { [SuppressionRules.All[2].Id] = null } };

        Validate(settings, ("a.md", "# A\n\nText. <!-- docsgen:ignore structure.h1 until 2026-12-31: x -->\n")).ShouldBeEmpty();
    }

    private static SuppressionEntry Entry(string rule, string files, string message) =>
        new(rule, [PathPattern.Parse(files)], message, "agreed", new(2026, 12, 31), "settings.yaml, line 3");

    private static IReadOnlyList<Issue> Validate(string markdown) => Validate(new(), ("a.md", markdown));

    private static IReadOnlyList<Issue> Validate(FolderSettings settings, params (string Name, string Text)[] files) => FolderValidation.Validate(Request(settings, files)).Issues;

    private static FolderRequest Request(FolderSettings settings, params (string Name, string Text)[] files) => new()
    {
        Documents = [.. files.Select(f => new DocumentSource(f.Name, Encoding.UTF8.GetBytes(f.Text)))],
        Settings = settings,
        Today = Today,
    };
}
