using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;

namespace DocsGen.Core.Tests.Runs;

public sealed class RunMachineTests
{
    private static readonly RunCommand[] Commands =
    [
        new RunCommand.Approve(null),
        new RunCommand.Reject(null, "no"),
        new RunCommand.Cancel("stop"),
        new RunCommand.Regenerate(0, [], [], "again"),
        new RunCommand.Revalidate(null, "again"),
        RunFixture.Overriding("one"),
        new RunCommand.Overwrite("phase1/a.md", ContentHash.Of("x"), 1, "token", "why"),
        new RunCommand.Retain(true, true, "done with it"),
        new RunCommand.Delete("too old"),
        new RunCommand.RecordPush("handbook", 12, ContentHash.Of("m")),
        new RunCommand.RecordAttestation(new("final/attestation-01234567.dsse.json", ContentHash.Of("x"), 1, ArtifactType.Attestation, null)),
        new RunCommand.TakeUp("me", null, null),
        new RunCommand.StartPhase(1, "agent", []),
        new RunCommand.RecordArtifact(RunFixture.Document("a.md")),
        new RunCommand.StartValidation(),
        new RunCommand.RecordVerdict(RunFixture.Verdict(0), [], AsksForApproval: true),
        new RunCommand.FailDrafting("a.md", "no"),
        RunFixture.Completion(),
    ];

    // Every state against every command; what is not named here is refused.
    private static readonly Dictionary<string, (RunState State, string[] Allowed)> States = new(StringComparer.Ordinal)
    {
        ["created"] = (RunFixture.Created(), ["Cancel", "TakeUp"]),
        ["drafting"] = (RunFixture.Created().Opened(0).Drafting(1), ["Cancel", "TakeUp", "RecordArtifact", "StartValidation", "FailDrafting"]),
        ["validating"] = (RunFixture.Created().Opened(0).Drafting(1).Then(new RunCommand.StartValidation()), ["Cancel", "TakeUp", "RecordVerdict"]),
        ["between phases"] = (RunFixture.Created().Opened(0), ["Cancel", "TakeUp", "StartPhase"]),
        ["awaiting approval"] = (RunFixture.Created().Drafting(0).Judged(), ["Approve", "Reject", "Cancel", "Revalidate"]),
        ["final gate open"] = (RunFixture.Created().Opened(0).Opened(1), ["Cancel", "TakeUp", "StartPhase", "Complete"]),
        ["failed"] = (RunFixture.Created().Drafting(0).Judged(errors: 1), ["Cancel", "Revalidate", "Override", "Retain", "Delete"]),
        ["rejected"] = (RunFixture.Created().Drafting(0).Judged().Then(new RunCommand.Reject(null, "no")), ["Cancel", "Revalidate", "Retain", "Delete"]),
        ["complete"] = (RunFixture.Created().Finished(), ["Revalidate", "RecordPush", "RecordAttestation", "Retain", "Delete"]),
        ["canceled"] = (RunFixture.Created().Then(new RunCommand.Cancel("stop")), ["Cancel", "Retain", "Delete"]),
        ["deleted"] = (RunFixture.Created().Finished().Then(new RunCommand.Delete("too old")), ["Delete"]),
    };

    public static TheoryData<string> StateNames => [.. States.Keys];

    [Theory]
    [MemberData(nameof(StateNames))]
    public void Every_command_is_allowed_or_refused_as_the_table_of_the_design_says(string name)
    {
        var (state, allowed) = States[name];
        foreach (var command in Commands)
        {
            var verb = command.GetType().Name;
            var accepted = RunMachine.Decide(state, command) is RunDecision.Accepted;
            accepted.ShouldBe(allowed.Contains(verb), $"{verb} when {name}");
        }
    }

    [Fact]
    public void R3_a_phase_starts_only_when_the_gate_before_has_opened()
    {
        RunFixture.Refusal(RunFixture.Created(), new RunCommand.StartPhase(1, "agent", [])).ShouldBe("phase.out_of_order");
        RunFixture.Refusal(RunFixture.Created().Drafting(0), new RunCommand.StartPhase(1, "agent", [])).ShouldBe("phase.in_progress");
        RunFixture.Refusal(RunFixture.Created().Drafting(0).Judged(), new RunCommand.StartPhase(1, "agent", [])).ShouldBe("run.not_running");
    }

    [Fact]
    public void R4_an_approval_names_its_execution_and_the_snapshot_that_it_saw()
    {
        var state = RunFixture.Created().Drafting(0).Judged().Then(new RunCommand.Approve(new ExecutionId(0, 1)));
        var approval = state.LatestOpened(0)!.Approval.ShouldNotBeNull();
        approval.By.ShouldBe(RunFixture.Ada);
        approval.Snapshot.ShouldBe(ContentHash.Of("snapshot"));
        approval.Automatic.ShouldBeFalse();
    }

