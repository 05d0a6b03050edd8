using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.TestSupport;

namespace DocsGen.Storage.Tests;

/// <summary>What every backend of <see cref="IBlobStore"/> and <see cref="IArtifactStore"/> must do; a backend without a subclass does not exist.</summary>
public abstract class ArtifactStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly Actor Ada = Actor.User("ada");
    private static readonly LogicalPath Path = LogicalPath.Parse("run_2026_01_02_0001/phase1/a.md");

    protected abstract IBlobStore Blobs { get; }

    protected abstract IArtifactStore Artifacts { get; }

    /// <summary>The clock that the store was opened with.</summary>
    protected SettableClock Clock { get; } = new(Now);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(IBlobStore.InlineLimit)]
    [InlineData(IBlobStore.InlineLimit + 1)]
    [InlineData(3_000_000)]
    public async Task A4_what_was_written_is_read_back_by_its_hash(int size)
    {
        var bytes = Pattern(size);
        var staged = await Blobs.StageAsync(new MemoryStream(bytes), default);
        staged.Hash.ShouldBe(ContentHash.Of(bytes));
        staged.Size.ShouldBe(size);
        (staged.Inline is null).ShouldBe(size > IBlobStore.InlineLimit);
        await StoredAsync(Path, staged);
        (await Blobs.ReadAsync(staged.Hash, default)).ToArray().ShouldBe(bytes);
    }

    [Fact]
    public async Task A2_the_same_bytes_to_the_same_path_answer_the_first_record()
    {
        var first = await StoredAsync(Path, "one");
        var again = await Artifacts.WriteAsync(New(Path, "one") with { CreatedBy = Actor.User("eve"), CreatedUtc = Now.AddDays(1) }, null, default);
        again.ShouldBeOfType<ArtifactWrite.AlreadyPresent>().Artifact.ShouldBe(first);
        (await Artifacts.FindAsync(Path, default)).ShouldBe(first);
    }

    [Fact]
    public async Task A2_other_bytes_to_the_same_path_are_refused_and_nothing_changes()
    {
        var first = await StoredAsync(Path, "one");
        var conflict = (await Artifacts.WriteAsync(New(Path, "two"), null, default)).ShouldBeOfType<ArtifactWrite.Conflict>();
        conflict.Existing.ShouldBe(first);
        (await Artifacts.ListAsync(Path.Run, default)).ShouldBe([first]);
        (await TextAsync(first.Hash)).ShouldBe("one");
    }

    [Fact]
    public async Task A2_a_path_that_differs_only_by_case_is_the_same_path()
    {
        await StoredAsync(Path, "one");
        (await Artifacts.WriteAsync(New(LogicalPath.Parse("run_2026_01_02_0001/PHASE1/A.MD"), "one"), null, default)).ShouldBeOfType<ArtifactWrite.Conflict>();
    }

    [Fact]
    public async Task A3_an_overwrite_with_a_recorded_token_keeps_the_replaced_version_readable()
    {
        var first = await StoredAsync(Path, "one");
        var token = new OverwriteToken("t1", Path, "typo", Ada, Now.AddMinutes(5));
        await Artifacts.GrantAsync(token, default);
        var second = (await Artifacts.WriteAsync(New(Path, "two"), token, default)).ShouldBeOfType<ArtifactWrite.Stored>().Artifact;
        second.Generation.ShouldBe(2);
        (await Artifacts.FindAsync(Path, default)).ShouldBe(second);
        (await Artifacts.ListAsync(Path.Run, default)).ShouldBe([first, second]);
        (await TextAsync(first.Hash)).ShouldBe("one");
        (await TextAsync(second.Hash)).ShouldBe("two");
    }

    [Fact]
    public async Task A3_the_store_refuses_on_its_own_a_token_that_is_unknown_used_expired_or_for_another_path()
    {
        await StoredAsync(Path, "one");
        var token = new OverwriteToken("t1", Path, "typo", Ada, Now.AddMinutes(5));
        (await Artifacts.WriteAsync(New(Path, "two"), token, default)).ShouldBeOfType<ArtifactWrite.Conflict>("never recorded");
        await Artifacts.GrantAsync(token, default);
        var other = LogicalPath.Parse("run_2026_01_02_0001/phase1/b.md");
        await StoredAsync(other, "one");
        (await Artifacts.WriteAsync(New(other, "two"), token, default)).ShouldBeOfType<ArtifactWrite.Conflict>("another path");
        (await Artifacts.WriteAsync(New(Path, "two"), token, default)).ShouldBeOfType<ArtifactWrite.Stored>();
        (await Artifacts.WriteAsync(New(Path, "three"), token, default)).ShouldBeOfType<ArtifactWrite.Conflict>("used");
        var late = new OverwriteToken("t2", Path, "typo", Ada, Now.AddMinutes(5));
        await Artifacts.GrantAsync(late, default);
        Clock.Now = Now.AddMinutes(5);
        (await Artifacts.WriteAsync(New(Path, "three"), late, default)).ShouldBeOfType<ArtifactWrite.Conflict>("expired");
        (await Artifacts.FindAsync(Path, default))!.Generation.ShouldBe(2);
    }

    [Fact]
    public async Task A1_a_record_keeps_path_hash_size_type_creator_and_time()
    {
        var stored = await StoredAsync(Path, "one");
        stored.ShouldBe(new Artifact(Path, 1, ContentHash.Of("one"), 3, ArtifactType.CoreDoc, Ada, Now));
        (await Artifacts.FindAsync(Path, default)).ShouldBe(stored);
        (await Artifacts.FindAsync(LogicalPath.Parse("run_2026_01_02_0001/phase1/none.md"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Runs_do_not_see_each_others_artifacts()
    {
        await StoredAsync(Path, "one");
        (await Artifacts.ListAsync(RunId.Parse("run_2026_01_02_0002"), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Unknown_content_is_an_error_and_never_an_empty_stream() =>
        await Should.ThrowAsync<ArtifactCorruptException>(async () => await Blobs.OpenAsync(ContentHash.Of("never stored"), default));

    protected static byte[] Pattern(int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++) bytes[i] = (byte)((i * 31) + (i >> 8));
        return bytes;
    }

    protected static NewArtifact New(LogicalPath path, string text) =>
        new(path, StagedBlob.OfSmall(Encoding.UTF8.GetBytes(text)), ArtifactType.CoreDoc, Ada, Now);

    protected async Task<Artifact> StoredAsync(LogicalPath path, StagedBlob content) =>
        (await Artifacts.WriteAsync(new(path, content, ArtifactType.CoreDoc, Ada, Now), null, default)).ShouldBeOfType<ArtifactWrite.Stored>().Artifact;

    protected async Task<Artifact> StoredAsync(LogicalPath path, string text) =>
        (await Artifacts.WriteAsync(New(path, text), null, default)).ShouldBeOfType<ArtifactWrite.Stored>().Artifact;

    private async Task<string> TextAsync(ContentHash hash) => Encoding.UTF8.GetString((await Blobs.ReadAsync(hash, default)).Span);
}
