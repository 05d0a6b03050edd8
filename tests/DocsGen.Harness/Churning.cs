using System.Globalization;
using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport.Faults;
using Microsoft.Data.Sqlite;

namespace DocsGen.Harness;

/// <summary>Writes the same few contents, large and small, again and again, and gives them up at once: each is garbage most of the time, and wanted again soon.</summary>
internal sealed class Churning(IStore store, SplitMix random)
{
    private const int Contents = 12;
    private static readonly Actor Ada = Actor.User("ada");

    public async Task StepAsync()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"# {random.Next(Contents)}\n").PadRight(random.Next(3) == 0 ? 100 : IBlobStore.InlineLimit + 500, 'x');
        var ports = SmallRun.Ports(store);
        var run = await SmallRun.StartAsync(store, ReviewMode.Batch, Encoding.UTF8.GetBytes(text));
        WorkingRuns.Tell(run);
        // It names them: from here on they are there.
        foreach (var artifact in await store.Artifacts.ListAsync(run.Id, default)) await store.Blobs.ReadAsync(artifact.Hash, default);
        if (await new CancelRun(ports).ExecuteAsync(run.Id, "enough", Ada, default) is RunAnswer.Done canceled) WorkingRuns.Tell(canceled.State);
        if (await new DeleteRun(ports).ExecuteAsync(run.Id, "enough", Ada, default) is RunAnswer.Done deleted) WorkingRuns.Tell(deleted.State);
    }
}

/// <summary>Broken on purpose: it looks for what nothing names, and frees it a moment later without the writer's lock and without a second look.</summary>
internal sealed class CarelessCollector(string place)
{
    public async Task StepAsync()
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(place, "store.db"), Pooling = false, ForeignKeys = false }.ToString());
        await connection.OpenAsync();
        var unnamed = new List<string>();
        await using (var look = connection.CreateCommand())
        {
            look.CommandText = "SELECT hash FROM blobs b WHERE bytes IS NULL AND NOT EXISTS (SELECT 1 FROM artifacts a WHERE a.hash = b.hash)";
            await using var rows = await look.ExecuteReaderAsync();
            while (await rows.ReadAsync()) unnamed.Add(rows.GetString(0));
        }

        await Task.Delay(20);
        foreach (var hash in unnamed) File.Delete(Path.Combine(place, "blobs", hash[..2], hash[2..4], hash));
    }
}
