using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Validation;

namespace DocsGen.Storage.Tests;

/// <summary>What every backend of <see cref="IRunStore"/> and <see cref="IRunLeases"/> must do.</summary>
public abstract class RunStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly TimeSpan Term = TimeSpan.FromSeconds(30);
    private static readonly Actor Ada = Actor.User("ada");
    private static readonly DriverIdentity One = new("one", "");
    private static readonly DriverIdentity Two = new("two", "");

    protected abstract IRunStore Runs { get; }

    protected abstract IRunLeases Leases { get; }

    protected abstract IArtifactStore Artifacts { get; }

    [Fact]
    public async Task Ids_of_a_day_count_up_and_are_never_given_twice()
    {
        var day = new DateOnly(2026, 1, 2);
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await Runs.ReserveIdAsync(day, default))));
        ids.Select(i => i.Value).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, 50).Select(n => RunId.For(day, n).Value));
        (await Runs.ReserveIdAsync(day.AddDays(1), default)).ShouldBe(RunId.For(day.AddDays(1), 1));
    }

    [Fact]
    public async Task R10_events_come_back_as_stored_and_their_chain_is_whole()
    {
        var state = await CreateAsync();
        state = await CommitAsync(state, [new RunEvent.Started(), new RunEvent.PhaseStarted(new(0, 1), "preflight_validator", [])]);
        var events = await Runs.EventsAsync(state.Id, 0, default);
        events.Select(e => e.Seq).ShouldBe([1, 2, 3]);
        RunLog.FindBreak(events).ShouldBeNull();
        RunLog.Fold(events).Version.ShouldBe(3);
        (await Runs.EventsAsync(state.Id, 2, default)).ShouldBe([events[2]]);
    }

    [Fact]
    public async Task R1_a_stale_writer_changes_nothing()
    {
        var state = await CreateAsync();
        await CommitAsync(state, [new RunEvent.Started()]);
        var (after, stored) = RunLog.Append(state, [new RunEvent.Canceled("late")], Ada, Now);
        var artifact = Artifact(state.Id, "phase0/late.md", "late");
        (await Runs.CommitAsync(new() { After = after, ExpectedVersion = state.Version, Events = stored, Artifacts = [artifact] }, default)).ShouldBe(CommitOutcome.Stale);
        (await Runs.EventsAsync(state.Id, 0, default)).Count.ShouldBe(2);
        (await Artifacts.FindAsync(artifact.Path, default)).ShouldBeNull();
        (await Leases.PeekAsync(state.Id, default))!.Status.ShouldBe(RunStatus.Running);
    }

    [Fact]
    public async Task R1_of_many_writers_on_one_version_one_wins()
    {
        var state = await CreateAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Task.Run(async () =>
        {
            var (after, stored) = RunLog.Append(state, [new RunEvent.Canceled($"by {n}")], Ada, Now);
            return await Runs.CommitAsync(new() { After = after, ExpectedVersion = state.Version, Events = stored }, default);
        })));
        outcomes.Count(o => o == CommitOutcome.Committed).ShouldBe(1);
        outcomes.Count(o => o == CommitOutcome.Stale).ShouldBe(39);
        (await Runs.EventsAsync(state.Id, 0, default)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A2_a_commit_whose_path_holds_other_bytes_writes_nothing_at_all()
    {
        var state = await CreateAsync();
        state = await CommitAsync(state, [new RunEvent.Started()], Artifact(state.Id, "phase0/a.md", "one"));
        var (after, stored) = RunLog.Append(state, [new RunEvent.Canceled("x")], Ada, Now);
        var commit = new RunCommit
        {
            After = after,
            ExpectedVersion = state.Version,
            Events = stored,
            Artifacts = [Artifact(state.Id, "phase0/b.md", "fine"), Artifact(state.Id, "phase0/a.md", "two")],
        };
        (await Runs.CommitAsync(commit, default)).ShouldBe(CommitOutcome.PathTaken);
        (await Runs.EventsAsync(state.Id, 0, default)).Count.ShouldBe(2);
        (await Artifacts.ListAsync(state.Id, default)).Count.ShouldBe(1);
        (await Leases.PeekAsync(state.Id, default))!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task R2_one_driver_holds_a_run_and_the_other_is_told_who()
    {
        var state = await CreateAsync();
        var granted = (await Leases.ClaimAsync(state.Id, One, Term, default)).ShouldBeOfType<LeaseClaim.Granted>();
        granted.Fence.ShouldBe(1);
        granted.Previous.ShouldBeNull();
        var held = (await Leases.ClaimAsync(state.Id, Two, Term, default)).ShouldBeOfType<LeaseClaim.Held>();
        held.By.Driver.ShouldBe("one");
        (held.By.UntilUtc - held.By.SinceUtc).ShouldBe(Term);
        await Leases.ReleaseAsync(state.Id, 1, default);
        (await Leases.PeekAsync(state.Id, default))!.Driver.ShouldBeNull();
        (await Leases.ClaimAsync(state.Id, Two, Term, default)).ShouldBeOfType<LeaseClaim.Granted>().Fence.ShouldBe(2);
    }

    [Fact]
    public async Task R2_a_lapsed_lease_is_taken_over_and_the_late_driver_writes_nothing()
    {
        var state = await CreateAsync();
        (await Leases.ClaimAsync(state.Id, One, TimeSpan.FromMilliseconds(50), default)).ShouldBeOfType<LeaseClaim.Granted>();
        await Task.Delay(80);
        var taken = (await Leases.ClaimAsync(state.Id, Two, Term, default)).ShouldBeOfType<LeaseClaim.Granted>();
        taken.Fence.ShouldBe(2);
        taken.Previous!.Driver.ShouldBe("one");
        (await Leases.RenewAsync(state.Id, 1, Term, default)).ShouldBeFalse();
        var (after, stored) = RunLog.Append(state, [new RunEvent.Started()], Ada, Now);
        (await Runs.CommitAsync(new() { After = after, ExpectedVersion = 1, Fence = 1, Events = stored }, default)).ShouldBe(CommitOutcome.Fenced);
        await Leases.ReleaseAsync(state.Id, 1, default);
        (await Leases.PeekAsync(state.Id, default))!.Driver!.Driver.ShouldBe("two", "a late release frees nothing");
        (await Runs.CommitAsync(new() { After = after, ExpectedVersion = 1, Fence = 2, Events = stored }, default)).ShouldBe(CommitOutcome.Committed);
    }

    [Fact]
    public async Task R2_a_run_that_stops_is_nobodys_in_the_same_moment()
    {
        var state = await CreateAsync();
        await Leases.ClaimAsync(state.Id, One, Term, default);
        var (after, stored) = RunLog.Append(state, [new RunEvent.Canceled("enough")], Ada, Now);
        (await Runs.CommitAsync(new() { After = after, ExpectedVersion = 1, Fence = 1, Events = stored }, default)).ShouldBe(CommitOutcome.Committed);
        (await Leases.PeekAsync(state.Id, default))!.Driver.ShouldBeNull();
        (await Leases.ClaimAsync(state.Id, Two, Term, default)).ShouldBeOfType<LeaseClaim.Granted>().Fence.ShouldBe(2);
        await Leases.ReleaseAsync(state.Id, 1, default);
        (await Leases.PeekAsync(state.Id, default))!.Driver!.Driver.ShouldBe("two");
    }

    [Fact]
    public async Task R2_a_renewed_lease_lasts_from_its_renewal()
    {
        var state = await CreateAsync();
        await Leases.ClaimAsync(state.Id, One, TimeSpan.FromMilliseconds(200), default);
        (await Leases.RenewAsync(state.Id, 1, Term, default)).ShouldBeTrue();
        await Task.Delay(250);
        (await Leases.ClaimAsync(state.Id, Two, Term, default)).ShouldBeOfType<LeaseClaim.Held>();
    }

    [Fact]
    public async Task Issues_of_an_execution_keep_their_order_and_every_property()
    {
        var state = await CreateAsync();
        Issue[] issues =
        [
            new("links.internal.resolves", Severity.Error, "a.md", 3, 7, "no | such * file", "0123456789abcdef"),
            new("structure.missing_file", Severity.Warning, null, 0, 0, "Grüße, 世界 🌍", "fedcba9876543210"),
            new("completeness.threshold", Severity.Info, "a.md", 1, 1, "x", "0000000000000000"),
        ];
        var (after, stored) = RunLog.Append(state, [new RunEvent.Started()], Ada, Now);
        var commit = new RunCommit { After = after, ExpectedVersion = 1, Events = stored, Issues = new(new(1, 1), issues) };
        (await Runs.CommitAsync(commit, default)).ShouldBe(CommitOutcome.Committed);
        (await Runs.IssuesAsync(state.Id, new(1, 1), default)).ShouldBe(issues);
        (await Runs.IssuesAsync(state.Id, new(1, 2), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_run_keeps_its_events_and_loses_its_artifacts_and_issues()
    {
        var kept = await CommitAsync(await CreateAsync(), [new RunEvent.Started()], Artifact(RunId.Parse("run_2026_01_02_0001"), "input/a.md", "kept"));
        var state = await CreateAsync();
        state = await CommitAsync(state, [new RunEvent.Started(), new RunEvent.Canceled("enough")], Artifact(state.Id, "input/a.md", "given up"));
        state = await CommitAsync(state, [new RunEvent.Deleted("too old")]);
        (await Artifacts.ListAsync(state.Id, default)).ShouldBeEmpty();
        (await Runs.EventsAsync(state.Id, 0, default)).Count.ShouldBe(4);
        (await Artifacts.ListAsync(kept.Id, default)).ShouldHaveSingleItem();
        var rows = await Runs.ListAsync(default);
        rows.Single(r => r.Id == state.Id).Deleted.ShouldBeTrue();
        rows.Single(r => r.Id == kept.Id).Deleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Lists_say_what_is_archived_and_pinned()
    {
        var state = await CreateAsync();
        await CommitAsync(state, [new RunEvent.Canceled("enough"), new RunEvent.RetentionChanged(Archived: true, Pinned: true, "keep")]);
        var row = (await Runs.ListAsync(default)).ShouldHaveSingleItem();
        (row.Archived, row.Pinned, row.Deleted).ShouldBe((true, true, false));
    }

    [Fact]
    public async Task A3_a_commit_replaces_in_place_only_with_a_token_for_that_path_and_once()
    {
        var state = await CreateAsync();
        state = await CommitAsync(state, [new RunEvent.Started()], Artifact(state.Id, "phase1/a.md", "one"));
        var path = LogicalPath.In(state.Id, "phase1/a.md");
        var token = new OverwriteToken("t1", path, "leaked", Ada, Now.AddYears(100));
        (await ReplaceAsync(state, token, "two")).ShouldBe(CommitOutcome.PathTaken, "the store never recorded this token");
        await Artifacts.GrantAsync(token, default);
        (await ReplaceAsync(state, token with { Id = "t2" }, "two")).ShouldBe(CommitOutcome.PathTaken);
        (await ReplaceAsync(state, token, "two")).ShouldBe(CommitOutcome.Committed);
        (await Artifacts.ListAsync(state.Id, default)).Select(a => a.Generation).ShouldBe([1, 2], "what was replaced stays");
        var next = RunLog.Fold(await Runs.EventsAsync(state.Id, 0, default));
        (await ReplaceAsync(next, token, "three")).ShouldBe(CommitOutcome.PathTaken, "a token is used once");
    }

    private async Task<CommitOutcome> ReplaceAsync(RunState state, OverwriteToken token, string text)
    {
        var (after, stored) = RunLog.Append(state, [new RunEvent.Started()], Ada, Now);
        return await Runs.CommitAsync(new() { After = after, ExpectedVersion = state.Version, Events = stored, Artifacts = [Artifact(state.Id, "phase1/a.md", text)], Token = token }, default);
    }

    [Fact]
    public async Task Lists_show_the_newest_run_first()
    {
        var older = await CreateAsync(Now);
        var newer = await CreateAsync(Now.AddMinutes(1));
        (await Runs.ListAsync(default)).Select(r => r.Id).ShouldBe([newer.Id, older.Id]);
        (await Runs.EventsAsync(RunId.Parse("run_2020_01_01_0001"), 0, default)).ShouldBeEmpty();
        (await Leases.PeekAsync(RunId.Parse("run_2020_01_01_0001"), default)).ShouldBeNull();
        (await Leases.ClaimAsync(RunId.Parse("run_2020_01_01_0001"), One, Term, default)).ShouldBeOfType<LeaseClaim.NoRun>();
    }

    private static NewArtifact Artifact(RunId run, string relative, string text) =>
        new(LogicalPath.In(run, relative), StagedBlob.OfSmall(Encoding.UTF8.GetBytes(text)), ArtifactType.CoreDoc, Ada, Now);

    private async Task<RunState> CreateAsync(DateTimeOffset? at = null)
    {
        var id = await Runs.ReserveIdAsync(new(2026, 1, 2), default);
        var settings = new RunSettings
        {
            Slug = "sample",
            Name = "Sample",
            Formula = "plugin",
            FormulaVersion = "1",
            Profile = "full",
            Strictness = Strictness.Strict,
            ReviewMode = ReviewMode.Interactive,
            Agent = "template",
            Tool = "0",
        };
        var (state, stored) = RunLog.Begin(id, new(settings, []), Ada, at ?? Now);
        (await Runs.CommitAsync(new() { After = state, ExpectedVersion = 0, Events = stored }, default)).ShouldBe(CommitOutcome.Committed);
        return state;
    }

    private async Task<RunState> CommitAsync(RunState state, IReadOnlyList<RunEvent> events, params NewArtifact[] artifacts)
    {
        var (after, stored) = RunLog.Append(state, events, Ada, Now);
        (await Runs.CommitAsync(new() { After = after, ExpectedVersion = state.Version, Events = stored, Artifacts = artifacts }, default)).ShouldBe(CommitOutcome.Committed);
        return after;
    }
}
