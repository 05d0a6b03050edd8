using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace DocsGen.Core.Artifacts;

/// <summary>The SHA-256 of some bytes, as 64 lower-case hexadecimal digits. It is the identity of a blob.</summary>
public readonly record struct ContentHash
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly string? value;

    private ContentHash(string value) => this.value = value;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Value => value ?? throw new InvalidOperationException("A ContentHash must be parsed or computed, not defaulted.");

    /// <summary>Hashes bytes.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Hashes the UTF-8 form of a text.</summary>
    public static ContentHash Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Wraps the 32 bytes of a digest computed elsewhere.</summary>
    public static ContentHash FromDigest(ReadOnlySpan<byte> digest) => digest.Length == 32
        ? new(Convert.ToHexStringLower(digest))
        : throw new ArgumentException("A SHA-256 digest has 32 bytes.", nameof(digest));

    /// <summary>Parses 64 hexadecimal digits, either case.</summary>
    /// <exception cref="FormatException">The text is not a SHA-256 in hexadecimal.</exception>
    public static ContentHash Parse(string text) => TryParse(text, out var hash) ? hash : throw new FormatException($"'{text}' is not a SHA-256 in hexadecimal.");

    /// <summary>Parses 64 hexadecimal digits, either case; false when the text is something else.</summary>
    public static bool TryParse(string? text, out ContentHash hash)
    {
        hash = default;
        if (text is not { Length: 64 } || text.AsSpan().ContainsAnyExcept(Digits)) return false;
        hash = new(text.ToLowerInvariant());
        return true;
    }

    /// <summary>The first 12 digits, for people.</summary>
    public string Short => Value[..12];

    /// <inheritdoc/>
    public override string ToString() => Value;
}
