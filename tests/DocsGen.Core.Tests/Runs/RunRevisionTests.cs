using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;

namespace DocsGen.Core.Tests.Runs;

/// <summary>What happens after a gate stopped, or after someone changed their mind (R7, R8).</summary>
public sealed class RunRevisionTests
{
    private static readonly Formula TwoPhases = new()
    {
        Name = "two-phases",
        Version = "1",
        Title = "Two phases",
        Phases = [Phase(0), Phase(1), Phase(2)],
        Profiles = [new() { Name = "full" }],
        Rules = [],
    };

    private static readonly PlannedFiles Plan = new()
    {
        Formula = "two-phases",
        FormulaVersion = "1",
        Profile = "full",
        Slug = "s",
        Files = [File("a.md", 1), File("b.md", 1), File("c.md", 2)],
    };

    [Fact]
    public void R7_regeneration_drafts_only_its_targets_and_leaves_every_other_file_as_it_is()
    {
        var state = Complete().Then(Regenerate(1, ["a.md"], "a link is broken"));
        state.Status.ShouldBe(RunStatus.Running);
        state = Step(state);
        state.Current!.Id.ShouldBe(new ExecutionId(1, 2));
        state.Current.Kind.ShouldBe(ExecutionKind.Regeneration);
        RunWork.Next(state, TwoPhases, Plan, None).ShouldBe(new RunWork.DraftFile(Plan.Files[0]));
        state = state.Then(new RunCommand.RecordArtifact(Doc("phase1_v2/a.md", "new a")));
        RunWork.Next(state, TwoPhases, Plan, None).ShouldBeOfType<RunWork.Validate>();
        var seen = state.Composition(state.Current!).ToDictionary(a => a.FileName, a => a.Path);
        seen["a.md"].ShouldBe("phase1_v2/a.md");
        seen["b.md"].ShouldBe("phase1/b.md");
        state.Active(ArtifactType.CoreDoc).Single(a => a.FileName == "a.md").Path.ShouldBe("phase1/a.md", "not active before its gate opened");
        state = state.Judged(asks: false);
        state.Active(ArtifactType.CoreDoc).Single(a => a.FileName == "a.md").Path.ShouldBe("phase1_v2/a.md");
    }

    [Fact]
    public void R7_later_phases_become_stale_and_are_validated_again_in_order_and_never_drafted()
    {
        var state = Complete().Then(Regenerate(1, ["a.md"], "why"));
        state.Stale.ShouldBe([2]);
        state = Step(state).Then(new RunCommand.RecordArtifact(Doc("phase1_v2/a.md", "new a"))).Judged(asks: false);
        var next = RunWork.Next(state, TwoPhases, Plan, None).ShouldBeOfType<RunWork.StartPhase>();
        (next.Phase.Number, next.Kind).ShouldBe((2, ExecutionKind.Revalidation));
        state = Step(state);
        RunWork.Next(state, TwoPhases, Plan, None).ShouldBeOfType<RunWork.Validate>();
        state = state.Judged(asks: false);
        state.Stale.ShouldBeEmpty();
        state.Executions.Count(e => e.Id.Phase == 0).ShouldBe(1, "earlier phases are not touched");
        RunWork.Next(state, TwoPhases, Plan, None).ShouldBeOfType<RunWork.Complete>();
    }

    [Fact]
    public void R7_a_failed_regeneration_leaves_the_old_version_active_and_stops()
    {
        var before = Complete();
        var state = Step(before.Then(Regenerate(1, [], "why"))).Then(new RunCommand.RecordArtifact(Doc("phase1_v2/a.md", "bad"))).Judged(errors: 1);
        state.Status.ShouldBe(RunStatus.Failed);
        state.Active(ArtifactType.CoreDoc).Select(a => a.Path).ShouldBe(before.Active(ArtifactType.CoreDoc).Select(a => a.Path));
        RunFixture.Refusal(state, new RunCommand.Revalidate(2, "jump ahead")).ShouldBe("phase.out_of_order");
        state.Bundle.ShouldBe(before.Bundle, "the last bundle stays");
    }

