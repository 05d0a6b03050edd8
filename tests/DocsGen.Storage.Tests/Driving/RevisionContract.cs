using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Agents;
using DocsGen.Core.Runs.Attestations;
using DocsGen.Core.Runs.Driving;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Storage.Tests.Driving;

/// <summary>Changes of mind on every engine: what somebody else did between a look and a decision, and what a second draft is given.</summary>
public abstract class RevisionContract(IStore store) : IDisposable
{
    private static readonly LifeMaterial Material = new();
    private static readonly Actor Ada = Actor.User("ada");
    private static readonly Actor Bob = Actor.User("bob");

    private readonly RunPorts ports = new(store.Runs, store.Leases, store.Artifacts, store.Blobs, TimeProvider.System);

    [Fact]
    public async Task R4_an_unnamed_decision_is_about_the_gate_that_waited_when_it_was_given()
    {
        var run = await StartAsync(ReviewMode.Interactive);
        (await DriveAsync(run)).Waiting!.Id.ShouldBe(new ExecutionId(0, 1));

        var again = (await new ApproveGate(While(run, Approved)).ExecuteAsync(run, null, Ada, default)).ShouldBeOfType<RunAnswer.Done>();
        again.Recorded.ShouldBeEmpty("bob approved it before");
        (again.State.Waiting!.Id, again.State.Waiting.Approval).ShouldBe((new ExecutionId(1, 1), null));

        var rejected = await new RejectGate(While(run, Approved)).ExecuteAsync(run, null, "not good enough", Ada, default);
        rejected.ShouldBeOfType<RunAnswer.Refused>().Code.ShouldBe("approval.superseded");
        (await StateAsync(run)).Waiting!.Id.ShouldBe(new ExecutionId(2, 1));
    }

    [Fact]
    public async Task R8_an_unnamed_revalidation_is_about_the_gate_that_had_spoken_when_it_was_asked_for()
    {
        var run = await StartAsync(ReviewMode.Interactive);
        await DriveAsync(run);
        await Approved(run);
        var asked = (await new RevalidateRun(While(run, Approved)).ExecuteAsync(run, null, "look again", Ada, default)).ShouldBeOfType<RunAnswer.Done>();
        asked.Recorded[0].ShouldBeOfType<RunEvent.RegenerationRequested>().Phase.ShouldBe(1);
    }

    [Fact]
    public async Task A_regeneration_is_given_the_issues_that_its_phases_gate_found_in_each_file()
    {
        var run = await StartAsync(ReviewMode.Batch);
        var broken = new PageAgent(r => r.File.Role == "runbooks" ? LifeMaterial.WithBrokenLink(Page(r)) : Page(r));
        (await DriveAsync(run, broken)).Status.ShouldBe(RunStatus.Failed);
        broken.Requests.ShouldAllBe(r => r.Issues.Count == 0, "a first draft has no issues");

        var mending = new PageAgent(Page);
        await new RegenerateFiles(ports).ExecuteAsync(run, 2, [], "mend the link", Ada, default);
        (await DriveAsync(run, mending)).Status.ShouldBe(RunStatus.Complete);
        var given = mending.Requests.ToDictionary(r => r.File.Role, r => r.Issues, StringComparer.Ordinal);
        var issue = given["runbooks"].ShouldHaveSingleItem();
        (issue.Rule, issue.Severity.ToString()).ShouldBe(("links.internal.resolves", "Error"));
        given.Where(g => g.Key != "runbooks").ShouldAllBe(g => g.Value.Count == 0, "issues of other files");
    }

    [Fact]
    public async Task R7_a_regeneration_for_which_the_agent_has_no_file_fails_and_says_so()
    {
        var run = await StartAsync(ReviewMode.Batch);
        var before = await DriveAsync(run);
        await new RegenerateFiles(ports).ExecuteAsync(run, 2, [], "fresher", Ada, default);
        var state = await DriveAsync(run, new PageAgent(_ => null));
        state.Status.ShouldBe(RunStatus.Failed);
        state.StoppedBecause.ShouldBe("drafting parcel-tracker-runbooks.md failed: the pages agent has no new version: there is no such page");
        state.Active(ArtifactType.CoreDoc).Select(a => a.Path).ShouldBe(before.Active(ArtifactType.CoreDoc).Select(a => a.Path));
    }

