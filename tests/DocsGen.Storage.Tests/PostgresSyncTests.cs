using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.TestSupport;
using Npgsql;

namespace DocsGen.Storage.Tests;

[Collection("postgres")]
public sealed class PostgresSyncTests : SyncStoreContract, IDisposable
{
    private const string RestOfVersion = "pushed_by, reviewers, publisher, published_utc, run_slug, run_prefix, provenance";

    private static readonly Actor Ada = Actor.User("ada");

    private readonly ScratchPostgres server;
    private readonly string address;
    private readonly PostgresStore store;

    public PostgresSyncTests(ScratchPostgres server)
    {
        this.server = server;
        address = server.NewDatabase();
        store = Open(address);
    }

    protected override SyncPorts Sync => store.Sync;

    protected override IGarbageCollector Garbage => store.Garbage;

    protected override int Lives => 50;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_answered_by_nobody_is_neither_lost_nor_doubled(bool serverHears)
    {
        using var proxy = new LostAnswerProxy(new Uri(address).Port) { ServerHears = serverHears };
        var through = new UriBuilder(address) { Port = proxy.Port };
        using var behind = Open(through.Uri.ToString());
        var ports = behind.Sync;
        proxy.Arm();
        var space = (await ports.Spaces.CreateAsync(SpaceSlug.Parse("lost"), "Lost", new(), Ada, default)).ShouldNotBeNull("it was ours that was there");
        proxy.Arm();
        space = Done(await new ChangeSpace(ports).RaiseEpochAsync(space, Ada, default));
        space.Epoch.ShouldBe(1);
        proxy.Arm();
        var pushed = Done(await new PushChangeset(ports).ExecuteAsync(space, Request("c-1"), Ada, default));
        pushed.Replayed.ShouldBeFalse("nobody had pushed it before");
        proxy.Arm();
        Done(await new ReviewChangeset(ports).DecideAllAsync(space, pushed.Changeset.Id, DecisionKind.Accept, null, Ada, default)).Status.ShouldBe(ChangesetStatus.Ready);
        proxy.Arm();
        // Armed for the claim, and again for what applies it.
        var published = Done(await new PublishChangeset(ports, TimeProvider.System).ExecuteAsync(space, pushed.Changeset.Id, new() { Process = "", OnPrepared = _ => proxy.Arm() }, Ada, default));
        published.Replayed.ShouldBeFalse();
        proxy.Cuts.ShouldBe(6);
        var stored = (await Sync.Changesets.FindAsync(space.Id, pushed.Changeset.Id, default))!;
        (stored.Status, stored.Fence).ShouldBe((ChangesetStatus.Published, 1));
        stored.Files.Select(f => f.Decisions.Count).ShouldBe([1, 1]);
        (await Sync.Documents.HistoryAsync(space.Id, FileId.Parse("F1"), default)).ShouldHaveSingleItem().Sequence.ShouldBe(2);
        var events = await Sync.Spaces.EventsAsync(space.Id, 0, 100, default);
        events.Select(e => e.Type).ShouldBe(["space.created", "space.epoch_raised", "changeset.pushed", "changeset.reviewed", "changeset.published"]);
        (await Sync.Spaces.FindAsync(space.Slug, default))!.Sequence.ShouldBe(3);
    }

    [Fact]
    public async Task A_push_that_was_there_before_its_answer_was_lost_is_still_a_replay()
    {
        using var proxy = new LostAnswerProxy(new Uri(address).Port);
        using var behind = Open(new UriBuilder(address) { Port = proxy.Port }.Uri.ToString());
        var space = Done(await new CreateSpace(Sync).ExecuteAsync(SpaceSlug.Parse("lost"), "Lost", new(), Ada, default));
        Done(await new PushChangeset(Sync).ExecuteAsync(space, Request("c-1"), Ada, default)).Replayed.ShouldBeFalse();
        proxy.Arm();
        Done(await new PushChangeset(behind.Sync).ExecuteAsync(space, Request("c-1"), Ada, default)).Replayed.ShouldBeTrue();
        (await behind.Sync.Spaces.CreateAsync(space.Slug, "Other", new(), Ada, default)).ShouldBeNull("the name is taken");
    }

