using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Core.Sync;

/// <summary>Bytes as text, where they are text: UTF-8 without NUL. Everything else is a binary, reviewed whole.</summary>
public static class TextContent
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of bytes; null when they are none. A byte order mark stays its first character.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0)) return null;
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Whether bytes are text, without making one of them.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) => !bytes.Contains((byte)0) && System.Text.Unicode.Utf8.IsValid(bytes);

    /// <summary>Whether every store can keep a text: no NUL, no half of a surrogate pair.</summary>
    public static bool CanBeKept(string? text)
    {
        if (text is null) return true;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }

    public static byte[] Bytes(string text) => Strict.GetBytes(text);

    /// <summary>Lines added and removed between two contents, either of which may be absent; null when one of them is a binary.</summary>
    public static LineCounts? Count(byte[]? before, byte[]? after)
    {
        if (before is null || after is null)
        {
            var only = before ?? after ?? [];
            if (Of(only) is null) return null;
            var lines = only.AsSpan().Count((byte)'\n') + (only.Length > 0 && only[^1] != '\n' ? 1 : 0);
            return before is null ? new(lines, 0) : new(0, lines);
        }

        return Of(before) is { } a && Of(after) is { } b ? TextDiff.Of(a, b).Counts : null;
    }

    /// <summary>Reads stored bytes whole; they are bounded by the policy that let them in.</summary>
    public static async ValueTask<byte[]> ReadAsync(IBlobStore blobs, ContentHash hash, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenAsync(hash, cancellationToken);
        if (stream.CanSeek)
        {
            // Its size is known: nothing grows and is copied.
            var whole = new byte[stream.Length - stream.Position];
            await stream.ReadExactlyAsync(whole, cancellationToken);
            return whole;
        }

        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    /// <summary>Stages bytes.</summary>
    public static async ValueTask<StagedBlob> StageAsync(IBlobStore blobs, byte[] bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length <= IBlobStore.InlineLimit) return StagedBlob.OfSmall(bytes);
        using var stream = new MemoryStream(bytes, writable: false);
        return await blobs.StageAsync(stream, cancellationToken);
    }
}