    [Fact]
    public async Task R7_a_replan_that_was_shown_before_somebody_elses_replan_is_not_carried_out()
    {
        var run = await StartAsync(ReviewMode.Batch);
        await DriveAsync(run);
        var (shown, _) = await new ReplanFiles(ports).PreviewAsync(run, "pocket", Words, default);
        var raced = While(run, async r =>
        {
            (await new ReplanFiles(ports).ExecuteAsync(r, shown!, "smaller", Bob, default)).ShouldBeOfType<RunAnswer.Done>();
            await DriveAsync(r);
        });
        (await new ReplanFiles(raced).ExecuteAsync(run, shown!, "smaller", Ada, default)).ShouldBeOfType<RunAnswer.Refused>().Code.ShouldBe("replan.moved_on");
        (await StateAsync(run)).Executions.Count(e => e.Replan is not null).ShouldBe(1);
    }

    [Fact]
    public async Task R7_a_replan_does_not_drop_a_file_whose_edit_waits_and_a_second_edit_says_what_it_waits_for()
    {
        var run = await StartAsync(ReviewMode.Batch);
        var state = await DriveAsync(run);
        var (handbook, duty) = (state.Documents(1).Single(d => d.FileName.EndsWith("-handbook.md", StringComparison.Ordinal)), OnCall(state));
        EditedFile[] edits = [new(1, handbook.FileName, handbook.Hash, Bytes(LifeMaterial.WithBrokenLink("# Gone\n"))), new(2, duty.FileName, duty.Hash, Bytes("# On call\n\nAsk Ada.\n"))];
        await new EditRun(ports).ExecuteAsync(run, edits, "typos", Ada, default);
        (state = await DriveAsync(run)).Status.ShouldBe(RunStatus.Failed);

        var (shown, _) = await new ReplanFiles(ports).PreviewAsync(run, "pocket", Words, default);
        var refused = (await new ReplanFiles(ports).ExecuteAsync(run, shown!, "smaller", Ada, default)).ShouldBeOfType<RunAnswer.Refused>();
        (refused.Code, refused.Message).ShouldBe(("replan.edit_waiting", "An edit of parcel-tracker-on-call.md waits for phase 2, and the replan would drop the file. Bring the run to that phase first."));

        EditedFile[] more = [edits[0] with { Before = ContentHash.Of(edits[0].Bytes.Span), Bytes = Bytes("# Back\n") }, edits[1] with { Before = OnCall(state).Hash, Bytes = Bytes("# On call\n\nAsk Bob.\n") }];
        var second = await new EditRun(ports).ExecuteAsync(run, more, "typos", Ada, default);
        second.ShouldBeOfType<RunAnswer.Refused>().Message.ShouldStartWith("An earlier edit of parcel-tracker-on-call.md waits for phase 2. Bring the run to that phase first");
    }

    [Fact]
    public async Task A5_a_run_that_is_written_while_it_is_verified_is_not_called_damaged()
    {
        var run = await StartAsync(ReviewMode.Interactive);
        await DriveAsync(run);
        var raced = ports with { Runs = new Meanwhile(ports.Runs, onCommit: null, onRead: () => Approved(run)) };
        var proof = await new VerifyRun(raced).ExecuteAsync(run, default);
        proof.Problems.ShouldBeEmpty();
        proof.Artifacts.ShouldBe((await store.Artifacts.ListAsync(run, default)).Count);
    }

    [Fact]
    public async Task What_was_deleted_is_refused_as_deleted_and_never_as_damaged()
    {
        var run = await StartAsync(ReviewMode.Batch);
        await DriveAsync(run);
        (await new DeleteRun(ports).ExecuteAsync(run, "old", Ada, default)).ShouldBeOfType<RunAnswer.Done>();
        using var folder = new TempFolder();
        using var empty = folder.OpenStore();
        // As the collector leaves it.
        var freed = ports with { Blobs = empty.Blobs };
        using var key = SigningKey.Generate();
        var words = $"{run} was deleted; only its events are left. See 'docsgen run events {run}'.";
        var attested = (await new AttestRun(freed).ExecuteAsync(run, key, Ada, default)).ShouldBeOfType<AttestAnswer.Refused>();
        (attested.Code, attested.Message).ShouldBe(("run.deleted", words));
        foreach (var answer in new[]
        {
            await new OverrideIssues(freed).ExecuteAsync(run, ["0123456"], TimeProvider.System.GetUtcNow().AddDays(1), "known", Ada, default),
            await new RegenerateFiles(freed).ExecuteAsync(run, 1, [], "again", Ada, default),
            (await new ReplanFiles(freed).PreviewAsync(run, "pocket", Words, default)).Refusal,
        })
        {
            answer.ShouldBe(new RunAnswer.Refused("run.deleted", words));
        }

        var rebuilt = await new RebuildRun(freed).ExecuteAsync(run, new(null, null, "1"), "again", Ada, default);
        rebuilt.ShouldBe(new RunAnswer.Refused("run.deleted", words + " Its inputs went with it: start a run with 'docsgen run start'."));
    }

