using System.Collections.Concurrent;
using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport.Audit;
using DocsGen.TestSupport.Faults;
using Microsoft.Data.Sqlite;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>
/// What workers were told was done, kept in this process, which no fault reaches; and what must hold afterwards, whatever happened: all of it is there with its bytes, the
/// chains are whole, nothing is there twice, and everything that a row names can be read.
/// </summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, List<PullLine>> pulls = new(StringComparer.Ordinal);
    private Acknowledged sync = new();
    private ConcurrentQueue<(RunId Run, long Version, string Hash)> heads = new();
    private int count;
    private int freed;
    private int collected;
    private volatile bool isCut;

    /// <summary>
    /// Whether the power is gone: nothing that is said from then on counts. After a real cut nobody says anything; after one that a file system plays its workers live on, and an fsync that the
    /// cut overtook may answer that all is well: of 78 such answers that Linux 6.18 gave to a program which only appends and syncs, 39 were not kept, and of 6,325 before the cut all.
    /// </summary>
    public bool IsCut { get => isCut; set => isCut = value; }

    /// <summary>The last phase of the formula of its runs.</summary>
    public int FinalPhase { get; init; } = SmallRun.FinalPhase;

    /// <summary>How much was acknowledged.</summary>
    public int Count => count;

    /// <summary>How many blobs collectors freed.</summary>
    public int Freed => freed;

    /// <summary>How often a commit, or a read of a deleted run, found that its bytes had been collected, and said so.</summary>
    public int Collected => collected;

    /// <summary>Pushes, reviews, publishes and heads of runs as they were told until now. Pulls are left out: they may tell of what is older than a copy of the store, and of what is newer.</summary>
    public Ledger Copy() => new() { FinalPhase = FinalPhase, sync = sync.Copy(), heads = new(heads), count = count };

    /// <summary>Takes down one thing that a worker said; false when it acknowledges nothing.</summary>
    public bool Note(string worker, string line)
    {
        // Read before the cut began, and so said before.
        if (isCut) return false;
        var words = line.Split(' ');
        switch (words[0])
        {
            case "run":
                heads.Enqueue((RunId.Parse(words[1]), Number(words[2]), words[3]));
                break;
            case "push":
                sync.Push(words[1], Number(words[2]));
                break;
            case "review":
                sync.Review(Number(words[1]));
                break;
            case "publish":
                sync.Publish(Number(words[1]), words[2]);
                break;
            case "pulled":
                pulls.GetOrAdd(worker, _ => []).Add(PullLine.Parse(line));
                break;
            case "freed":
                Interlocked.Add(ref freed, (int)Number(words[1]));
                return false;
            case "collected":
                Interlocked.Increment(ref collected);
                return false;
            default:
                return false;
        }

        Interlocked.Increment(ref count);
        return true;
    }

    /// <summary>What contradicts the promises, each led by the short name of the invariant. Nobody writes meanwhile.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync(IStore store)
    {
        var found = new List<string>();
        foreach (var row in await store.Runs.ListAsync(default)) await CheckRunAsync(store, row.Id, found);
        foreach (var run in heads.Select(h => h.Run).Distinct())
        {
            if ((await store.Runs.EventsAsync(run, 0, default)).Count == 0) found.Add($"A5: {run} was acknowledged, and is not there");
        }

        var audit = await SpaceAudit.OfAsync(store.Sync, SpaceSlug.Parse("docs"));
        found.AddRange(audit.Violations);
        found.AddRange(sync.Violations(audit.Changesets));
        foreach (var reader in pulls.Values) found.AddRange(PullLog.Violations(reader, audit.History));
        foreach (var space in await store.SpaceRecords.ListAsync(default)) found.AddRange((await new VerifySpace(store.SpaceRecords, new(store.Blobs)).ExecuteAsync(space.Id, default)).Problems.Select(p => $"A4: {p}"));
        found.AddRange((await store.Check.SurveyAsync(new Progress<long>(), default)).Problems.Select(p => $"A4: {p}"));
        if (store is EmbeddedStore embedded) found.AddRange(OfDatabase(Path.Combine(embedded.Folder, "store.db")));
        return found;
    }

    /// <summary>The same of a store that may not even open.</summary>
    public async Task<IReadOnlyList<string>> LookAsync(string place)
    {
        try
        {
            using var store = StoredSpace.Open(place);
            return await ViolationsAsync(store);
        }
        catch (Exception damage) when (damage is StoreFailedException or ArtifactCorruptException or SqliteException)
        {
            return [$"A5: {damage.Message}"];
        }
    }

    /// <summary>Goes on with every run that was left in the middle; each must end with the bundle of an undisturbed one (R11, A6).</summary>
    public static async Task<IReadOnlyList<string>> FinishAsync(IStore store, string bundle)
    {
        var found = new List<string>();
        foreach (var row in (await store.Runs.ListAsync(default)).Where(r => !r.Deleted))
        {
            var state = await SmallRun.FinishAsync(store, row.Id);
            if (state.Bundle?.Hash.Value != bundle) found.Add($"A6: {row.Id} ended {state.Status.ToWire()} with the bundle {state.Bundle?.Hash.Short}: {state.StoppedBecause}\n{await ErrorsAsync(store, state)}");
        }

        return found;
    }

    private static async Task<string> ErrorsAsync(IStore store, RunState state) =>
        state.Current is not { } last ? "" : string.Join('\n', (await store.Runs.IssuesAsync(state.Id, last.Id, default)).Where(i => i.Severity == Severity.Error).Select(i => $"{i.Rule} in {i.File}: {i.Message}"));

    private async Task CheckRunAsync(IStore store, RunId run, List<string> found)
    {
        var events = await store.Runs.EventsAsync(run, 0, default);
        found.AddRange((await new VerifyRun(SmallRun.Ports(store)).ExecuteAsync(run, default)).Problems.Select(p => $"A4: {run}: {p}"));
        foreach (var (_, version, hash) in heads.Where(h => h.Run == run))
        {
            if (events.Count < version || events[(int)version - 1].Hash != hash) found.Add($"A5: event {version} of {run} was acknowledged, and is not there");
        }

        if ((await store.Artifacts.ListAsync(run, default)).Any(a => a.Generation != 1)) found.Add($"A1: {run} has a path that was written twice");
        try
        {
            _ = RunModel.Of(events, FinalPhase);
        }
        catch (ViolationException violation)
        {
            found.Add($"{run}: {violation.Message}");
        }
    }

    private static List<string> OfDatabase(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        var found = new List<string>();
        foreach (var (check, healthy) in new[] { ("PRAGMA integrity_check", "ok"), ("PRAGMA foreign_key_check", "") })
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of the two above.
            command.CommandText = check;
#pragma warning restore CA2100
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                if (rows.GetString(0) != healthy) found.Add($"A5: {check}: {rows.GetString(0)}");
            }
        }

        return found;
    }

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
