using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Storage.Tests.Driving;
using DocsGen.TestSupport;
using Npgsql;

namespace DocsGen.Storage.Tests;

/// <summary>One cluster for the whole assembly; each test has a database of its own.</summary>
[CollectionDefinition("postgres")]
public sealed class PostgresSuite : ICollectionFixture<ScratchPostgres>;

[Collection("postgres")]
public sealed class PostgresGarbageTests(ScratchPostgres server) : GarbageContract, IDisposable
{
    private readonly PostgresStore store = PostgresStore.Open(DatabaseAddress.Parse(server.NewDatabase()), TimeProvider.System, System.IO.Path.GetRandomFileName);

    protected override IGarbageCollector Garbage => store.Garbage;

    protected override IBlobStore Blobs => store.Blobs;

    protected override IArtifactStore Artifacts => store.Artifacts;

    protected override IRunStore Runs => store.Runs;

    public void Dispose() => store.Dispose();
}

[Collection("postgres")]
public sealed class PostgresArtifactStoreTests : ArtifactStoreContract, IDisposable
{
    private readonly ScratchPostgres server;
    private readonly string address;
    private readonly PostgresStore store;

    public PostgresArtifactStoreTests(ScratchPostgres server)
    {
        this.server = server;
        address = server.NewDatabase();
        store = Open();
    }

    protected override IBlobStore Blobs => store.Blobs;

    protected override IArtifactStore Artifacts => store.Artifacts;

    [Theory]
    [InlineData("UPDATE blob_chunks SET bytes = set_byte(bytes, 7, 0) WHERE ordinal = 2")]
    [InlineData("DELETE FROM blob_chunks WHERE ordinal = 2")]
    [InlineData("UPDATE blob_chunks SET ordinal = ordinal + 1 WHERE ordinal = 2")]
    public async Task A4_damaged_chunks_are_never_handed_out(string damage)
    {
        var staged = await Blobs.StageAsync(new MemoryStream(Pattern(3_000_000)), default);
        server.Sql(address, $"DROP TRIGGER chunks_never_change ON blob_chunks; {damage}").ShouldBeGreaterThan(0);
        (await Should.ThrowAsync<ArtifactCorruptException>(async () => await Blobs.OpenAsync(staged.Hash, default))).Hash.ShouldBe(staged.Hash);
    }

    [Fact]
    public async Task A4_a_chunk_that_changes_after_it_was_verified_is_not_handed_out_either()
    {
        var staged = await Blobs.StageAsync(new MemoryStream(Pattern(3_000_000)), default);
        await using var open = await Blobs.OpenAsync(staged.Hash, default);
        server.Sql(address, "DROP TRIGGER chunks_never_change ON blob_chunks; UPDATE blob_chunks SET bytes = set_byte(bytes, 7, 0) WHERE ordinal = 2");
        open.Position = 2_500_000;
        Should.Throw<ArtifactCorruptException>(() => open.ReadByte());
        open.Position = 100;
        open.ReadByte().ShouldBe(Pattern(101)[100]);
    }

    [Fact]
    public async Task A4_a_damaged_row_is_never_handed_out()
    {
        var stored = await StoredAsync(LogicalPath.Parse("run_2026_01_02_0001/phase1/a.md"), "one");
        server.Sql(address, "DROP TRIGGER blobs_never_change ON blobs; UPDATE blobs SET bytes = 'two'");
        await Should.ThrowAsync<ArtifactCorruptException>(async () => await Blobs.OpenAsync(stored.Hash, default));
    }

    [Theory]
    [InlineData("UPDATE artifacts SET size = 4")]
    [InlineData("DELETE FROM artifacts")]
    [InlineData("TRUNCATE artifacts")]
    [InlineData("UPDATE blobs SET bytes = 'two'")]
    public async Task A1_the_database_itself_refuses_to_change_what_is_immutable(string statement)
    {
        await StoredAsync(LogicalPath.Parse("run_2026_01_02_0001/phase1/a.md"), "one");
        Should.Throw<PostgresException>(() => server.Sql(address, statement)).MessageText.ShouldContain("immutable");
    }

    [Fact]
    public async Task A_large_blob_is_streamed_both_ways_in_chunks_and_read_from_anywhere()
    {
        const int size = 5 * 1024 * 1024 + 17;
        var bytes = Pattern(size);
        var staged = await Blobs.StageAsync(new MemoryStream(bytes), default);
        await using var open = await Blobs.OpenAsync(staged.Hash, default);
        open.Length.ShouldBe(size);
        foreach (var from in new[] { size - 5, 0, 1024 * 1024 - 3, 4 * 1024 * 1024 })
        {
            open.Position = from;
            var read = new byte[5];
            await open.ReadExactlyAsync(read);
            read.ShouldBe(bytes[from..(from + 5)]);
        }

        open.Position = size;
        open.ReadByte().ShouldBe(-1);
        await Blobs.StageAsync(new MemoryStream(bytes), default);
        server.Sql(address, "DROP TRIGGER chunks_never_change ON blob_chunks; UPDATE blob_chunks SET ordinal = ordinal").ShouldBe(6, "the same bytes are kept once");
    }

