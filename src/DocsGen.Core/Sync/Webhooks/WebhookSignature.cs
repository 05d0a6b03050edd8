using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DocsGen.Core.Sync.Webhooks;

/// <summary>
/// Signs deliveries as the Standard Webhooks specification 1.0 has it (standardwebhooks.com): HMAC-SHA256 over <c>id.timestamp.body</c>, sent as <c>webhook-signature: v1,BASE64</c>
/// beside <c>webhook-id</c> and <c>webhook-timestamp</c> (seconds since 1970, UTC). A receiver refuses what is older than a few minutes, so that nothing can be replayed.
/// </summary>
public static class WebhookSignature
{
    public const string SecretPrefix = "whsec_";

    /// <summary>A secret of random bytes.</summary>
    public static string NewSecret(Action<Span<byte>> random)
    {
        var bytes = new byte[32];
        random(bytes);
        return SecretPrefix + Convert.ToBase64String(bytes);
    }

    /// <summary>The value of the header.</summary>
    public static string Of(string secret, string id, long timestamp, string body)
    {
        var key = Convert.FromBase64String(secret[SecretPrefix.Length..]);
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }
}
