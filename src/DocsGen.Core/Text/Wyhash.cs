using System.Buffers.Binary;

namespace DocsGen.Core.Text;

/// <summary>
/// Wyhash, final version 3, of Wang Yi (public domain), with seed 0 and the secret that the sync protocol names; not the final version 4 of other
/// runtimes. It guards a transfer against accidents, and is no proof of identity.
/// </summary>
public static class Wyhash
{
    private const ulong Secret0 = 0xa0761d6478bd642f;
    private const ulong Secret1 = 0xe7037ed1a0b428db;
    private const ulong Secret2 = 0x8ebc6af09c88c6e3;
    private const ulong Secret3 = 0x589965cc75374cc3;

    /// <summary>The hash in lower-case hexadecimal without leading zeros, as the protocol writes it.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => Of(bytes).ToString("x", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The 64 bits of the hash.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var seed = Secret0;
        ulong a, b;
        if (bytes.Length <= 16) (a, b) = Short(bytes);
        else
        {
            var rest = bytes;
            if (rest.Length > 48)
            {
                var (see1, see2) = (seed, seed);
                for (; rest.Length > 48; rest = rest[48..])
                {
                    seed = Mix(Read8(rest) ^ Secret1, Read8(rest[8..]) ^ seed);
                    see1 = Mix(Read8(rest[16..]) ^ Secret2, Read8(rest[24..]) ^ see1);
                    see2 = Mix(Read8(rest[32..]) ^ Secret3, Read8(rest[40..]) ^ see2);
                }

                seed ^= see1 ^ see2;
            }

            for (; rest.Length > 16; rest = rest[16..]) seed = Mix(Read8(rest) ^ Secret1, Read8(rest[8..]) ^ seed);
            // The last 16 bytes, also where some of them were mixed in before.
            (a, b) = (Read8(bytes[^16..]), Read8(bytes[^8..]));
        }

        return Mix(Secret1 ^ (ulong)bytes.Length, Mix(a ^ Secret1, b ^ seed));
    }

    private static (ulong A, ulong B) Short(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length;
        if (length == 0) return (0, 0);
        if (length < 4) return (((ulong)bytes[0] << 16) | ((ulong)bytes[length >> 1] << 8) | bytes[length - 1], 0);
        var middle = (length >> 3) << 2;
        return (
            (Read4(bytes) << 32) | Read4(bytes[middle..]),
            (Read4(bytes[(length - 4)..]) << 32) | Read4(bytes[(length - 4 - middle)..]));
    }

    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    private static ulong Read8(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static ulong Read4(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
