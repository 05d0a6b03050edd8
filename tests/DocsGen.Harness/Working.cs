using System.Globalization;
using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport.Audit;

namespace DocsGen.Harness;

/// <summary>
/// A worker of the fault suites. Each line <c>ROLE PLACE SEED</c> on standard input begins a round, the next line ends it; what is said between is acknowledged: it was
/// answered as done by the store, and must be there whatever happens next. See <see cref="Tell"/> for how it is said.
/// </summary>
internal static class Working
{
    private static readonly Stream Output = Console.OpenStandardOutput();

    /// <summary>Says one thing in one write: a line without the mark at its end was cut off by a kill, and nothing was acknowledged.</summary>
    public static void Tell(string what) => Output.Write(Encoding.UTF8.GetBytes(what + " .\n"));

    public static async Task<int> ServeAsync()
    {
        while (await Console.In.ReadLineAsync() is { Length: > 0 } line)
        {
            var words = line.Split(' ');
            // The console has no reads that do not block.
            var stop = Task.Run(Console.In.ReadLine);
            try
            {
                await RoundAsync(words[0], words[1], new SplitMix(ulong.Parse(words[2], CultureInfo.InvariantCulture)), stop);
            }
            catch (Exception fault)
            {
                Tell($"failed {fault.GetType().Name} {fault.Message.ReplaceLineEndings(" ")}");
            }

            await stop;
            Tell("closed");
        }

        return 0;
    }

    private static async Task RoundAsync(string role, string place, SplitMix random, Task stop)
    {
        using var store = StoredSpace.Open(place);
        Tell("open");
        var work = role switch
        {
            "runs" => new WorkingRuns(store, random).StepAsync,
            "sync" => new WorkingSync(store, await StoredSpace.FindAsync(store, "docs"), random, contents: 6).StepAsync,
            "fresh" => new WorkingSync(store, await StoredSpace.FindAsync(store, "docs"), random, contents: int.MaxValue).StepAsync,
            "churn" => new Churning(store, random).StepAsync,
            "gc" => Collecting(store, random),
            "carelessgc" => new CarelessCollector(place).StepAsync,
            "rowfirst" => new RowBeforeBlob(store, place, random).StepAsync,
            _ => throw new InvalidOperationException($"There is no role {role}."),
        };
        while (!stop.IsCompleted)
        {
            try
            {
                await work();
            }
            catch (StoreFailedException gone) when (gone.Message.Contains(" are gone: ", StringComparison.Ordinal))
            {
                // The graces here are shorter than a write: it says so, and names nothing.
                Tell("collected");
            }
        }
    }

    private static Func<Task> Collecting(IStore store, SplitMix random) => async () =>
    {
        var report = await store.Garbage.CollectAsync(TimeSpan.FromMilliseconds(10 << random.Next(5)), default);
        if (report.Freed.Count > 0) Tell(string.Create(CultureInfo.InvariantCulture, $"freed {report.Freed.Count}"));
        await Task.Delay(random.Next(20));
    };
}

/// <summary>Pushes, accepts, publishes and pulls. Contents come from a pool: where it is small, what one writes is what another gives up; where it is large, each is new.</summary>
internal sealed class WorkingSync(IStore store, Space space, SplitMix random, int contents)
{
    private const int Documents = 3;
    private readonly string name = string.Create(CultureInfo.InvariantCulture, $"p{Environment.ProcessId}-{random.Next(int.MaxValue)}");
    private int pushes;
    private Cursor cursor = Cursor.Zero;

    public async Task StepAsync()
    {
        var ports = store.Sync;
        string[] names = ["F-all", .. Enumerable.Range(0, Documents).Select(n => string.Create(CultureInfo.InvariantCulture, $"F{random.Next(4)}-{n}"))];
        var wanted = names.Skip(random.Next(2)).Select(FileId.Parse).ToList();
        var live = (await ports.Documents.FindAsync(space.Id, wanted, default)).ToDictionary(d => d.File);
        var files = new List<PushedFile>();
        foreach (var file in wanted) files.Add(await WithContentAsync(StoredSpace.Upsert(file.Value, $"docs/{file}.md", live.GetValueOrDefault(file)?.Version ?? 0, string.Create(CultureInfo.InvariantCulture, $"# {random.Next(contents)}\n"))));
        var client = $"{name}-{pushes++}";
        var pushed = StoredSpace.Done(await new PushChangeset(ports).ExecuteAsync(space, new() { ClientId = client, Message = "m", Files = files }, StoredSpace.Ada, default));
        var id = pushed.Changeset.Id;
        Working.Tell($"push {client} {id}");
        StoredSpace.Done(await new ReviewChangeset(ports).DecideAllAsync(space, id, DecisionKind.Accept, null, StoredSpace.Ada, default));
        Working.Tell($"review {id}");
        var answer = await new PublishChangeset(ports, TimeProvider.System).ExecuteAsync(space, id, new() { Process = LocalProcess.Current }, StoredSpace.Ada, default);
        Working.Tell($"publish {id} {StoredSpace.Done(answer).Changeset.Status.ToWire()}");
        var pulled = await PullLine.PullAsync(ports.Documents, space.Id, cursor, null, store.Blobs);
        cursor = new(pulled.Cursor);
        if (pulled.Cursor != pulled.Since) Working.Tell(pulled.ToString());
    }

    // Every other one is too large for the database.
    private async Task<PushedFile> WithContentAsync(PushedFile small)
    {
        if (random.Next(2) == 0) return small;
        var bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(small.Content!.Inline!.Value.Span).PadRight(IBlobStore.InlineLimit + 5000, 'x'));
        return small with { Content = await store.Blobs.StageAsync(new MemoryStream(bytes), default), Large = bytes };
    }
}

/// <summary>Broken on purpose: it names a large blob in the database, and only then makes its bytes durable.</summary>
internal sealed class RowBeforeBlob(IStore store, string place, SplitMix random)
{
    private int written;

    public async Task StepAsync()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{random.Next(int.MaxValue)} {written++}").PadRight(IBlobStore.InlineLimit + 5000, 'x'));
        var hash = ContentHash.Of(bytes);
        var path = Path.Combine(place, "blobs", hash.Value[..2], hash.Value[2..4], hash.Value);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, bytes);
        var space = await StoredSpace.FindAsync(store, "docs");
        var client = string.Create(CultureInfo.InvariantCulture, $"r{Environment.ProcessId}-{random.Next(int.MaxValue)}-{written}");
        var file = StoredSpace.Upsert($"F{client}", $"row/{client}.md", 0, "") with { Content = new(hash, bytes.Length, null), Large = bytes };
        var pushed = StoredSpace.Done(await new PushChangeset(store.Sync).ExecuteAsync(space, new() { ClientId = client, Message = "m", Files = [file] }, StoredSpace.Ada, default));
        // Now, too late.
        await store.Blobs.StageAsync(new MemoryStream(bytes), default);
        Working.Tell($"push {client} {pushed.Changeset.Id}");
    }
}
