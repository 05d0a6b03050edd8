using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Drafting;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Driving;
using DocsGen.Core.Runs.UseCases;
using DocsGen.TestSupport;

namespace DocsGen.Storage.Tests.Driving;

/// <summary>Drivers on every engine, one of them paused between its transactions; and the proof that these suites notice a broken store.</summary>
public abstract class DrivingContract(IStore store) : IDisposable
{
    private static readonly Actor Ada = Actor.User("ada");
    private readonly RunPorts ports = new(store.Runs, store.Leases, store.Artifacts, store.Blobs, TimeProvider.System);

    public static TheoryData<string> Variants => ["sound", "without fence", "without lease", "by a clock of its own"];

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task R2_a_paused_driver_that_was_taken_over_writes_nothing_and_a_store_without_fence_is_caught(string variant)
    {
        var run = await StartAsync();
        var used = variant switch
        {
            "without fence" => BrokenPorts.WithoutFence(ports),
            "without lease" => BrokenPorts.WithoutLease(ports),
            "by a clock of its own" => BrokenPorts.WithAClockOfItsOwn(ports, new SettableClock(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1))),
            _ => ports,
        };
        var isGreedy = variant is "without lease" or "by a clock of its own";
        using var first = new PausedDriver(used, run, "first", TimeSpan.FromSeconds(2), pauseAt: 10);
        await first.Paused;
        var refusedWhileHeld = await DriveAsync(used, run, "second") is DriveOutcome.HeldByOther;
        if (!isGreedy)
        {
            refusedWhileHeld.ShouldBeTrue();
            await first.StopHeartbeatAsync(store, run);
        }

        using var second = new PausedDriver(used, run, "second", TimeSpan.FromSeconds(30), pauseAt: 4);
        if (!isGreedy) await second.Paused;
        var before = await LastAsync(run);
        var outcome = await first.GoOnAsync();
        var lateWrites = await LastAsync(run) - before;
        second.Release();

