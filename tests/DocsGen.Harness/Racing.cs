using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport.Audit;

namespace DocsGen.Harness;

/// <summary>A crowd of publishers, and a reader, each with a store of its own.</summary>
internal static class Racing
{
    /// <summary>
    /// For each line "atomic|perfile ID ID ..." every publisher tries one of these changesets, all at once; answers one line of "ID:OUTCOME" each.
    /// </summary>
    public static async Task<int> PublishAsync(string place, string slug, int publishers)
    {
        // SQLite's calls hold their thread while they wait for their turn.
        ThreadPool.SetMinThreads(publishers * 2, publishers);
        using var store = StoredSpace.Open(place);
        var space = await StoredSpace.FindAsync(store, slug);
        Console.WriteLine("open");
        while (await Console.In.ReadLineAsync() is { Length: > 0 } line)
        {
            var words = line.Split(' ');
            var mode = words[0] == "perfile" ? PublishMode.PerFile : PublishMode.Atomic;
            var ids = words[1..].Select(w => new ChangesetId(long.Parse(w, CultureInfo.InvariantCulture))).ToList();
            using var start = new Barrier(publishers);
            var tries = Enumerable.Range(0, publishers).Select(n => Task.Factory.StartNew(
                async () =>
                {
                    start.SignalAndWait();
                    var id = ids[(n + Environment.ProcessId) % ids.Count];
                    var by = Actor.User(string.Create(CultureInfo.InvariantCulture, $"p{Environment.ProcessId}-{n}"));
                    var answer = await new PublishChangeset(store.Sync, TimeProvider.System).ExecuteAsync(space, id, new() { Process = LocalProcess.Current, Mode = mode }, by, default);
                    return $"{id}:{Said(answer)}";
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap());
            Console.WriteLine(string.Join(' ', await Task.WhenAll(tries)));
        }

        return 0;
    }

    /// <summary>Pulls all along until standard input ends, sometimes by pages, sometimes from the beginning, and at last to the end; a line for each pull that told something.</summary>
    public static async Task<int> ReadAsync(string place, string slug, ulong seed)
    {
        using var store = StoredSpace.Open(place);
        var space = await StoredSpace.FindAsync(store, slug);
        var random = new SplitMix(seed);
        Console.WriteLine("open");
        // The console has no reads that do not block.
        var ended = Task.Run(Console.In.ReadLine);
        var cursor = Cursor.Zero;
        for (var isLast = false; !isLast;)
        {
            isLast = ended.IsCompleted;
            if (!isLast && random.Next(50) == 0) cursor = Cursor.Zero;
            var pulled = await PullLine.PullAsync(store.Sync.Documents, space.Id, cursor, isLast || random.Next(3) > 0 ? null : 1 + random.Next(4));
            if (pulled.Cursor != pulled.Since) Console.WriteLine(pulled);
            cursor = new(pulled.Cursor);
            if (pulled.Cursor == pulled.Since) await Task.Delay(1);
        }

        Console.WriteLine("end");
        return 0;
    }

    private static string Said(SyncAnswer<PublishResult> answer) => answer switch
    {
        SyncAnswer<PublishResult>.Done { Value.Replayed: true } => "replayed",
        SyncAnswer<PublishResult>.Done { Value: var result } => string.Join('+', result.Report.Files.Select(f => f.Reason ?? f.Status).Distinct(StringComparer.Ordinal).Prepend(result.Changeset.Status.ToWire())),
        SyncAnswer<PublishResult>.Refused refused => refused.Code,
        _ => throw new InvalidOperationException($"{answer} is no answer."),
    };
}
