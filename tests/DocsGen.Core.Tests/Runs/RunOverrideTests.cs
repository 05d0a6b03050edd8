using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;

namespace DocsGen.Core.Tests.Runs;

/// <summary>Overrides of named errors, files replaced in place, and how long runs are kept.</summary>
public sealed class RunOverrideTests
{
    private static RunState Failed => RunFixture.Created().Opened(0).Drafting(1).Judged(errors: 2);

    [Fact]
    public void R5_an_override_opens_a_gate_and_does_not_make_a_pass_of_it()
    {
        var state = Failed.Then(RunFixture.Overriding("one"));
        (state.Status, state.Asked!.Kind, state.Asked.Phase).ShouldBe((RunStatus.Running, ExecutionKind.Override, 1));
        state.Overrides.ShouldHaveSingleItem().By.ShouldBe(RunFixture.Ada);
        state = state.Then(new RunCommand.StartPhase(1, "agent", [], ExecutionKind.Override, []));
        state.Current!.Id.ShouldBe(new ExecutionId(1, 2), "an override has an execution of its own, and with it a report");
        state = state.Then(new RunCommand.StartValidation());
        var (opens, stays) = (RunFixture.Verdict(2) with { Overridden = 2 }, RunFixture.Verdict(2) with { Overridden = 1 });
        var open = state.Then(new RunCommand.RecordVerdict(opens, [], AsksForApproval: true));
        (open.Status, open.Current!.Status, open.Current.IsCleared).ShouldBe((RunStatus.AwaitingApproval, ExecutionStatus.Overridden, false));
        open.Then(new RunCommand.Approve(new ExecutionId(1, 2))).Current!.IsCleared.ShouldBeTrue();
        var shut = state.Then(new RunCommand.RecordVerdict(stays, [], AsksForApproval: true));
        (shut.Status, shut.Current!.Status).ShouldBe((RunStatus.Failed, ExecutionStatus.Failed));
        shut.StoppedBecause.ShouldBe("phase 1 failed its gate with 2 errors, 1 of them overridden");
    }

    [Fact]
    public void What_cannot_be_overridden_is_named()
    {
        RunFixture.Refusal(Failed, RunFixture.Overriding("core")).ShouldBe("override.core_rule");
        RunFixture.Refusal(Failed, RunFixture.Overriding("one", "two")).ShouldBe("override.not_listed");
        RunFixture.Refusal(Failed, RunFixture.Overriding("one", "three")).ShouldBe("override.unknown_issue");
        RunFixture.Refusal(Failed, RunFixture.Overriding()).ShouldBe("override.unknown_issue");
        RunFixture.Refusal(Failed, RunFixture.Overriding("one") with { Reason = " " }).ShouldBe("override.reason_missing");
        RunFixture.Refusal(Failed, RunFixture.Overriding("one") with { ExpiresUtc = RunFixture.Now }).ShouldBe("override.expired");
        RunFixture.Refusal(RunFixture.Created().Drafting(0).Judged(), RunFixture.Overriding("one")).ShouldBe("override.no_failed_gate");
        var draftingFailed = RunFixture.Created().Opened(0).Drafting(1).Then(new RunCommand.FailDrafting("a.md", "no model"));
        RunFixture.Refusal(draftingFailed, RunFixture.Overriding("one")).ShouldBe("override.no_failed_gate");
    }

    [Theory]
    [InlineData("placeholders.forbidden")]
    [InlineData("links.internal.resolves")]
    [InlineData("links.anchor.resolves")]
    [InlineData("terminology.forbidden_term")]
    [InlineData("schema.drift")]
    [InlineData("markdown.malformed")]
    [InlineData("validator.failed")]
    [InlineData("structure.missing_file")]
    [InlineData("preflight.entities")]
    public void No_formula_can_list_a_core_rule_as_overridable(string rule)
    {
        CoreRules.Contains(rule).ShouldBeTrue();
        var json = System.Text.Encoding.UTF8.GetString(BuiltInFormulas.Source("plugin").Span).Replace("\"flows.undocumented\", \"integrations", $"\"{rule}\", \"integrations", StringComparison.Ordinal);
        FormulaReader.Read(System.Text.Encoding.UTF8.GetBytes(json), BuiltInFormulas.Templates("plugin")).Findings.ShouldContain(f => f.Check == "formula.core_rule");
    }

