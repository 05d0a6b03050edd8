using System.Globalization;
using System.Threading.RateLimiting;
using DocsGen.Core.Artifacts;
using DocsGen.Server.Answers;

namespace DocsGen.Server.Auth;

/// <summary>
/// How often somebody may ask: each caller by what they show of themselves, shown or invented, and each address, where several callers may share one, four times that.
/// Attempts to sign in are few. Each server process counts for itself.
/// </summary>
internal sealed class RequestRates : IDisposable
{
    private const int Burst = 2;
    private const int CallersOfAnAddress = 4;
    private const int AttemptsPerMinute = 10;
    private const int AttemptsOfAnAddress = 60;

    private readonly PartitionedRateLimiter<string> byUser = Attempts(AttemptsPerMinute);
    private readonly PartitionedRateLimiter<string> byAddress = Attempts(AttemptsOfAnAddress);
    private readonly bool isOn;

    private RequestRates(bool isOn) => this.isOn = isOn;

    /// <summary>Registers the limits; the pipeline asks for them by itself.</summary>
    public static void Add(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(_ => new RequestRates(options.RateLimit > 0));
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetTokenBucketLimiter(CallerOf(http), _ => Bucket(options.RateLimit))),
                PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetTokenBucketLimiter(TrustedProxy.AddressOf(http), _ => Bucket(options.RateLimit * CallersOfAnAddress))));
            limiter.OnRejected = (rejected, _) => throw TooMany(rejected.Lease);
        });
    }

    /// <summary>Counts an attempt to sign in.</summary>
    /// <param name="http">The request.</param>
    /// <param name="user">As whom.</param>
    /// <exception cref="RequestRefused">429.</exception>
    public void CountAttempt(HttpContext http, string user)
    {
        if (!isOn) return;
        var address = TrustedProxy.AddressOf(http);
        foreach (var (limiter, key) in new[] { (byAddress, address), (byUser, string.Create(CultureInfo.InvariantCulture, $"{address}\n{ContentHash.Of(user)}")) })
        {
            using var lease = limiter.AttemptAcquire(key);
            if (!lease.IsAcquired) throw TooMany(lease);
        }
    }

    public void Dispose()
    {
        byUser.Dispose();
        byAddress.Dispose();
    }

    // A hash: what is kept of a caller here should open nothing.
    private static string CallerOf(HttpContext http) => http.Request.Headers.Authorization is [{ Length: > 0 } header] ? ContentHash.Of(header).Value
        : SessionCookie.Of(http) is { } secret ? ContentHash.Of(secret).Value
        : TrustedProxy.AddressOf(http);

    private static TokenBucketRateLimiterOptions Bucket(int perSecond) => new()
    {
        TokenLimit = perSecond * Burst,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        AutoReplenishment = false,
    };

    private static PartitionedRateLimiter<string> Attempts(int perMinute) => PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(
        key, _ => new() { TokenLimit = perMinute, TokensPerPeriod = perMinute, ReplenishmentPeriod = TimeSpan.FromMinutes(1), AutoReplenishment = false }));

    private static RequestRefused TooMany(RateLimitLease lease) => new(StatusCodes.Status429TooManyRequests, "TOO_MANY_REQUESTS", "Too many requests. Wait a little, and try again.")
    {
        RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1,
    };
}
