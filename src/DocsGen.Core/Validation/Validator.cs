namespace DocsGen.Core.Validation;

/// <summary>Runs the rules that a formula switches on at a gate. The same request gives the same issues in the same order (V1).</summary>
public static class Validator
{
    /// <summary>The rule id of an issue that says that a rule itself failed.</summary>
    public const string FailedRule = "validator.failed";

    /// <summary>
    /// How long one rule may take, summed over all files and threads, before it alone is stopped, with an error issue. Over 10,000 files
    /// the slowest takes well under a second.
    /// </summary>
    public static readonly TimeSpan DefaultBudget = TimeSpan.FromSeconds(30);

    /// <summary>Validates all documents of a request.</summary>
    /// <exception cref="OperationCanceledException">The caller canceled; a rule that runs out of time is an issue instead.</exception>
    public static ValidationResult Validate(ValidationRequest request, CancellationToken cancellationToken = default) =>
        Validate(request, RuleCatalog.Rules, Environment.ProcessorCount, DefaultBudget, cancellationToken);

    /// <summary>
    /// Validates all documents of a request, and takes over from an earlier validation what must come out the same. The issues are exactly
    /// those of a whole validation. Where rules on the docset run, nothing is taken over unless nothing at all has changed.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public static IncrementalValidation Validate(ValidationRequest request, ValidationMemory memory, CancellationToken cancellationToken = default) =>
        Validate(request, memory, RuleCatalog.Rules, Environment.ProcessorCount, DefaultBudget, cancellationToken);

    internal static ValidationResult Validate(
        ValidationRequest request, IReadOnlyList<IRule> rules, int threads, TimeSpan budget, CancellationToken cancellationToken) =>
        new DocsetCheck(request, RuleSelection.For(request, rules), threads, budget, TimeProvider.System, cancellationToken).Run(earlier: null).Result;

    internal static IncrementalValidation Validate(
        ValidationRequest request, ValidationMemory memory, IReadOnlyList<IRule> rules, int threads, TimeSpan budget, CancellationToken cancellationToken)
    {
        var active = RuleSelection.For(request, rules);
        var validation = new DocsetCheck(request, active, threads, budget, TimeProvider.System, cancellationToken);
        if (!active.Exists(a => a.Rule is IDocsetRule)) return validation.Run(memory.For(VerdictKey.OfSetting(request, active)));
        var key = VerdictKey.OfAll(request, active);
        if (memory.Verdict(key, request.ExistsOutside) is { } known) return new(known, memory, request.Documents.Count);
        var run = validation.Run(earlier: null);
        return run with { Memory = run.Failed ? ValidationMemory.Empty : ValidationMemory.Of(key, run.Result, validation.AskedOutside) };
    }
}

/// <summary>What a validation that takes over earlier results gives.</summary>
/// <param name="Result">As a whole validation gives it.</param>
/// <param name="Memory">What the next validation can take over.</param>
/// <param name="Reused">How many documents were neither parsed nor checked by themselves again; their links were.</param>
public sealed record IncrementalValidation(ValidationResult Result, ValidationMemory Memory, int Reused)
{
    /// <summary>Whether some rule failed, so that nothing of the docset as a whole may be remembered.</summary>
    internal bool Failed { get; init; }
}