        var violated = !refusedWhileHeld || lateWrites > 0 || outcome is not DriveOutcome.TakenOver;
        violated.ShouldBe(variant != "sound", $"late writes {lateWrites}, refused while held {refusedWhileHeld}, outcome {outcome.GetType().Name}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R11_what_an_event_names_is_there_and_a_store_that_writes_the_event_first_is_caught(bool broken)
    {
        var run = await StartAsync();
        var outcome = await DriveAsync(broken ? BrokenPorts.EventBeforeArtifact(ports, dieAtCommit: 9) : ports, run, "driver").AsTaskOrFailure();
        var verification = await new VerifyRun(ports).ExecuteAsync(run, default);
        (verification.Problems.Count > 0).ShouldBe(broken, string.Join('\n', verification.Problems) + outcome);
    }

    [Fact]
    public async Task R11_a_resumed_run_drafts_nothing_twice_wherever_the_driver_stopped()
    {
        string? reference = null;
        for (var stopAfter = 2; stopAfter < 34; stopAfter += 3)
        {
            var run = await StartAsync();
            using (var stop = new CancellationTokenSource())
            {
                var observer = new StoppingObserver(stopAfter, stop);
                await Should.ThrowAsync<OperationCanceledException>(async () => await Drive(ports, run, "first", observer, TimeSpan.FromSeconds(30), stop.Token));
            }

            var done = (await DriveAsync(ports, run, "second")).ShouldBeOfType<DriveOutcome.Stopped>().State;
            done.Status.ShouldBe(RunStatus.Complete);
            done.Executions.Count.ShouldBe(6, "no phase was started twice");
            done.Executions.SelectMany(e => e.Artifacts).Select(a => a.Path).ShouldBeUnique();
            (reference ??= done.Bundle!.Hash.Value).ShouldBe(done.Bundle!.Hash.Value);
            RunLog.FindBreak(await store.Runs.EventsAsync(run, 0, default)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task R12_a_cancel_between_two_commits_wins_and_keeps_what_was_made()
    {
        var run = await StartAsync();
        using var driver = new PausedDriver(ports, run, "driver", TimeSpan.FromSeconds(30), pauseAt: 12);
        await driver.Paused;
        (await new CancelRun(ports).ExecuteAsync(run, "enough", Ada, default)).ShouldBeOfType<RunAnswer.Done>();
        var state = (await driver.GoOnAsync()).ShouldBeOfType<DriveOutcome.Stopped>().State;
        state.Status.ShouldBe(RunStatus.Canceled);
        state.Executions.SelectMany(e => e.Artifacts).ShouldNotBeEmpty();
        (await store.Leases.PeekAsync(run, default))!.Driver.ShouldBeNull("the lease was given back");
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => store.Dispose();

    private async Task<RunId> StartAsync()
    {
        var formula = BuiltInFormulas.Load("plugin");
        var sample = await File.ReadAllBytesAsync(Path.Combine(Root(), "samples", "minimal", "requirements.json"));
        var host = await File.ReadAllLinesAsync(Path.Combine(Root(), "samples", "minimal", "host.txt"));
        var read = RequirementsReader.Read(sample).Requirements!;
        var settings = new RunSettings
        {
            Slug = read.Plugin.Slug,
            Name = read.Plugin.Name,
            Formula = formula.Name,
            FormulaVersion = formula.Version,
            Profile = "minimal",
            Strictness = Strictness.Lenient,
            ReviewMode = ReviewMode.Batch,
            Agent = "template",
            Tool = "0",
        };
        var request = new StartRunRequest
        {
            Settings = settings,
            Requirements = sample,
            Formula = FormulaPackage.Of(formula, BuiltInFormulas.Source("plugin")),
            Host = new([.. host.Where(l => l.Length > 0 && !l.StartsWith('#'))]),
            Brief = Encoding.UTF8.GetBytes("A brief.\n"),
        };
        return (await new StartRun(ports).ExecuteAsync(request, Ada, default)).Id;
    }

    private static string Root()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(here!.FullName, "DocsGen.slnx"))) here = here.Parent;
        return here.FullName;
    }

    private static ValueTask<DriveOutcome> DriveAsync(RunPorts ports, RunId run, string name) =>
        Drive(ports, run, name, new StoppingObserver(int.MaxValue, null), TimeSpan.FromSeconds(30), default);

    private static ValueTask<DriveOutcome> Drive(RunPorts ports, RunId run, string name, IRunObserver observer, TimeSpan term, CancellationToken cancellationToken) =>
        new DriveRun(ports, new TemplateAgent(), new() { LeaseTerm = term, Watch = TimeSpan.FromSeconds(60) })
            .ExecuteAsync(run, new TemplateAgent(), new(name, ""), observer, cancellationToken);

    private async Task<long> LastAsync(RunId run) => (await store.Leases.PeekAsync(run, default))!.Version;

    private sealed class StoppingObserver(int stopAfter, CancellationTokenSource? stop) : IRunObserver
    {
        private int commits;

        public void Committed(RunState state, IReadOnlyList<RunEvent> events)
        {
            if (++commits == stopAfter) stop!.Cancel();
        }

        public void Drafting(PlannedFile file, int number, int total)
        {
        }
    }

    /// <summary>A driver that stops between two transactions until it is told to go on. Its watch is slow, so that only the fence stands in its way.</summary>
    private sealed class PausedDriver : IRunObserver, IDisposable
    {
        private readonly TaskCompletionSource paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim release = new();
        private readonly Task<DriveOutcome> drive;
        private readonly int pauseAt;
        private int commits;

        public PausedDriver(RunPorts ports, RunId run, string name, TimeSpan term, int pauseAt)
        {
            this.pauseAt = pauseAt;
            drive = Task.Run(async () => await Drive(ports, run, name, this, term, default));
        }

        public Task Paused => Task.WhenAny(paused.Task, drive);

        public void Release() => release.Set();

        public async Task<DriveOutcome> GoOnAsync()
        {
            release.Set();
            return await drive;
        }

        /// <summary>Waits until the lease has lapsed by the store's clock; the watch is too slow to renew it.</summary>
        public async Task StopHeartbeatAsync(IStore store, RunId run)
        {
            while ((await store.Leases.PeekAsync(run, default))!.Driver is not null) await Task.Delay(20);
        }

        public void Committed(RunState state, IReadOnlyList<RunEvent> events)
        {
            if (++commits != pauseAt) return;
            paused.SetResult();
            release.Wait();
        }

        public void Drafting(PlannedFile file, int number, int total)
        {
        }

        public void Dispose()
        {
            release.Set();
            ((IAsyncResult)drive).AsyncWaitHandle.WaitOne();
            release.Dispose();
        }
    }
}

public sealed class EmbeddedDrivingTests : DrivingContract
{
    private readonly TempFolder folder;

    public EmbeddedDrivingTests()
        : this(new())
    {
    }

    private EmbeddedDrivingTests(TempFolder folder)
        : base(folder.OpenStore()) => this.folder = folder;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        folder.Dispose();
    }
}

internal static class DriveOutcomes
{
    /// <summary>What a drive ended in, an exception included: a broken store may well make it throw.</summary>
    public static async Task<string> AsTaskOrFailure(this ValueTask<DriveOutcome> drive)
    {
        try
        {
            return (await drive).GetType().Name;
        }
        catch (ArtifactCorruptException exception)
        {
            return exception.Message;
        }
    }
}
