using System.Globalization;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Storage;
using DocsGen.TestSupport;
using DocsGen.TestSupport.Audit;

namespace DocsGen.EndToEnd.Tests;

/// <summary>A publisher that is stopped by a signal inside of its transaction, where it holds what everybody else needs.</summary>
public sealed class PublishStopTests(ScratchPostgres server) : IClassFixture<ScratchPostgres>
{
    private const string Term = "1500";

    [Fact]
    public async Task S4_PostgreSQL_ends_the_transaction_of_a_stopped_publisher_others_go_on_and_it_applies_nothing_when_it_wakes() =>
        // Each waits for the server's idle timeout: both at once.
        await Task.WhenAll(Task.Run(() => OnPostgresAsync(afterWrites: false)), Task.Run(() => OnPostgresAsync(afterWrites: true)));

    [Fact]
    public async Task S4_on_SQLite_others_wait_for_a_stopped_publisher_a_bounded_time_and_are_told_its_process_and_it_ends_validly_when_it_wakes()
    {
        using var folder = new TempFolder();
        var place = folder["store"];
        using var space = await StoredSpace.MakeAsync(place);
        using var impatient = EmbeddedStore.Open(place, TimeProvider.System, Path.GetRandomFileName, TimeSpan.FromSeconds(2));
        var id = await space.ReadyAsync("one", Files("one"));
        var other = await space.ReadyAsync("other", [StoredSpace.Upsert("F9", "docs/9.md", 0, "9\n")]);
        using var publisher = await HarnessChild.StartAsync("publishing", place, "docs", id.ToString(), Term, "inside");
        await AwaitAsync(publisher, "inside");
        Product.Signal(publisher.Process, "STOP");
        var named = string.Create(CultureInfo.InvariantCulture, $"process {publisher.Process.Id} (DocsGen.Harness on {Environment.MachineName})");
        try
        {
            var cli = Task.Run(() => Product.Run(folder.Path, "changeset", "publish", other.ToString(), "--space", "docs", "--store", place));
            var publish = new PublishChangeset(impatient.Sync, TimeProvider.System);
            var busy = await Should.ThrowAsync<StoreBusyException>(async () => await publish.ExecuteAsync(space.Space, other, new() { Process = "" }, StoredSpace.Ada, default));
            busy.Message.ShouldContain(named);
            busy.Message.ShouldContain($"kill -CONT {publisher.Process.Id}");
            (await impatient.Sync.Documents.ListAsync(space.Space.Id, default)).ShouldBeEmpty("readers go on, and see what was live");
            var refused = await cli;
            refused.ExitCode.ShouldBe(7, refused.Error);
            refused.Error.ShouldStartWith($"error: {named} is writing to the store ");
        }
        finally
        {
            Product.Signal(publisher.Process, "CONT");
        }

        await publisher.WriteAsync();
        (await publisher.LastAsync()).ShouldBe("published");
        StoredSpace.Done(await space.PublishAsync(id)).Replayed.ShouldBeTrue();
        StoredSpace.Done(await space.PublishAsync(other)).Changeset.Status.ShouldBe(ChangesetStatus.Published);
        var audit = await space.AuditAsync();
        audit.Violations.ShouldBeEmpty();
        audit.History.Count.ShouldBe(4);
    }

    private async Task OnPostgresAsync(bool afterWrites)
    {
        var place = server.NewDatabase();
        using var space = await StoredSpace.MakeAsync(place);
        var id = await space.ReadyAsync("one", Files("one"));
        await using (var gate = afterWrites ? await PostgresGate.CloseAsync(server, place) : null)
        {
            if (gate is not null) await gate.StopAtAsync(space.Space.Id, PostgresGate.Written);
            using var publisher = await HarnessChild.StartAsync("publishing", place, "docs", id.ToString(), Term, afterWrites ? "" : "inside");
            if (gate is null) await AwaitAsync(publisher, "inside");
            else await gate.ReachedAsync(1);
            // Long enough for its heartbeat to beat meanwhile, thrice in a term.
            await Task.Delay(1000);
            Product.Signal(publisher.Process, "STOP");
            // What it has sent is still carried out; then its transaction stands open, with everything written.
            if (gate is not null) await gate.OpenAsync();
            (await space.Sync.Documents.ListAsync(space.Space.Id, default)).ShouldBeEmpty("readers go on, and see what was live");
            var taken = StoredSpace.Done(await space.PublishAsync(id));
            (taken.Changeset.Status, taken.Replayed).ShouldBe((ChangesetStatus.Published, false));
            Product.Signal(publisher.Process, "CONT");
            await publisher.WriteAsync();
            (await publisher.LastAsync()).ShouldBe("PUBLISH_LAPSED");
        }

        var audit = await space.AuditAsync();
        audit.Violations.ShouldBeEmpty();
        audit.History.Select(v => v.Publisher).Distinct().ShouldBe([StoredSpace.Ada]);
    }

    private static List<PushedFile> Files(string text) => [.. Enumerable.Range(0, 3).Select(n => StoredSpace.Upsert($"F{n}", $"docs/{n}.md", 0, $"{text} {n}\n"))];

    private static async Task AwaitAsync(HarnessChild child, string point)
    {
        while (await child.ReadAsync() != point)
        {
        }
    }
}
