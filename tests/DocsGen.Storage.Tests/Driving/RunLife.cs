using System.Collections.Concurrent;
using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Driving;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Tests.Runs.Model;

namespace DocsGen.Storage.Tests.Driving;

/// <summary>
/// One random life of some runs on a real store: people and drivers act one to three at once, drivers die, the store is closed and opened again. What is
/// done follows from the seed; in which order it is written does not.
/// </summary>
internal sealed class RunLife : IDisposable
{
    private const int Steps = 10;
    private const int MostRuns = 3;

    private readonly LifeMaterial material;
    private readonly Func<RunPorts, RunPorts> variant;
    private readonly SplitMix random;
    private readonly TempFolder folder = new();
    private readonly List<RunId> runs = [];
    private readonly ConcurrentDictionary<string, int> seen = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> violations = [];
    private readonly ConcurrentBag<RunState> acknowledged = [];
    private EmbeddedStore store;
    private RunPorts ports;

    public RunLife(LifeMaterial material, ulong seed, Func<RunPorts, RunPorts> variant)
    {
        (this.material, this.variant, random) = (material, variant, new(seed));
        (store, ports) = Open();
    }

    /// <summary>How often each thing happened.</summary>
    public IReadOnlyDictionary<string, int> Seen => seen;

    /// <summary>Lives it to its end: then every run that still runs is driven to its next stop, and all is checked.</summary>
    public async Task LiveAsync()
    {
        var mode = random.Next(2) == 0 ? ReviewMode.Batch : ReviewMode.Interactive;
        var begun = await new StartRun(ports).ExecuteAsync(material.Request(LifeMaterial.Profiles[random.Next(4) / 3], mode, random.Next(2) == 0 ? [] : [0, 1]), Actor.User("ada"), default);
        acknowledged.Add(begun);
        runs.Add(begun.Id);
        for (var step = 0; step < Steps; step++)
        {
            var run = runs[random.Next(runs.Count)];
            // Two drivers of one run now and then; as a rule one drives while others decide.
            var actors = 1 + random.Next(3);
            var crashed = await Task.WhenAll(Enumerable.Range(0, actors).Select(i =>
            {
                var (name, own) = ($"p{i}", new SplitMix((ulong)random.Next(int.MaxValue)));
                return Task.Run(() => ActAsync(run, name, own));
            }));
            if (crashed.Any(c => c)) Reopen();
        }

        foreach (var run in runs.ToList()) await FinishAsync(run);
        foreach (var run in runs) await CheckAsync(run);
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    // What a person or their program does who looks at a run once, and then acts on what was seen. True when a driver died.
    private async Task<bool> ActAsync(RunId run, string name, SplitMix own)
    {
        if (await ports.LoadAsync(run, default) is not { } state) return false;
        var actor = Actor.User(name);
        var watched = new WatchedPorts(ports, violations, Count, diesAtCommit: 0, diesAfter: false);
        var dice = own.Next(100);
        RunAnswer? answer = state switch
        {
            _ when dice < 1 => await new CancelRun(watched.Ports).ExecuteAsync(run, "enough", actor, default),
            _ when dice < 5 => await new RetainRun(watched.Ports).ExecuteAsync(run, own.Next(2) == 0, own.Next(3) == 0, "keep", actor, default),
            _ when dice < 7 && runs.Count < MostRuns => await RebuildAsync(run, watched, actor),
            { Status: RunStatus.Running } => dice < 20 ? await ReviseAsync(state, watched, actor, own) : null,
            { Status: RunStatus.AwaitingApproval } when dice < 60 => await ApproveAsync(state, watched, actor, own),
            { Status: RunStatus.AwaitingApproval } when dice < 65 => await new RejectGate(watched.Ports).ExecuteAsync(run, state.Current!.Id, "not good enough", actor, default),
            { Status: RunStatus.Failed } when dice < 45 => await OverrideAsync(state, watched, actor),
            { Status: RunStatus.Complete or RunStatus.Failed or RunStatus.Canceled } when dice < 10 => await new DeleteRun(watched.Ports).ExecuteAsync(run, "old", actor, default),
            _ => await ReviseAsync(state, watched, actor, own),
        };
        if (answer is RunAnswer.Refused refused) Count($"refused {refused.Code}");
        if (answer is RunAnswer.Done { Recorded.Count: > 0 } done) acknowledged.Add(done.State);
        // As the program does; and some only record.
        if (answer is not null && own.Next(3) == 0) return false;
        return await DriveAsync(run, name, own);
    }

    private async Task<RunAnswer> RebuildAsync(RunId run, WatchedPorts watched, Actor actor)
    {
        var answer = await new RebuildRun(watched.Ports).ExecuteAsync(run, new(null, null, "1"), "again", actor, default);
        if (answer is RunAnswer.Done done)
        {
            lock (runs) runs.Add(done.State.Id);
        }

        return answer;
    }

    private async Task<RunAnswer> ApproveAsync(RunState state, WatchedPorts watched, Actor actor, SplitMix own)
    {
        // Some click on what they looked at before.
        var execution = own.Next(6) == 0 ? state.Executions[own.Next(state.Executions.Count)].Id : state.Current!.Id;
        var answer = await new ApproveGate(watched.Ports).ExecuteAsync(state.Id, execution, actor, default);
        if (answer is RunAnswer.Done { Recorded: [RunEvent.ApprovalRecorded recorded, ..] } && recorded.ExecutionId != execution) violations.Add($"R4: {execution} was meant, and {recorded.ExecutionId} was approved");
        if (answer is RunAnswer.Done { Recorded.Count: 0 }) Count("approved before");
        return answer;
    }

    private async Task<RunAnswer> OverrideAsync(RunState state, WatchedPorts watched, Actor actor)
    {
        var issues = state.Current is { Verdict: not null } current ? await ports.Runs.IssuesAsync(state.Id, current.Id, default) : [];
        var named = issues.Where(i => i.Severity == Severity.Error).Select(i => i.Fingerprint).ToList();
        return await new OverrideIssues(watched.Ports).ExecuteAsync(state.Id, named, ports.Clock.GetUtcNow().AddDays(1), "known", actor, default);
    }

    private async Task<RunAnswer> ReviseAsync(RunState state, WatchedPorts watched, Actor actor, SplitMix own)
    {
        var phase = 1 + own.Next(2);
        var documents = Enumerable.Range(1, LifeMaterial.FinalPhase).SelectMany(p => state.Documents(p).Select(d => (Phase: p, d.FileName, d.Hash))).ToList();
        switch (own.Next(10))
        {
            case < 2:
                return await new RevalidateRun(watched.Ports).ExecuteAsync(state.Id, own.Next(2) == 0 ? null : own.Next(3), "look again", actor, default);
            case < 5 when documents.Count > 0:
                var target = documents[own.Next(documents.Count)];
                return await new RegenerateFiles(watched.Ports).ExecuteAsync(state.Id, target.Phase, [target.FileName], "again", actor, default);
            case < 6:
                return await new RegenerateFiles(watched.Ports).ExecuteAsync(state.Id, phase, [], "all again", actor, default);
            default:
                // Files of one phase or of several, mended as a rule, and in broken runs all of them.
                var all = state.Status == RunStatus.Failed;
                var number = own.Next(int.MaxValue);
                var edits = documents.Where((_, i) => all || ((number >> i) & 1) == 1).Select(d => new EditedFile(d.Phase, d.FileName, d.Hash, Edited(state, d.FileName, own))).ToList();
                return await new EditRun(watched.Ports).ExecuteAsync(state.Id, edits, "typos", actor, default);
        }
    }

    private byte[] Edited(RunState state, string file, SplitMix own)
    {
        var page = material.Page(state.Settings.Profile, file);
        return Encoding.UTF8.GetBytes(own.Next(20) switch
        {
            0 => LifeMaterial.WithBrokenLink(page),
            1 or 2 => LifeMaterial.WithoutFlow(page),
            < 6 => page,
            _ => page + $"\nEdit {own.Next(100_000)}.\n",
        });
    }

    private async Task<bool> DriveAsync(RunId run, string name, SplitMix own)
    {
        var dies = own.Next(5) == 0;
        var watched = new WatchedPorts(ports, violations, Count, dies ? 1 + own.Next(14) : 0, own.Next(2) == 0);
        // One that others take for dead is taken over at once, whether it is dead or only slow.
        var process = dies || own.Next(4) == 0 ? LocalProcess.Current[..LocalProcess.Current.LastIndexOf('/')] + "/1" : LocalProcess.Current;
        var agent = new ScriptedAgent(material, watched, own, violations, Count);
        try
        {
            var outcome = await new DriveRun(watched.Ports, material.Templates, new() { MaxDrafts = 1, Watch = TimeSpan.FromMilliseconds(50) })
                .ExecuteAsync(run, agent, new(name, process), new SilentObserver(), default);
            Count($"drive: {outcome.GetType().Name}");
            return false;
        }
        catch (CrashException)
        {
            Count("crash");
            return true;
        }
    }

    private async Task FinishAsync(RunId run)
    {
        var watched = new WatchedPorts(ports, violations, Count, diesAtCommit: 0, diesAfter: false);
        var outcome = await new DriveRun(watched.Ports, material.Templates, new() { MaxDrafts = 1 })
            .ExecuteAsync(run, new ScriptedAgent(material, watched, random, violations, Count), new("last", LocalProcess.Current), new SilentObserver(), default);
        outcome.ShouldBeOfType<DriveOutcome.Stopped>().State.Status.ShouldNotBe(RunStatus.Running, "R11");
    }

    private async Task CheckAsync(RunId run)
    {
        var events = await store.Runs.EventsAsync(run, 0, default);
        RunLog.FindBreak(events).ShouldBeNull("R10");
        var model = RunModel.Of(events, LifeMaterial.FinalPhase);
        var state = RunLog.Fold(events);
        state.Status.ToWire().ShouldBe(model.Status);
        violations.ShouldBeEmpty();
        foreach (var answer in acknowledged.Where(a => a.Id == run))
        {
            events.ElementAtOrDefault((int)answer.Version - 1)?.Hash.ShouldBe(answer.LastHash, $"A5, R1: what was acknowledged as event {answer.Version} is not there");
            ((long)events.Count).ShouldBeGreaterThanOrEqualTo(answer.Version, "A5: what was acknowledged is not there");
        }

        (await new VerifyRun(ports with { Runs = store.Runs }).ExecuteAsync(run, default)).Problems.ShouldBeEmpty();
        var artifacts = await store.Artifacts.ListAsync(run, default);
        artifacts.ShouldAllBe(a => a.Generation == 1, "A1");
        foreach (var entry in events) Count(entry.Type);
        Count($"ended {model.Status}");
        if (model.Completions > 1) Count("completed again");
    }

    private void Count(string what) => seen.AddOrUpdate(what, 1, (_, times) => times + 1);

    private void Reopen()
    {
        Count("reopened");
        store.Dispose();
        (store, ports) = Open();
    }

    private (EmbeddedStore Store, RunPorts Ports) Open()
    {
        var opened = folder.OpenStore();
        return (opened, variant(new(opened.Runs, opened.Leases, opened.Artifacts, opened.Blobs, TimeProvider.System)));
    }
}

internal sealed class SilentObserver : IRunObserver
{
    public void Committed(RunState state, IReadOnlyList<RunEvent> events)
    {
    }

    public void Drafting(PlannedFile file, int number, int total)
    {
    }
}