    [Fact]
    public async Task A2_of_many_writers_to_one_path_one_stores_and_the_others_are_refused()
    {
        using var other = Open();
        var path = LogicalPath.Parse("run_2026_01_02_0001/phase1/a.md");
        var writes = await Task.WhenAll(Enumerable.Range(0, 24).Select(n => Task.Run(async () =>
            await (n % 2 == 0 ? store : other).Artifacts.WriteAsync(New(path, $"text {n % 8}"), null, default))));
        writes.Count(w => w is ArtifactWrite.Stored).ShouldBe(1);
        writes.Count(w => w is ArtifactWrite.AlreadyPresent).ShouldBe(2);
        (await Artifacts.ListAsync(path.Run, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_machines_that_open_a_new_database_at_once_make_its_tables_once()
    {
        var empty = server.NewDatabase();
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => PostgresStore.Open(DatabaseAddress.Parse(empty), Clock, Path.GetRandomFileName))));
        foreach (var opened in stores) opened.Dispose();
        server.Sql(empty, "UPDATE migrations SET name = name").ShouldBe(10);
    }

    [Fact]
    public void A_store_of_a_newer_version_or_of_other_hands_is_refused()
    {
        server.Sql(address, "INSERT INTO migrations (version, name, sha256) VALUES (9999, 'future.sql', '" + new string('0', 64) + "')");
        Should.Throw<StoreTooNewException>(Open);
        server.Sql(address, "DELETE FROM migrations WHERE version = 9999; UPDATE migrations SET sha256 = '" + new string('0', 64) + "' WHERE version = 1");
        Should.Throw<StoreFailedException>(Open).Message.ShouldContain("0001_initial.sql");
    }

    [Fact]
    public void What_cannot_be_reached_or_is_not_there_is_said_without_the_password()
    {
        var gone = Should.Throw<StoreFailedException>(() => PostgresStore.Open(DatabaseAddress.Parse("postgres://ada:hush@127.0.0.1:1/docs"), Clock, Path.GetRandomFileName)).Message;
        gone.ShouldStartWith("store.failed: postgres://ada@127.0.0.1:1/docs cannot be reached: ");
        gone.ShouldNotContain("hush");
        var unknown = Should.Throw<StoreFailedException>(() => PostgresStore.Open(DatabaseAddress.Parse(address + "x"), Clock, Path.GetRandomFileName)).Message;
        unknown.ShouldContain("there is no such database. Make it with 'createdb t");
        unknown.ShouldNotContain("secret");
    }

    [Fact]
    public void A_database_that_acknowledges_before_it_is_durable_is_refused()
    {
        server.Sql(address, $"ALTER DATABASE {new Uri(address).AbsolutePath[1..]} SET synchronous_commit = off");
        NpgsqlConnection.ClearAllPools();
        Should.Throw<StoreFailedException>(Open).Message.ShouldContain("synchronous_commit is off");
    }

    public void Dispose() => store.Dispose();

    private PostgresStore Open() => PostgresStore.Open(DatabaseAddress.Parse(address), Clock, Path.GetRandomFileName);
}

[Collection("postgres")]
public sealed class PostgresRunStoreTests(ScratchPostgres server) : RunStoreContract, IDisposable
{
    private readonly PostgresStore store = PostgresStore.Open(DatabaseAddress.Parse(server.NewDatabase()), TimeProvider.System, Path.GetRandomFileName);

    protected override IRunStore Runs => store.Runs;

    protected override IRunLeases Leases => store.Leases;

