using System.Diagnostics;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

/// <summary>A rule that is slow, hangs or throws spoils its own verdict and no other's.</summary>
public class RuleBudgetTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(100);
    private static readonly RuleInfo Bad = new("test.bad", "", "", Severity.Error, Severity.Error);
    private static readonly RuleInfo Good = new("test.good", "", "", Severity.Error, Severity.Error);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_slow_rule_is_stopped_once_its_time_over_all_files_is_spent_and_the_others_go_on(int threads)
    {
        var result = Validate(threads, files: 40, new BadFileRule((file, context) =>
        {
            context.Report(file, 0, "found");
            Thread.Sleep(10);
        }));

        var stopped = result.Issues.Where(i => i.Rule == Validator.FailedRule).ShouldHaveSingleItem();
        stopped.Message.ShouldStartWith("The rule test.bad ran out of time: over all files it may take 0.1 s.");
        stopped.File.ShouldBeNull();
        stopped.Severity.ShouldBe(Severity.Error);
        result.Issues.Count(i => i.Rule == Good.Id).ShouldBe(40);
        result.Issues.Count(i => i.Rule == Bad.Id).ShouldBeInRange(1, 39);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_rule_within_its_time_is_left_alone(int threads) =>
        Validate(threads, files: 40, new BadFileRule((_, _) => { }), TimeSpan.FromMinutes(1)).Issues.ShouldAllBe(i => i.Rule == Good.Id);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_rule_that_hangs_in_each_file_holds_up_no_verdict(int threads) => Hangs(threads, gate => new BadFileRule((_, _) => gate.Wait()));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_rule_on_links_that_hangs_holds_up_no_verdict(int threads) => Hangs(threads, gate => new BadLinkRule(() => gate.Wait()));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_rule_on_the_docset_that_hangs_holds_up_no_verdict(int threads) => Hangs(threads, gate => new BadDocsetRule(() => gate.Wait()));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_rule_that_throws_fails_in_each_file_and_keeps_what_it_found(int threads)
    {
        var result = Validate(threads, files: 5, new BadFileRule((file, context) =>
        {
            context.Report(file, 0, "found");
            throw new InvalidOperationException("boom");
        }));

        result.Issues.Count(i => i.Rule == Bad.Id).ShouldBe(5);
        result.Issues.Count(i => i.Rule == Good.Id).ShouldBe(5);
        var failures = result.Issues.Where(i => i.Rule == Validator.FailedRule).ToList();
        failures.Select(i => i.File).ShouldBe(["f0.md", "f1.md", "f2.md", "f3.md", "f4.md"]);
        failures[0].Message.ShouldBe("The rule test.bad failed (InvalidOperationException: boom); nothing is known of what else it would find.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_rule_that_cancels_itself_has_failed(int threads) =>
        Validate(threads, files: 1, new BadDocsetRule(() => throw new OperationCanceledException())).Issues.Count(i => i.Rule == Validator.FailedRule).ShouldBe(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_caller_who_cancels_while_a_rule_hangs_gets_no_verdict(int threads)
    {
        using var gate = new ManualResetEventSlim();
        using var canceling = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Should.Throw<OperationCanceledException>(() => Validator.Validate(
            Of(3).Request(), [new BadFileRule((_, _) => gate.Wait())], threads, TimeSpan.FromMinutes(1), canceling.Token));
        gate.Set();
    }

    [Fact]
    public void A_rule_that_looks_at_other_files_too_early_fails_loudly() =>
        Validate(2, files: 1, new BadFileRule((_, context) => context.Docset.Files.ShouldNotBeNull())).Issues.ShouldContain(i => i.Rule == Validator.FailedRule && i.Message.Contains("rule on links"));

    [Fact]
    public void What_a_failed_rule_left_is_not_remembered()
    {
        var docs = Of(3);
        docs.Rules = [Bad.Id, Good.Id];
        var throws = true;
        var rules = new IRule[]
        {
            new BadFileRule((file, _) =>
            {
                if (throws && file.Name == "f1.md") throw new InvalidOperationException("boom");
            }),
            new GoodRule(),
        };
        IncrementalValidation Again(ValidationMemory memory) => Validator.Validate(docs.Request(), memory, rules, 2, Validator.DefaultBudget, CancellationToken.None);
        var first = Again(ValidationMemory.Empty);
        throws = false;

        var second = Again(first.Memory);

        first.Result.Issues.Count.ShouldBe(4);
        second.Reused.ShouldBe(2);
        second.Result.Issues.Count.ShouldBe(3);
    }

    private static void Hangs(int threads, Func<ManualResetEventSlim, IRule> hanging)
    {
        using var gate = new ManualResetEventSlim();
        var clock = Stopwatch.StartNew();

        var result = Validate(threads, files: 20, hanging(gate));

        gate.Set();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        result.Issues.Where(i => i.Rule == Validator.FailedRule).ShouldHaveSingleItem().Message.ShouldStartWith("The rule test.bad ran out of time");
        result.Issues.Count(i => i.Rule == Good.Id).ShouldBe(20);
    }

    private static ValidationResult Validate(int threads, int files, IRule bad, TimeSpan? budget = null)
    {
        var docs = Of(files);
        docs.Rules = [Bad.Id, Good.Id];
        return Validator.Validate(docs.Request(), [bad, new GoodRule()], threads, budget ?? Budget, CancellationToken.None);
    }

    private static Docs Of(int files)
    {
        var docs = new Docs { Rules = [Bad.Id] };
        for (var i = 0; i < files; i++) docs.Add($"f{i}.md", "# A\n");
        return docs;
    }

    private sealed class GoodRule : IFileRule
    {
        public RuleInfo Info => Good;

        public void Check(MarkdownModel file, RuleContext context) => context.Report(file.Name, "good");
    }

    private sealed class BadFileRule(Action<MarkdownModel, RuleContext> check) : IFileRule
    {
        public RuleInfo Info => Bad;

        public void Check(MarkdownModel file, RuleContext context) => check(file, context);
    }

    private sealed class BadLinkRule(Action check) : ILinkRule
    {
        public RuleInfo Info => Bad;

        public void Check(MarkdownModel file, RuleContext context) => check();
    }

    private sealed class BadDocsetRule(Action check) : IDocsetRule
    {
        public RuleInfo Info => Bad;

        public void Check(RuleContext context) => check();
    }
}
