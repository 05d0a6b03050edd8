using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>Runs the rules that a formula switches on at a gate. The same request gives the same issues in the same order (V1).</summary>
public static class Validator
{
    /// <summary>The rule id of an issue that says that a rule itself failed.</summary>
    public const string FailedRule = "validator.failed";

    /// <summary>How long a validation may take before its rules are stopped, each with an error issue.</summary>
    public static readonly TimeSpan DefaultBudget = TimeSpan.FromMinutes(2);

    /// <summary>Validates all documents of a request.</summary>
    /// <exception cref="OperationCanceledException">The caller canceled; running out of time is an issue instead.</exception>
    public static ValidationResult Validate(ValidationRequest request, CancellationToken cancellationToken = default) =>
        Validate(request, RuleCatalog.Rules, Environment.ProcessorCount, DefaultBudget, cancellationToken);

    internal static ValidationResult Validate(
        ValidationRequest request, IReadOnlyList<IRule> rules, int threads, TimeSpan budget, CancellationToken cancellationToken)
    {
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        clock.CancelAfter(budget);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var files = new MarkdownModel[request.Documents.Count];
        Parallel.For(0, files.Length, options, i => files[i] = MarkdownModel.Parse(request.Documents[i]));

        var docset = new Docset(request, files);
        var active = RuleSelection.For(request, rules);
        var drafts = new List<RawIssue>[files.Length];
        Parallel.For(0, files.Length, options, i => drafts[i] = CheckFile(docset, files[i], active, clock.Token, cancellationToken));
        var all = new List<RawIssue>();
        foreach (var part in drafts) all.AddRange(part);
        foreach (var (rule, spec, severity) in active)
        {
            if (rule is IDocsetRule docsetRule) Guarded(rule, null, all, into => docsetRule.Check(new(docset, spec, severity, into, clock.Token)), cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new(Fingerprints.Finish(all, request.Plan), docset.Completeness);
    }

    private static List<RawIssue> CheckFile(
        Docset docset, MarkdownModel file, List<ActiveRule> active, CancellationToken clock, CancellationToken caller)
    {
        var drafts = new List<RawIssue>();
        foreach (var (rule, spec, severity) in active)
        {
            if (rule is not IFileRule fileRule || (!file.Readable && rule is not IFaultRule)) continue;
            Guarded(rule, file.Name, drafts, into =>
            {
                clock.ThrowIfCancellationRequested();
                fileRule.Check(file, new(docset, spec, severity, into, clock));
            }, caller);
        }

        return drafts;
    }

    /// <summary>A rule that throws, or that the clock stops, is an error issue and never a pass; what it found until then stays.</summary>
    private static void Guarded(IRule rule, string? file, List<RawIssue> drafts, Action<List<RawIssue>> check, CancellationToken caller)
    {
        try
        {
            check(drafts);
        }
        catch (OperationCanceledException)
        {
            caller.ThrowIfCancellationRequested();
            drafts.Add(new(FailedRule, Severity.Error, file, default, $"The rule {rule.Info.Id} ran out of time; nothing is known of what it would find."));
        }
        catch (Exception failure)
        {
            drafts.Add(new(FailedRule, Severity.Error, file, default, $"The rule {rule.Info.Id} failed ({failure.GetType().Name}: {failure.Message}); nothing is known of what it would find."));
        }
    }
}
