namespace DocsGen.Core.Sync.Webhooks;

/// <summary>How long a failed delivery waits: four times as long each time, six hours at most, and after ten tries, a good day later, no more.</summary>
public static class DeliveryPauses
{
    private const int MostTries = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>The pause after a try that failed; null to give up.</summary>
    /// <param name="attempt">Its number, from 1 on.</param>
    /// <param name="first">The pause after the first.</param>
    public static TimeSpan? After(int attempt, TimeSpan first) => attempt >= MostTries ? null : TimeSpan.FromTicks((long)Math.Min(first.Ticks * Math.Pow(4, attempt - 1), Longest.Ticks));
}
