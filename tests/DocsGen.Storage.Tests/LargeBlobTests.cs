using DocsGen.TestSupport;

namespace DocsGen.Storage.Tests;

/// <summary>Alone, since it measures what the whole process allocates.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("alone")]
public sealed class LargeBlobTests
{
    [Fact]
    public async Task A_large_blob_is_streamed_and_never_held_whole()
    {
        using var folder = new TempFolder();
        using var store = folder.OpenStore();
        const long size = 300L * 1024 * 1024;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var staged = await store.Blobs.StageAsync(new CountedStream(size), default);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(8 * 1024 * 1024);
        staged.Size.ShouldBe(size);
    }

    [Fact]
    public async Task A_large_blob_goes_into_PostgreSQL_and_out_again_without_being_held_whole()
    {
        using var server = new ScratchPostgres();
        using var store = PostgresStore.Open(DatabaseAddress.Parse(server.NewDatabase()), TimeProvider.System, Path.GetRandomFileName);
        await store.Blobs.StageAsync(new CountedStream(2 * 1024 * 1024), default);
        const long size = 96L * 1024 * 1024;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var staged = await store.Blobs.StageAsync(new CountedStream(size), default);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(8 * 1024 * 1024, "in");
        staged.Size.ShouldBe(size);
        before = GC.GetTotalAllocatedBytes(precise: true);
        await using (var content = await store.Blobs.OpenAsync(staged.Hash, default)) await content.CopyToAsync(Stream.Null);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(8 * 1024 * 1024, "out");
    }

    private sealed class CountedStream(long size) : Stream
    {
        private long left = size;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = (int)Math.Min(buffer.Length, left);
            left -= read;
            return read;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
