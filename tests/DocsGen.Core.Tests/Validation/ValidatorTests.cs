using System.Globalization;
using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

public class ValidatorTests
{
    private static readonly RuleInfo Broken = new("test.broken", "", "", Severity.Error, Severity.Error);

    [Fact]
    public void V1_the_same_bytes_give_the_same_issues_on_any_culture_and_core_count()
    {
        var docs = Messy();
        var expected = IssueJson.Write(docs.Validate().Issues);
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in new[] { "tr-TR", "de-DE", "ar-SA" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                for (var threads = 1; threads <= 4; threads++)
                {
                    var result = Validator.Validate(docs.Request(), RuleCatalog.Rules, threads, Validator.DefaultBudget, CancellationToken.None);
                    IssueJson.Write(result.Issues).ShouldBe(expected);
                    ReportWriter.Markdown("T", [], result).ShouldBe(ReportWriter.Markdown("T", [], docs.Validate()));
                }
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Issues_are_sorted_by_file_line_column_rule_and_message()
    {
        var issues = Messy().Validate().Issues;

        issues.Count.ShouldBeGreaterThan(20);
        issues.ShouldBe(issues.OrderBy(i => i.File ?? "", StringComparer.Ordinal).ThenBy(i => i.Line).ThenBy(i => i.Column)
            .ThenBy(i => i.Rule, StringComparer.Ordinal).ThenBy(i => i.Severity).ThenBy(i => i.Message, StringComparer.Ordinal));
    }

    [Fact]
    public void A_fingerprint_stays_when_lines_move_and_tells_equal_issues_apart()
    {
        var before = Docs.With("TBD\n\nTBD\n").Validate().Issues.Where(i => i.Rule == "placeholders.forbidden").ToList();
        var after = Docs.With("new\n\nnew TBD\n\n\nTBD\n").Validate().Issues.Where(i => i.Rule == "placeholders.forbidden").ToList();

        after.Select(i => i.Fingerprint).ShouldBe(before.Select(i => i.Fingerprint));
        before.Select(i => i.Fingerprint).Distinct().Count().ShouldBe(2);
        before[0].Fingerprint.ShouldMatch("^[0-9a-f]{16}$");
    }

    [Fact]
    public void A_rule_that_throws_is_an_error_and_never_a_pass()
    {
        var docs = Docs.With("# A\n");
        docs.Rules = [Broken.Id];

        var result = Validator.Validate(docs.Request(), [new ThrowingRule()], threads: 2, Validator.DefaultBudget, CancellationToken.None);

        result.Passed.ShouldBeFalse();
        result.Issues.ShouldHaveSingleItem().Rule.ShouldBe(Validator.FailedRule);
    }

    [Fact]
    public void A_rule_past_its_time_is_an_error_and_never_a_pass()
    {
        var docs = Docs.With("# A\n");
        docs.Rules = [Broken.Id];

        var result = Validator.Validate(docs.Request(), [new EndlessRule()], threads: 2, TimeSpan.FromMilliseconds(50), CancellationToken.None);

        result.Issues.ShouldHaveSingleItem().Message.ShouldStartWith("The rule test.broken ran out of time");
    }

    [Fact]
    public void A_caller_who_cancels_gets_no_verdict()
    {
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();

        Should.Throw<OperationCanceledException>(() => Validator.Validate(Docs.With("# A\n").Request(), canceled.Token));
    }

    [Fact]
    public void A_rule_runs_at_the_gates_of_its_phases_and_all_run_at_the_final_one()
    {
        var docs = new Docs { Phase = 1 }.Add("a.md", "text\n");
        var request = docs.Request();
        ValidationRequest At(int phase, RuleSpec spec) => request with { Phase = phase, Formula = request.Formula with { Rules = [spec] } };
        var late = new RuleSpec { Id = "structure.h1", Phases = [0] };

        Validator.Validate(At(1, late), CancellationToken.None).Issues.ShouldBeEmpty();
        Validator.Validate(At(2, late), CancellationToken.None).Issues.Count.ShouldBe(1);
        Validator.Validate(At(1, late with { Phases = null }), CancellationToken.None).Issues.Count.ShouldBe(1);
        Validator.Validate(At(0, late with { Phases = null }), CancellationToken.None).Issues.ShouldBeEmpty();
        Validator.Validate(At(2, late with { Strict = null }), CancellationToken.None).Issues.ShouldBeEmpty();
        Validator.Validate(At(1, late with { Phases = [1], Before = Severity.Warning, FromPhase = 2 }), CancellationToken.None).Passed.ShouldBeTrue();
    }

    [Fact]
    public void Every_rule_has_an_id_of_its_own_and_says_what_it_finds()
    {
        RuleCatalog.All.Select(r => r.Id).Distinct().Count().ShouldBe(RuleCatalog.All.Count);
        RuleCatalog.All.ShouldAllBe(r => r.Title.Length > 0 && r.Description.EndsWith('.'));
        RuleCatalog.Find("structure.h1").ShouldNotBeNull();
        RuleCatalog.Find("structure.h2").ShouldBeNull();
    }

    [Fact]
    public void Quick_checks_find_what_a_draft_must_not_have()
    {
        var docs = new Docs().Add("a.md", "x").Plan("b.md");
        IEnumerable<string> Check(string text) => QuickChecks.Check(new("a.md", Encoding.UTF8.GetBytes(text)), docs.Request().Plan, docs.Formula(), Docs.Require(""" "errors": [] """)).Select(i => i.Rule);

        Check("# A\n\n[b](b.md#later)\n").ShouldBeEmpty();
        Check(" \n").ShouldBe(["structure.empty", "structure.h1"]);
        Check("# A\n\n# TBD\n\n[c](c.md)\n").ShouldBe(["structure.h1", "placeholders.forbidden", "links.internal.resolves"]);
        Check(new string('[', 1000)).ShouldBe(["markdown.too_complex"]);
    }

    private static Docs Messy()
    {
        var docs = new Docs().Needing("""  "entities": [ { "name": "Item", "persisted": true, "fields": [ { "name": "İ", "type": "string" } ] } ], "terminology": { "forbidden_terms": [ { "term": "list", "use_instead": "x" } ] } """);
        for (var i = 0; i < 12; i++) docs.Add($"f{i}.md", $"TBD LIST lıst lİst\n\n[x](f{i}{i}.md) TBD {{Name}}\n\n| Field | Type |\n|---|---|\n| İ | int |\n\n# A\n\n# B\n");
        return docs;
    }

    private sealed class ThrowingRule : IFileRule
    {
        public RuleInfo Info => Broken;

        public void Check(MarkdownModel file, RuleContext context) => throw new InvalidOperationException("boom");
    }

    private sealed class EndlessRule : IDocsetRule
    {
        public RuleInfo Info => Broken;

        public void Check(RuleContext context)
        {
            while (true) context.Cancellation.ThrowIfCancellationRequested();
        }
    }
}
