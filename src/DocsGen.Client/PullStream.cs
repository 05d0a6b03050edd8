using System.Runtime.CompilerServices;
using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Client;

/// <summary>Reads the answer to a pull change by change: a space is never held in memory. The head comes before the changes.</summary>
internal sealed class PullStream(ServerConnection server, Stream body)
{
    private const int FirstBuffer = 64 * 1024;

    private byte[] buffer = new byte[FirstBuffer];
    private int start;
    private int end;
    private bool isFinal;
    private JsonReaderState state;

    /// <summary>What stands before the changes; what follows is theirs.</summary>
    public async ValueTask<PullHead> HeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryHead() is { } head) return head;
            await FillAsync(cancellationToken);
        }
    }

    public async IAsyncEnumerable<PulledDocument> DocumentsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var (isEnd, change) = TryChange();
            if (isEnd) yield break;
            if (change is not null) yield return ToDocument(change);
            else await FillAsync(cancellationToken);
        }
    }

    private PullHead? TryHead()
    {
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinal, state);
        var (cursor, reset, more) = (-1L, false, false);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var name = reader.GetString();
            if (!reader.Read()) return null;
            switch (name)
            {
                case "newCursor" when reader.TryGetInt64(out var value):
                    cursor = value;
                    break;
                case "reset":
                    reset = reader.TokenType == JsonTokenType.True;
                    break;
                case "hasMore":
                    more = reader.TokenType == JsonTokenType.True;
                    break;
                case "changes" when reader.TokenType == JsonTokenType.StartArray && cursor >= 0:
                    Keep(reader);
                    return new(new(cursor), reset, more);
                default:
                    throw server.Foreign(null, null);
            }
        }

        return null;
    }

    private (bool IsEnd, ChangeWire? Change) TryChange()
    {
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinal, state);
        if (!reader.Read()) return (false, null);
        if (reader.TokenType == JsonTokenType.EndArray) return (true, null);
        var whole = reader;
        if (!whole.TrySkip()) return (false, null);
        var change = JsonSerializer.Deserialize(ref reader, AnswerJson.Of(SyncJson.Wire.ChangeWire)) ?? throw server.Foreign(null, null);
        Keep(reader);
        return (false, change);
    }

    private void Keep(Utf8JsonReader reader)
    {
        start += (int)reader.BytesConsumed;
        state = reader.CurrentState;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (isFinal) throw server.Silent(new IOException("the answer broke off."));
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        // One change may be larger than all that were before.
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        try
        {
            var read = await body.ReadAsync(buffer.AsMemory(end), cancellationToken);
            end += read;
            isFinal = read == 0;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw server.Silent(exception);
        }
    }

    private static PulledDocument ToDocument(ChangeWire change)
    {
        var hash = change.Deleted ? (ContentHash?)null : ContentHash.Parse(change.Sha256 ?? "");
        var bytes = change.Content is { } text ? TextContent.Bytes(text) : null;
        if (bytes is not null && hash is { } said && ContentHash.Of(bytes) != said) throw ServerBlobs.Damaged(said);
        var document = new Document { File = FileId.Parse(change.FileId), Path = ServerPath.Parse(change.ServerPath), Version = change.Version, Hash = hash, Size = bytes?.Length ?? 0, Sequence = 0 };
        return new(document, bytes is null ? null : (ReadOnlyMemory<byte>?)bytes);
    }
}
