using DocsGen.Server.Answers;

namespace DocsGen.Server.Requests;

/// <summary>A body that ends in a refusal when it holds more bytes than it may, or when its compression is broken. Reads only.</summary>
/// <param name="inner">What is read.</param>
/// <param name="most">Most bytes.</param>
/// <param name="sentence">What to say when there are more.</param>
/// <param name="unfolds">Whether what is read unfolds a compressed body.</param>
internal sealed class LimitedStream(Stream inner, long most, string sentence, bool unfolds = false) : Stream
{
    private long read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => read;
        set => throw new NotSupportedException();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            read += count;
            return read <= most ? count : throw new RequestRefused(StatusCodes.Status413PayloadTooLarge, "TOO_LARGE", sentence);
        }
        catch (Exception broken) when (unfolds && broken is (InvalidDataException or InvalidOperationException))
        {
            throw RequestRefused.Bad("The body is not compressed as its Content-Encoding says.");
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read without waiting.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
