using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;

namespace DocsGen.EndToEnd.Tests;

/// <summary>The one run of a store, read past the program: its chain, proved link by link and against the model of what a run may do.</summary>
internal sealed record StoredRun(IReadOnlyList<StoredEvent> Events, RunState State, IReadOnlyList<Artifact> Artifacts)
{
    /// <summary>The last phase of the built-in formula.</summary>
    public const int FinalPhase = 5;

    public long Version => State.Version;

    public IEnumerable<EventView> After(long version) => Events.Skip((int)version).Select(RunLog.Read);

    /// <summary>Reads and proves the run of a store.</summary>
    /// <exception cref="ViolationException">Its record breaks a rule of the design.</exception>
    public static StoredRun Read(string store)
    {
        using var opened = EmbeddedStore.Open(store, TimeProvider.System, System.IO.Path.GetRandomFileName);
        return ReadAsync(opened).GetAwaiter().GetResult();
    }

    /// <summary>A copy of a store that nobody has open.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    private static async Task<StoredRun> ReadAsync(EmbeddedStore store)
    {
        var run = (await store.Runs.ListAsync(default)).Single().Id;
        var events = await store.Runs.EventsAsync(run, 0, default);
        RunLog.FindBreak(events).ShouldBeNull("R10");
        _ = RunModel.Of(events, FinalPhase);
        var ports = new RunPorts(store.Runs, store.Leases, store.Artifacts, store.Blobs, TimeProvider.System);
        (await new VerifyRun(ports).ExecuteAsync(run, default)).Problems.ShouldBeEmpty();
        var artifacts = await store.Artifacts.ListAsync(run, default);
        artifacts.ShouldAllBe(a => a.Generation == 1, "A1: no path is written twice");
        return new(events, RunLog.Fold(events), artifacts);
    }
}
