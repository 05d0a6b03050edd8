using System.Buffers.Text;

namespace DocsGen.Core.Access.UseCases;

/// <summary>Secrets that are sent about: a prefix, by which a leaked one is known for what it is, and 256 random bits. The store keeps only their SHA-256.</summary>
internal static class Secrets
{
    public const string Token = "dgt_";
    public const string Session = "dgs_";
    public const string Link = "dgl_";

    /// <summary>The most characters that are looked at.</summary>
    public const int MaxLength = 200;

    private const int Bytes = 32;

    public static string New(string prefix, Action<Span<byte>> random)
    {
        var bytes = new byte[Bytes];
        random(bytes);
        return prefix + Base64Url.EncodeToString(bytes);
    }
}