    protected override IArtifactStore Artifacts => store.Artifacts;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R10_a_commit_whose_answer_was_lost_is_found_out_and_neither_lost_nor_doubled(bool serverHears)
    {
        var address = server.NewDatabase();
        using var proxy = new LostAnswerProxy(new Uri(address).Port) { ServerHears = serverHears };
        var builder = new UriBuilder(address) { Port = proxy.Port };
        using var through = PostgresStore.Open(DatabaseAddress.Parse(builder.Uri.ToString()), TimeProvider.System, Path.GetRandomFileName);
        var ports = new RunPorts(through.Runs, through.Leases, through.Artifacts, through.Blobs, TimeProvider.System);
        proxy.Arm();
        var id = await through.Runs.ReserveIdAsync(new(2026, 1, 2), default);
        proxy.Arm();
        var state = await CreateAsync(id, through.Runs);
        proxy.Arm();
        var claim = (await through.Leases.ClaimAsync(id, new("one", ""), TimeSpan.FromMinutes(1), default)).ShouldBeOfType<LeaseClaim.Granted>();
        var (after, stored) = RunLog.Append(state, [new RunEvent.Started()], Actor.Tool, state.ChangedUtc);
        var artifact = new NewArtifact(LogicalPath.In(id, "phase0/a.md"), StagedBlob.OfSmall("one"u8.ToArray()), ArtifactType.CoreDoc, Actor.Tool, state.ChangedUtc);
        proxy.Arm();
        (await through.Runs.CommitAsync(new() { After = after, ExpectedVersion = 1, Fence = claim.Fence, Events = stored, Artifacts = [artifact] }, default)).ShouldBe(CommitOutcome.Committed);
        proxy.Arm();
        (await through.Runs.CommitAsync(new() { After = after, ExpectedVersion = 1, Fence = claim.Fence, Events = stored }, default)).ShouldBe(CommitOutcome.Stale, "it was there before anything was lost");
        proxy.Cuts.ShouldBeGreaterThanOrEqualTo(4);
        var events = await through.Runs.EventsAsync(id, 0, default);
        events.Count.ShouldBe(2);
        RunLog.FindBreak(events).ShouldBeNull();
        (await ports.Artifacts.ListAsync(id, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Runs_that_start_at_once_with_the_same_inputs_in_any_order_all_start()
    {
        static NewArtifact Input(RunId run, int n) =>
            new(LogicalPath.In(run, $"input/{n}.md"), StagedBlob.OfSmall(System.Text.Encoding.UTF8.GetBytes($"input {n}")), ArtifactType.Input, Actor.Tool, new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(async () =>
        {
            var id = await Runs.ReserveIdAsync(new(2026, 1, 2), default);
            await CreateAsync(id, Runs, [.. Enumerable.Range(0, 8).Select(i => Input(id, n % 2 == 0 ? i : 7 - i))]);
            return id;
        })));
        foreach (var run in runs) (await Artifacts.ListAsync(run, default)).Count.ShouldBe(8);
    }

    public void Dispose() => store.Dispose();

    private static async Task<RunState> CreateAsync(RunId id, IRunStore runs, params NewArtifact[] artifacts)
    {
        var settings = new RunSettings
        {
            Slug = "sample",
            Name = "Sample",
            Formula = "plugin",
            FormulaVersion = "1",
            Profile = "full",
            Strictness = default,
            ReviewMode = default,
            Agent = "template",
            Tool = "0",
        };
        var (state, stored) = RunLog.Begin(id, new(settings, []), Actor.Tool, new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        (await runs.CommitAsync(new() { After = state, ExpectedVersion = 0, Events = stored, Artifacts = artifacts }, default)).ShouldBe(CommitOutcome.Committed);
        return state;
    }
}

[Collection("postgres")]
public sealed class PostgresDrivingTests(ScratchPostgres server)
    : DrivingContract(PostgresStore.Open(DatabaseAddress.Parse(server.NewDatabase()), TimeProvider.System, Path.GetRandomFileName));

[Collection("postgres")]
public sealed class PostgresRevisionTests(ScratchPostgres server)
    : RevisionContract(PostgresStore.Open(DatabaseAddress.Parse(server.NewDatabase()), TimeProvider.System, Path.GetRandomFileName));

public sealed class DatabaseAddressTests
{
    [Theory]
    [InlineData("postgres://ada:p%40ss@db.example:6543/docs", "postgres://ada@db.example:6543/docs")]
    [InlineData("postgresql://db.example/docs?sslmode=verify-full", "postgres://db.example:5432/docs")]
    [InlineData("postgres:///docs?host=/run/postgresql&user=ada", "postgres:///docs?host=/run/postgresql&port=5432&user=ada")]
    [InlineData("postgres:///docs?host=/run/postgresql&port=5433", "postgres:///docs?host=/run/postgresql&port=5433")]
    public void An_address_shows_everything_but_its_password(string text, string shown) => DatabaseAddress.Parse(text).ToString().ShouldBe(shown);

    [Theory]
    [InlineData("hush", "must begin with postgres:// and be a URL")]
    [InlineData("mysql://ada:hush@db/docs", "must begin with postgres:// and be a URL")]
    [InlineData("postgres://ada:hush@db", "must name one database after the host")]
    [InlineData("postgres://ada:hush@db/a/b", "must name one database after the host")]
    [InlineData("postgres://ada:hush@db/docs?pooling=false", "has 'pooling', which is not known; there are host, port, user, sslmode")]
    [InlineData("postgres://ada:hush@db/docs?port=x", "has a port that is no number")]
    [InlineData("postgres://ada:hush@db/docs?sslmode=maybe", "has an sslmode that is not disable, allow, prefer, require, verify-ca or verify-full")]
    public void What_is_no_address_is_refused_without_repeating_it(string text, string sentence)
    {
        var message = Should.Throw<FormatException>(() => DatabaseAddress.Parse(text)).Message;
        message.ShouldContain(sentence);
        message.ShouldNotContain("hush");
    }
}
