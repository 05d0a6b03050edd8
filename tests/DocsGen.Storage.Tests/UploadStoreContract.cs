using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.TestSupport;

namespace DocsGen.Storage.Tests;

/// <summary>What every store of uploads promises.</summary>
public abstract class UploadStoreContract
{
    private static readonly Actor Ada = Actor.User("ada");
    private static readonly Actor Ben = Actor.User("ben");

    protected abstract IStore Store { get; }

    /// <summary>Reaches into the database behind the store's back.</summary>
    protected abstract void Sql(string statement);

    [Fact]
    public async Task S10_an_upload_is_told_to_who_made_it_and_in_its_space_alone()
    {
        var (one, two) = (await SpaceAsync("one"), await SpaceAsync("two"));
        var (small, large) = (await StageAsync(100), await StageAsync(200_000));
        await Store.Uploads.AddAsync(one, Ada, [small, large], default);
        await Store.Uploads.AddAsync(one, Ada, [large], default);
        (await Store.Uploads.PresentAsync(one, Ada, [small.Hash, large.Hash, ContentHash.Of("none")], default)).OrderBy(c => c.Size).ShouldBe([new(small.Hash, 100), new(large.Hash, 200_000)]);
        (await Store.Uploads.PresentAsync(one, Ben, [small.Hash, large.Hash], default)).ShouldBeEmpty();
        (await Store.Uploads.PresentAsync(two, Ada, [small.Hash, large.Hash], default)).ShouldBeEmpty();
        (await Store.Uploads.PresentAsync(one, Ada, [], default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200_000)]
    public async Task An_upload_is_no_garbage_for_a_day_and_counts_for_nothing_afterwards(int size)
    {
        var space = await SpaceAsync("one");
        var content = await StageAsync(size);
        await Store.Uploads.AddAsync(space, Ada, [content], default);
        (await Store.Garbage.CollectAsync(TimeSpan.Zero, default)).Condemned.Count.ShouldBe(0);
        (await Store.Garbage.SurveyAsync(TimeSpan.Zero, default)).Kept.Count.ShouldBe(1);
        Age(IUploadStore.Lifetime - TimeSpan.FromMinutes(1));
        (await Store.Uploads.PresentAsync(space, Ada, [content.Hash], default)).ShouldHaveSingleItem();
        (await Store.Garbage.CollectAsync(TimeSpan.Zero, default)).Condemned.Count.ShouldBe(0);
        Age(TimeSpan.FromMinutes(2));
        (await Store.Uploads.PresentAsync(space, Ada, [content.Hash], default)).ShouldBeEmpty();
        (await Store.Garbage.SurveyAsync(TimeSpan.Zero, default)).Condemned.Count.ShouldBe(1);
        await Store.Garbage.CollectAsync(TimeSpan.Zero, default);
        await Task.Delay(20);
        (await Store.Garbage.CollectAsync(TimeSpan.Zero, default)).Freed.Count.ShouldBe(1);
        await Should.ThrowAsync<ArtifactCorruptException>(async () => await Store.Blobs.OpenAsync(content.Hash, default));
        await Store.Uploads.AddAsync(space, Ada, [await StageAsync(size)], default);
        (await Store.Blobs.ReadAsync(content.Hash, default)).Length.ShouldBe(size, "it may come again");
    }

    [Fact]
    public async Task Equal_uploads_that_race_are_all_good()
    {
        var space = await SpaceAsync("one");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            var contents = new[] { await StageAsync(100), await StageAsync(200), await StageAsync(200_000) };
            await Store.Uploads.AddAsync(space, n % 2 == 0 ? Ada : Ben, n % 3 == 0 ? [.. contents.Reverse()] : contents, default);
        })));
        (await Store.Uploads.PresentAsync(space, Ben, [(await StageAsync(100)).Hash, (await StageAsync(200)).Hash, (await StageAsync(200_000)).Hash], default)).Count.ShouldBe(3);
    }

    private void Age(TimeSpan by) => Sql(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"UPDATE uploads SET at = at - {(long)by.TotalMilliseconds}"));

    private ValueTask<StagedBlob> StageAsync(int size) => Store.Blobs.StageAsync(new MemoryStream([.. Enumerable.Range(0, size).Select(i => (byte)(i * 7))]), default);

    private async Task<long> SpaceAsync(string slug) => (await Store.Sync.Spaces.CreateAsync(SpaceSlug.Parse(slug), slug, new(), Ada, default))!.Id;
}

public sealed class EmbeddedUploadStoreTests : UploadStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly EmbeddedStore store;

    public EmbeddedUploadStoreTests() => store = folder.OpenStore();

    protected override IStore Store => store;

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    protected override void Sql(string statement) => folder.Sql(statement);
}

[Collection("postgres")]
public sealed class PostgresUploadStoreTests : UploadStoreContract, IDisposable
{
    private readonly ScratchPostgres server;
    private readonly string address;
    private readonly PostgresStore store;

    public PostgresUploadStoreTests(ScratchPostgres server)
    {
        (this.server, address) = (server, server.NewDatabase());
        store = PostgresStore.Open(DatabaseAddress.Parse(address), TimeProvider.System, Path.GetRandomFileName);
    }

    protected override IStore Store => store;

    public void Dispose() => store.Dispose();

    protected override void Sql(string statement) => server.Sql(address, statement);
}