    [Fact]
    public void R4_a_double_click_writes_nothing_in_any_status_and_never_approves_the_next_gate()
    {
        var again = new RunCommand.Approve(new ExecutionId(0, 1));
        RunState[] later =
        [
            RunFixture.Created().Opened(0),
            RunFixture.Created().Opened(0).Drafting(1),
            RunFixture.Created().Opened(0).Drafting(1).Judged(),
            RunFixture.Created().Opened(0).Drafting(1).Judged(errors: 2),
            RunFixture.Created().Finished(),
            RunFixture.Created().Opened(0).Then(new RunCommand.Cancel("x")),
        ];
        foreach (var state in later) RunMachine.Decide(state, again).ShouldBeOfType<RunDecision.Accepted>().Events.ShouldBeEmpty(state.Status.ToString());
    }

    [Fact]
    public void R4_an_execution_that_does_not_wait_is_superseded()
    {
        var waiting = RunFixture.Created().Opened(0).Drafting(1).Judged();
        RunFixture.Refusal(waiting, new RunCommand.Approve(new ExecutionId(1, 2))).ShouldBe("approval.superseded");
        RunFixture.Refusal(waiting, new RunCommand.Reject(new ExecutionId(0, 1), "no")).ShouldBe("approval.superseded");
        RunFixture.Refusal(RunFixture.Created().Drafting(0), new RunCommand.Approve(new ExecutionId(0, 1))).ShouldBe("approval.superseded");
        RunFixture.Refusal(RunFixture.Created().Drafting(0), new RunCommand.Approve(null)).ShouldBe("approval.not_waiting");
    }

    [Fact]
    public void R5_R6_a_gate_with_one_error_fails_and_stops_the_run_in_every_mode()
    {
        foreach (var mode in Enum.GetValues<ReviewMode>())
        {
            var state = RunFixture.Created(mode, 0, 1).Drafting(0).Judged(errors: 1);
            state.Status.ShouldBe(RunStatus.Failed);
            state.Current!.Status.ShouldBe(ExecutionStatus.Failed);
            state.StoppedBecause.ShouldBe("phase 0 failed its gate with 1 error");
        }
    }

    [Fact]
    public void A_batch_run_and_a_phase_that_asks_for_none_wait_for_no_approval()
    {
        RunFixture.Created(ReviewMode.Batch).Drafting(0).Judged().Status.ShouldBe(RunStatus.Running);
        RunFixture.Created().Drafting(0).Judged(asks: false).Status.ShouldBe(RunStatus.Running);
    }

    [Fact]
    public void A_skipped_approval_is_recorded_as_such()
    {
        var state = RunFixture.Created(ReviewMode.Interactive, 0).Drafting(0).Judged();
        state.Status.ShouldBe(RunStatus.Running);
        state.Current!.Approval!.Automatic.ShouldBeTrue();
        state.Opened(1).LatestOpened(1)!.Approval!.Automatic.ShouldBeFalse();
    }

    [Fact]
    public void A7_a_bundle_is_earned_by_the_final_gate_alone()
    {
        RunFixture.Refusal(RunFixture.Created().Opened(0), RunFixture.Completion()).ShouldBe("bundle.not_earned");
        RunFixture.Refusal(RunFixture.Created().Opened(0).Drafting(1).Judged(), RunFixture.Completion()).ShouldBe("run.not_running");
        RunFixture.Created().Finished().Bundle.ShouldNotBeNull();
    }

    [Fact]
    public void A8_a_second_execution_of_a_phase_has_a_number_and_folder_of_its_own()
    {
        // Only the next issue's commands lead here; the numbering must not depend on them.
        var state = RunFixture.Created().Opened(0).Opened(1);
        state = state.Drafting(1);
        state.Current!.Id.ShouldBe(new ExecutionId(1, 2));
        state.Current.Id.Folder.ShouldBe("phase1_v2");
    }

    [Fact]
    public void A_rejection_needs_a_reason_and_stops_the_run()
    {
        var waiting = RunFixture.Created().Drafting(0).Judged();
        RunFixture.Refusal(waiting, new RunCommand.Reject(null, " ")).ShouldBe("reject.reason_missing");
        var rejected = waiting.Then(new RunCommand.Reject(null, "too thin"));
        rejected.Status.ShouldBe(RunStatus.Failed);
        rejected.StoppedBecause.ShouldContain("too thin");
    }

    [Fact]
    public void Taking_up_a_run_says_whether_it_was_started_resumed_or_taken_over()
    {
        Events(RunFixture.Created(), new RunCommand.TakeUp("me", null, null)).ShouldBe(["run.started"]);
        var started = RunFixture.Created().Then(new RunCommand.TakeUp("me", null, null));
        Events(started.Opened(0), new RunCommand.TakeUp("me", null, null)).ShouldBeEmpty("nothing was interrupted");
        Events(started.Drafting(0), new RunCommand.TakeUp("me", null, null)).ShouldBe(["run.resumed"]);
        Events(started.Drafting(0), new RunCommand.TakeUp("me", "you", "then")).ShouldBe(["run.taken_over", "run.resumed"]);
    }

    private static IEnumerable<string> Events(RunState state, RunCommand command) =>
        RunMachine.Decide(state, command).ShouldBeOfType<RunDecision.Accepted>().Events.Select(RunEventJson.TypeOf);
}
