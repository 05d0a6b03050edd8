using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DocsGen.Core.Access;

/// <summary>
/// Passwords as they are kept: <c>pbkdf2-sha512$ITERATIONS$SALT$HASH</c> (RFC 8018), the last two in base64. The number of iterations is written beside the hash, so that
/// it can rise.
/// </summary>
public static class PasswordHash
{
    /// <summary>The least number of characters of a password.</summary>
    public const int Shortest = 10;

    /// <summary>How many random bytes go with each password.</summary>
    public const int SaltBytes = 16;

    private const string Kind = "pbkdf2-sha512";
    private const int Iterations = 210_000;
    private const int HashBytes = 64;
    private const int Longest = 1000;

    // Of no password at all; what is compared for users who are not there costs the same.
    private static readonly string Nobody = Write(new byte[SaltBytes], new byte[HashBytes]);

    /// <summary>What is kept of a password.</summary>
    /// <param name="password">The password.</param>
    /// <param name="salt"><see cref="SaltBytes"/> random bytes.</param>
    /// <exception cref="FormatException">It is too short or too long.</exception>
    public static string Of(string password, ReadOnlySpan<byte> salt)
    {
        if (password.Length is < Shortest or > Longest) throw new FormatException($"A password has {Shortest} to {Longest} characters.");
        return Write(salt, Derive(password, salt, Iterations));
    }

    /// <summary>Whether a password is the one that is kept. It takes the same work when nothing is kept, so that nobody learns from the time who has an account.</summary>
    public static bool Matches(string? kept, string password)
    {
        if (password.Length > Longest) return false;
        var parts = (kept ?? Nobody).Split('$');
        if (parts is not [Kind, var count, var salt, var hash] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)) return false;
        var expected = Convert.FromBase64String(hash);
        return CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromBase64String(salt), iterations), expected) && kept is not null;
    }

    private static byte[] Derive(string password, ReadOnlySpan<byte> salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormC)), salt, iterations, HashAlgorithmName.SHA512, HashBytes);

    private static string Write(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> hash) => string.Create(CultureInfo.InvariantCulture, $"{Kind}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
}