    [Fact]
    public void R8_an_edit_brings_its_files_into_the_next_execution_of_each_phase_it_touches()
    {
        FileEdit[] edits = [Edit(1, "a.md", "phase1/a.md"), Edit(2, "c.md", "phase2/c.md")];
        var state = Complete().Then(new RunCommand.Edit(edits, "typos"));
        state = Step(state);
        (state.Current!.Id, state.Current.Kind).ShouldBe((new ExecutionId(1, 2), ExecutionKind.Edit));
        state.Current.Artifacts.ShouldHaveSingleItem().Path.ShouldBe("phase1_v2/a.md");
        RunWork.Next(state, TwoPhases, Plan, None).ShouldBeOfType<RunWork.Validate>("nothing is drafted");
        state = Step(state.Judged(asks: false));
        (state.Current!.Id, state.Current.Kind).ShouldBe((new ExecutionId(2, 2), ExecutionKind.Edit));
        state.Current.Artifacts.ShouldHaveSingleItem().Path.ShouldBe("phase2_v2/c.md");
        state.PendingEdits.ShouldBeEmpty();
    }

    [Fact]
    public void An_edit_of_a_version_that_moved_on_is_a_conflict_and_takes_nothing()
    {
        var state = Complete();
        RunFixture.Refusal(state, new RunCommand.Edit([new(1, "a.md", ContentHash.Of("another"), ContentHash.Of("x"), 1)], "r")).ShouldBe("edit.conflict");
        RunFixture.Refusal(state, new RunCommand.Edit([new(1, "z.md", ContentHash.Of("z"), ContentHash.Of("x"), 1)], "r")).ShouldBe("edit.unknown_file");
        RunFixture.Refusal(state, new RunCommand.Edit([], "r")).ShouldBe("edit.nothing");
        RunFixture.Refusal(state, new RunCommand.Edit([Edit(1, "a.md", "phase1/a.md")], " ")).ShouldBe("edit.reason_missing");
    }

    [Fact]
    public void What_cannot_be_regenerated_is_named()
    {
        var state = Complete();
        RunFixture.Refusal(state, Regenerate(1, ["c.md"], "r")).ShouldBe("regenerate.unknown_file");
        RunFixture.Refusal(state, Regenerate(0, [], "r")).ShouldBe("regenerate.preflight");
        RunFixture.Refusal(state, Regenerate(7, [], "r")).ShouldBe("phase.not_reached");
        RunFixture.Refusal(state.Then(Regenerate(1, [], "r")), Regenerate(1, [], "r")).ShouldBe("run.running");
    }

    [Fact]
    public void R3_what_was_not_approved_carries_nothing_that_comes_after()
    {
        var state = RunFixture.Created().Opened(0).Drafting(1).Judged();
        state = Step2(state.Then(new RunCommand.Revalidate(0, "look again"))).Judged();
        state.Status.ShouldBe(RunStatus.AwaitingApproval);
        RunFixture.Refusal(state, new RunCommand.Revalidate(1, "skip the approval")).ShouldBe("phase.out_of_order");
        var rejected = state.Then(new RunCommand.Reject(null, "no"));
        rejected.LatestOpened(0)!.Rejection!.Reason.ShouldBe("no");
        RunFixture.Refusal(rejected, new RunCommand.Revalidate(1, "skip the approval")).ShouldBe("phase.out_of_order");
        RunFixture.Refusal(rejected, Regenerate(1, ["a.md"], "skip the approval")).ShouldBe("phase.out_of_order");
    }