    [Fact]
    public async Task R9_a_rebuild_is_recorded_as_done_by_the_program_that_does_it()
    {
        var old = await StartAsync(ReviewMode.Batch);
        var answer = (await new RebuildRun(ports).ExecuteAsync(old, new(null, null, "2"), "again", Ada, default)).ShouldBeOfType<RunAnswer.Done>();
        (answer.State.Settings.Tool, answer.State.RebuiltFrom).ShouldBe(("2", old));
    }

    [Fact]
    public async Task A_run_that_is_deleted_while_it_is_attested_is_refused_as_deleted()
    {
        var run = await StartAsync(ReviewMode.Batch);
        await DriveAsync(run);
        using var key = SigningKey.Generate();
        var raced = While(run, async r => await new DeleteRun(ports).ExecuteAsync(r, "old", Bob, default));
        (await new AttestRun(raced).ExecuteAsync(run, key, Ada, default)).ShouldBeOfType<AttestAnswer.Refused>().Code.ShouldBe("run.deleted");
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => store.Dispose();

    private static IReadOnlyDictionary<string, string> Words => new Dictionary<string, string>(StringComparer.Ordinal);

    private static string Page(DraftRequest request) => Material.Page(request.Context.Plan.Profile, request.File.Name);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static WrittenArtifact OnCall(RunState state) => state.Documents(2).Single(d => d.FileName.EndsWith("-on-call.md", StringComparison.Ordinal));

    private async Task<RunId> StartAsync(ReviewMode mode) => (await new StartRun(ports).ExecuteAsync(Material.Request("full", mode, []), Ada, default)).Id;

    private async Task<RunState> StateAsync(RunId run) => (await ports.LoadAsync(run, default))!;

    private async Task<RunState> DriveAsync(RunId run, IDraftingAgent? agent = null) =>
        (await new DriveRun(ports, Material.Templates, new() { MaxDrafts = 1 }).ExecuteAsync(run, agent ?? new PageAgent(Page), new("driver", ""), new SilentObserver(), default))
            .ShouldBeOfType<DriveOutcome.Stopped>().State;

    // The store of somebody who is about to commit, while Bob is faster.
    private RunPorts While(RunId run, Func<RunId, Task> bob) => ports with { Runs = new Meanwhile(ports.Runs, onCommit: () => bob(run), onRead: null) };

    private async Task Approved(RunId run)
    {
        (await new ApproveGate(ports).ExecuteAsync(run, (await StateAsync(run)).Waiting!.Id, Bob, default)).ShouldBeOfType<RunAnswer.Done>();
        await DriveAsync(run);
    }

    /// <summary>Lets somebody else act once: before the first commit, or behind the first look at the events.</summary>
    private sealed class Meanwhile(IRunStore inner, Func<Task>? onCommit, Func<Task>? onRead) : BrokenPorts.Decorated(inner, c => c)
    {
        private Func<Task>? onCommit = onCommit;
        private Func<Task>? onRead = onRead;

        public override async ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
        {
            if (Interlocked.Exchange(ref onCommit, null) is { } act) await act();
            return await base.CommitAsync(commit, cancellationToken);
        }

        public override async ValueTask<IReadOnlyList<StoredEvent>> EventsAsync(RunId run, long after, CancellationToken cancellationToken)
        {
            var events = await base.EventsAsync(run, after, cancellationToken);
            if (Interlocked.Exchange(ref onRead, null) is { } act) await act();
            return events;
        }
    }

    /// <summary>Writes what it is told to, has nothing where that is null, and keeps what it was given.</summary>
    private sealed class PageAgent(Func<DraftRequest, string?> write) : IDraftingAgent
    {
        public AgentIdentity Identity { get; } = new("pages", "1");

        public List<DraftRequest> Requests { get; } = [];

        public ValueTask<PhaseOutline> PlanPhaseAsync(PhasePlanRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(new PhaseOutline([]));

        public ValueTask<Draft> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            return ValueTask.FromResult<Draft>(write(request) is { } text ? new Draft.Written(Bytes(text), new("page", "1", Tokens: null)) : new Draft.LeftOut("there is no such page"));
        }
    }
}

public sealed class EmbeddedRevisionTests : RevisionContract
{
    private readonly TempFolder folder;

    public EmbeddedRevisionTests()
        : this(new())
    {
    }

    private EmbeddedRevisionTests(TempFolder folder)
        : base(folder.OpenStore()) => this.folder = folder;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        folder.Dispose();
    }
}