    [Fact]
    public async Task A_change_is_found_again_though_others_changed_the_row_since()
    {
        using var proxy = new LostAnswerProxy(new Uri(address).Port);
        using var behind = Open(new UriBuilder(address) { Port = proxy.Port }.Uri.ToString());
        var space = Done(await new CreateSpace(Sync).ExecuteAsync(SpaceSlug.Parse("lost"), "Lost", new(), Ada, default));
        var calls = 0;
        proxy.Arm();
        var change = Task.Run(async () => await behind.Sync.Spaces.ChangeAsync(space.Id, before =>
        {
            calls++;
            return (before with { Epoch = before.Epoch + 1 }, new("space.epoch_raised", null, "m", new Dictionary<string, string>(StringComparer.Ordinal)));
        }, Ada, default));
        while (proxy.Cuts == 0) await Task.Delay(1);
        // In the tenth of a second before it tries again, or right after: either way once.
        for (var n = 0; n < 5; n++) await new ChangeSpace(Sync).RaiseEpochAsync(space, Ada, default);
        (await change)!.Epoch.ShouldBeInRange(1, 6);
        calls.ShouldBe(1);
        (await Sync.Spaces.FindAsync(space.Slug, default))!.Epoch.ShouldBe(6);
    }

    [Theory]
    [InlineData("UPDATE document_versions SET size = 9", "versions are immutable")]
    [InlineData("DELETE FROM document_versions", "versions are immutable")]
    [InlineData("TRUNCATE document_versions", "versions are immutable")]
    [InlineData("UPDATE decisions SET kind = 'reject'", "decisions are immutable")]
    [InlineData("DELETE FROM decisions", "decisions are immutable")]
    [InlineData("UPDATE space_events SET body = ''", "events are append-only")]
    [InlineData("DELETE FROM space_events", "events are append-only")]
    [InlineData("INSERT INTO space_events SELECT space_id, 99, type, body, hash, hash FROM space_events WHERE seq = 2", "an event must follow the one before")]
    [InlineData("UPDATE spaces SET sequence = 1", "the counters of a space never fall")]
    [InlineData("UPDATE documents SET version = 0", "a document only moves on")]
    [InlineData("UPDATE changesets SET report = ''", "a changeset that ended stays as it is")]
    [InlineData("UPDATE changesets SET fence = 0", "a fence never falls")]
    [InlineData("UPDATE changeset_files SET path = 'z'", "a file that is live is frozen")]
    [InlineData("UPDATE changesets SET published_by = NULL", "violates check constraint")]
    [InlineData($"INSERT INTO document_versions SELECT space_id, file_id, 9, path, repeat('0', 64), size, 99, changeset_id, {RestOfVersion} FROM document_versions LIMIT 1", "a version names content that is not stored")]
    [InlineData($"INSERT INTO document_versions SELECT space_id, file_id, 9, path, hash, size, 99, 999, {RestOfVersion} FROM document_versions LIMIT 1", "a version names a changeset that its space does not have")]
    [InlineData("UPDATE documents SET size = 77", "a document is what its version says")]
    [InlineData("INSERT INTO documents SELECT space_id, 'F9', 'z.md', 'Z.MD', 1, hash, size, 99 FROM documents LIMIT 1", "a document is what its version says")]
    [InlineData("ALTER TABLE changeset_files DROP CONSTRAINT changeset_files_hash_fkey; DELETE FROM blobs WHERE hash IN (SELECT hash FROM document_versions)", "a version names this content")]
    public async Task The_database_itself_keeps_what_is_immutable_and_the_state_machine(string statement, string sentence)
    {
        var space = Done(await new CreateSpace(Sync).ExecuteAsync(SpaceSlug.Parse("kept"), "Kept", new(), Ada, default));
        var pushed = Done(await new PushChangeset(Sync).ExecuteAsync(space, Request("c-1"), Ada, default)).Changeset;
        Done(await new ReviewChangeset(Sync).DecideAllAsync(space, pushed.Id, DecisionKind.Accept, null, Ada, default));
        Done(await new PublishChangeset(Sync, TimeProvider.System).ExecuteAsync(space, pushed.Id, new() { Process = "" }, Ada, default));
        Should.Throw<PostgresException>(() => server.Sql(address, statement)).MessageText.ShouldContain(sentence);
    }

    private static PostgresStore Open(string address) => PostgresStore.Open(DatabaseAddress.Parse(address), TimeProvider.System, Path.GetRandomFileName);

    private static PushRequest Request(string id) => new() { ClientId = id, Message = "m", Files = [New("F1", "a.md", "a\n"), New("F2", "b.md", "b\n")] };

    private static PushedFile New(string file, string path, string text) => new()
    {
        File = FileId.Parse(file),
        Operation = FileOperation.Upsert,
        Path = ServerPath.Parse(path),
        BaseVersion = 0,
        Content = StagedBlob.OfSmall(Encoding.UTF8.GetBytes(text)),
    };

    private static T Done<T>(SyncAnswer<T> answer) => answer is SyncAnswer<T>.Done done ? done.Value : throw new InvalidOperationException(answer.ToString());

    public void Dispose() => store.Dispose();
}
