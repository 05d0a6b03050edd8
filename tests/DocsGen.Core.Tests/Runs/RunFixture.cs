using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;

namespace DocsGen.Core.Tests.Runs;

/// <summary>States of the run machine, reached by the machine's own commands.</summary>
internal static class RunFixture
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly Actor Ada = Actor.User("ada");
    public const int FinalPhase = 1;

    public static RunState Created(ReviewMode mode = ReviewMode.Interactive, params List<int> autoApprove) => RunLog.Begin(
        RunId.Parse("run_2026_01_02_0001"),
        new(
            new()
            {
                Slug = "sample",
                Name = "Sample",
                Formula = "two-phases",
                FormulaVersion = "1",
                Profile = "full",
                Strictness = Strictness.Strict,
                ReviewMode = mode,
                AutoApprove = autoApprove.ToList(),
                Agent = "template",
                Tool = "0",
            },
            []),
        Ada,
        Now).State;

    public static RunState Then(this RunState state, RunCommand command)
    {
        var accepted = RunMachine.Decide(state, command).ShouldBeOfType<RunDecision.Accepted>($"{command.GetType().Name} in {state.Status}");
        return RunLog.Append(state, accepted.Events, Ada, Now).State;
    }

    public static RunState Drafting(this RunState state, int phase) => state.Then(new RunCommand.StartPhase(phase, "agent", []));

    public static RunState Judged(this RunState state, int errors = 0, bool asks = true) =>
        state.Then(new RunCommand.StartValidation()).Then(new RunCommand.RecordVerdict(Verdict(errors), [], asks));

    public static RunState Opened(this RunState state, int phase)
    {
        state = state.Drafting(phase).Judged();
        return state.Status == RunStatus.AwaitingApproval ? state.Then(new RunCommand.Approve(state.Current!.Id)) : state;
    }

    public static RunState Finished(this RunState state) => state.Opened(0).Opened(1).Then(Completion());

    public static RunCommand.Complete Completion() => new(
        new("final/sample.zip", ContentHash.Of("zip"), 3, 1),
        [new("final/sample.zip", ContentHash.Of("zip"), 3, ArtifactType.Bundle, null)],
        FinalPhase);

    /// <summary>An override of the issue of this fingerprint, where the gate found "one", "two" and a placeholder.</summary>
    public static RunCommand.Override Overriding(params string[] fingerprints) => new(
        fingerprints,
        [new("one", "flows.undocumented", "a.md", "One."), new("two", "policies.missing", null, "Two."), new("core", "placeholders.forbidden", "a.md", "Three.")],
        new HashSet<string>(["flows.undocumented", "placeholders.forbidden"], StringComparer.Ordinal),
        Now,
        Now.AddDays(1),
        "known, and planned for May");

    public static GateVerdict Verdict(int errors) => new(errors, 0, 0, "phase0/report.md", ContentHash.Of("snapshot"), null);

    public static WrittenArtifact Document(string name) => new($"phase1/{name}", ContentHash.Of(name), name.Length, ArtifactType.CoreDoc, null);

    public static string Refusal(RunState state, RunCommand command) =>
        RunMachine.Decide(state, command).ShouldBeOfType<RunDecision.Refused>($"{command.GetType().Name} in {state.Status}").Code;
}
