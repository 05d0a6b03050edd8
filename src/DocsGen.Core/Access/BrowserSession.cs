using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DocsGen.Core.Access;

/// <summary>A sign-in of a browser: never its secret, which the store keeps as SHA-256.</summary>
public sealed record BrowserSession
{
    /// <summary>The store's own number of it.</summary>
    public long Id { get; init; }

    /// <summary>Who signed in, as they are now.</summary>
    public required User User { get; init; }

    public required DateTimeOffset CreatedUtc { get; init; }

    /// <summary>From when on it is refused.</summary>
    public required DateTimeOffset ExpiresUtc { get; init; }

    /// <summary>Whether it was ended: by signing out, by a new password, or since its user was disabled.</summary>
    public bool IsEnded { get; init; }

    /// <summary>Whether it opens anything at that time.</summary>
    public bool IsGood(DateTimeOffset now) => !IsEnded && !User.IsDisabled && now < ExpiresUtc;

    /// <summary>
    /// What goes with every change that is asked for by cookie: it is made from the session's secret, so that only who holds that can know it, and tells nothing of it.
    /// </summary>
    public static string AntiforgeryOf(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"antiforgery\n{secret}")));
}

/// <summary>A sign-in link as it is made: good once, and not for long.</summary>
/// <param name="User">The name of who signs in with it.</param>
/// <param name="CreatedUtc">When it was made.</param>
/// <param name="ExpiresUtc">From when on it is refused.</param>
public sealed record SignInLink(string User, DateTimeOffset CreatedUtc, DateTimeOffset ExpiresUtc);