    [Fact]
    public void An_edit_that_waits_for_its_phase_survives_a_second_edit()
    {
        var state = Complete().Then(new RunCommand.Edit([Edit(1, "a.md", "phase1/a.md"), Edit(2, "c.md", "phase2/c.md")], "both"));
        state = Step(state).Judged(errors: 1);
        state = state.Then(new RunCommand.Edit([new(1, "a.md", ContentHash.Of("edited"), ContentHash.Of("mended"), 6)], "mend a"));
        state.PendingEdits[2].ShouldHaveSingleItem().File.ShouldBe("c.md");
        state.Documents(2).Single().Hash.ShouldBe(ContentHash.Of("edited"), "a checkout takes out what waits");
        state = Step(Step(state).Judged(asks: false));
        state.Current!.Artifacts.ShouldHaveSingleItem().Path.ShouldBe("phase2_v2/c.md");
    }

    [Fact]
    public void A_file_that_was_never_drafted_can_be_regenerated()
    {
        var state = RunFixture.Created(ReviewMode.Batch).Drafting(0).Judged().Drafting(1).Then(new RunCommand.RecordArtifact(Doc("phase1/a.md", "a"))).Judged(errors: 1);
        state = Step(state.Then(Regenerate(1, ["b.md"], "it is there now")));
        RunWork.Next(state, TwoPhases, Plan, None).ShouldBe(new RunWork.DraftFile(Plan.Files[1]));
    }

    [Fact]
    public void An_approval_carries_over_only_where_inputs_and_outputs_have_the_same_hashes()
    {
        var basis = RunFixture.Verdict(0) with { Basis = ContentHash.Of("same") };
        var approved = RunFixture.Created().Drafting(0).Then(new RunCommand.StartValidation())
            .Then(new RunCommand.RecordVerdict(basis, [], AsksForApproval: true)).Then(new RunCommand.Approve(new ExecutionId(0, 1)));
        approved = approved.Drafting(1).Judged();
        var again = Step(approved.Then(new RunCommand.Revalidate(0, "look again"))).Then(new RunCommand.StartValidation());
        again.Then(new RunCommand.RecordVerdict(basis, [], AsksForApproval: true)).Status.ShouldBe(RunStatus.Running);
        again.Then(new RunCommand.RecordVerdict(basis with { Basis = ContentHash.Of("other") }, [], AsksForApproval: true)).Status.ShouldBe(RunStatus.AwaitingApproval);
    }

    private static readonly HashSet<string> None = [];

    private static RunCommand.Regenerate Regenerate(int phase, IReadOnlyList<string> files, string reason) =>
        new(phase, files, [.. Plan.InPhase(phase).Select(f => f.Name)], reason);

    private static PhaseSpec Phase(int number) => new() { Number = number, Name = $"P{number}", Agent = "agent", PassedReport = "r.md", FailedReport = "r.md" };

    private static PlannedFile File(string name, int phase) => new() { Name = name, Role = name, Phase = phase, Title = name, Template = name };

    private static WrittenArtifact Doc(string path, string text) => new(path, ContentHash.Of(text), text.Length, ArtifactType.CoreDoc, null);

    private static FileEdit Edit(int phase, string name, string path) => new(phase, name, ContentHash.Of(path), ContentHash.Of("edited"), 6);

    // Starts the phase that the work list asks for.
    private static RunState Step(RunState state)
    {
        var next = RunWork.Next(state, TwoPhases, Plan, None).ShouldBeOfType<RunWork.StartPhase>();
        return state.Then(new RunCommand.StartPhase(next.Phase.Number, "agent", [], next.Kind, next.Targets));
    }

    private static RunState Step2(RunState state) => state.Then(new RunCommand.StartPhase(state.Asked!.Phase, "agent", [], state.Asked.Kind, state.Asked.Files));

    private static RunState Complete()
    {
        var state = RunFixture.Created(ReviewMode.Batch).Drafting(0).Judged().Drafting(1);
        foreach (var name in new[] { "a.md", "b.md" }) state = state.Then(new RunCommand.RecordArtifact(Doc($"phase1/{name}", $"phase1/{name}")));
        state = state.Judged().Drafting(2).Then(new RunCommand.RecordArtifact(Doc("phase2/c.md", "phase2/c.md"))).Judged();
        return state.Then(RunFixture.Completion() with { FinalPhase = 2 });
    }
}
