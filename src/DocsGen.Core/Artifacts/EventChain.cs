namespace DocsGen.Core.Artifacts;

/// <summary>How events are chained: each hash is over the one before and the event's body as stored, so that tampering shows (R10).</summary>
public static class EventChain
{
    /// <summary>Times in events: UTC, to the millisecond.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The hash of an event; the first follows the empty text.</summary>
    public static string Link(string previous, string body) => ContentHash.Of($"{previous}\n{body}").Value;
}