    [Fact]
    public void A3_a_file_is_replaced_in_place_only_where_the_run_allows_it()
    {
        var overwrite = new RunCommand.Overwrite("phase1/a.md", ContentHash.Of("new"), 3, "token", "leaked a secret");
        var never = Drafted(OverwriteMode.Never, errors: 1);
        RunFixture.Refusal(never, overwrite).ShouldBe("overwrite.not_allowed");
        var state = Drafted(OverwriteMode.Explicit, errors: 1);
        RunFixture.Refusal(state, overwrite with { Path = "phase1/b.md" }).ShouldBe("overwrite.unknown_file");
        RunFixture.Refusal(state, overwrite with { After = ContentHash.Of("a.md") }).ShouldBe("overwrite.nothing");
        RunFixture.Refusal(state, overwrite with { Reason = "" }).ShouldBe("overwrite.reason_missing");
        state = state.Then(overwrite);
        (state.Asked!.Kind, state.Asked.Phase).ShouldBe((ExecutionKind.Revalidation, 1));
        state.Executions[1].Artifacts.ShouldHaveSingleItem().Hash.ShouldBe(ContentHash.Of("new"));
    }

    [Fact]
    public void A_pinned_run_and_one_that_is_not_done_cannot_be_deleted()
    {
        var pinned = RunFixture.Created().Finished().Then(new RunCommand.Retain(null, true, "keep"));
        (pinned.IsPinned, pinned.IsArchived).ShouldBe((true, false));
        RunFixture.Refusal(pinned, new RunCommand.Delete("old")).ShouldBe("run.pinned");
        RunFixture.Refusal(RunFixture.Created(), new RunCommand.Delete("old")).ShouldBe("run.busy");
        RunFixture.Refusal(RunFixture.Created(), new RunCommand.Retain(true, null, "old")).ShouldBe("run.busy");
        RunFixture.Created().Then(new RunCommand.Retain(null, true, "keep")).IsPinned.ShouldBeTrue();
        RunFixture.Refusal(RunFixture.Created().Finished(), new RunCommand.Delete(" ")).ShouldBe("delete.reason_missing");
        var deleted = pinned.Then(new RunCommand.Retain(null, false, "let go")).Then(new RunCommand.Delete("old"));
        deleted.IsDeleted.ShouldBeTrue();
        RunFixture.Refusal(deleted, new RunCommand.Revalidate(null, "again")).ShouldBe("run.deleted");
    }

    [Fact]
    public void An_archived_run_that_goes_on_is_back_in_the_lists_and_can_be_pinned_while_it_runs()
    {
        var archived = RunFixture.Created().Finished().Then(new RunCommand.Retain(true, null, "old"));
        archived.IsArchived.ShouldBeTrue();
        var running = archived.Then(new RunCommand.Revalidate(null, "a look"));
        running.IsArchived.ShouldBeFalse();
        running.Then(new RunCommand.Retain(null, true, "keep")).IsPinned.ShouldBeTrue();
        // As a run that went on before this was so.
        (archived with { Status = RunStatus.Running }).Then(new RunCommand.Retain(null, true, "keep")).IsPinned.ShouldBeTrue();
    }

    [Fact]
    public void R7_a_replan_drops_files_from_what_is_active_and_keeps_what_was()
    {
        var state = Drafted(OverwriteMode.Never, errors: 0);
        state = state.Then(new RunCommand.StartPhase(2, "agent", [])).Then(new RunCommand.RecordArtifact(RunFixture.Document("x.md") with { Path = "phase2/x.md" })).Judged(errors: 1);
        var before = state;
        var replan = new Replan("small", new Dictionary<string, string>(StringComparer.Ordinal), ["x.md"], []);
        state = state.Then(new RunCommand.Regenerate(1, [], ["a.md"], "smaller", replan));
        state.Settings.Profile.ShouldBe("small");
        state.Asked!.Files.ShouldBeNull("all that the new plan holds");
        state = state.Then(new RunCommand.StartPhase(1, "agent", [], state.Asked.Kind, state.Asked.Files, state.Asked.Replan));
        state.Documents(2).ShouldBeEmpty("nobody takes out a file that is planned no more");
        state = state.Then(new RunCommand.RecordArtifact(RunFixture.Document("a.md") with { Path = "phase1_v2/a.md" })).Judged(asks: false);
        state = state.Then(new RunCommand.StartPhase(2, "agent", [], ExecutionKind.Revalidation, []));
        state.Composition(state.Current!).ShouldBeEmpty();
        state.Composition(before.Current!).ShouldHaveSingleItem().FileName.ShouldBe("x.md");
        RunFixture.Refusal(before, new RunCommand.Regenerate(1, [], ["a.md"], "why", replan with { Dropped = [] })).ShouldBe("replan.nothing");
    }

    private static RunState Drafted(OverwriteMode mode, int errors)
    {
        var created = RunFixture.Created(ReviewMode.Batch);
        var (state, _) = RunLog.Begin(created.Id, new(created.Settings with { Overwrite = mode }, []), RunFixture.Ada, RunFixture.Now);
        return state.Opened(0).Drafting(1).Then(new RunCommand.RecordArtifact(RunFixture.Document("a.md"))).Judged(errors);
    }
}
