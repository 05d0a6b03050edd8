using System.Globalization;
using System.Text.Json;

namespace DocsGen.Core.Artifacts;

/// <summary>How events are chained: each hash is over the one before and the event's body as stored, so that tampering shows (R10).</summary>
public static class EventChain
{
    /// <summary>Times in events: UTC, to the millisecond.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The hash of an event; the first follows the empty text.</summary>
    public static string Link(string previous, string body) => ContentHash.Of($"{previous}\n{body}").Value;

    /// <summary>What is wrong with a chain, in one sentence; null when it is whole.</summary>
    public static string? FindBreak(IEnumerable<ChainLink> links)
    {
        var (previous, seq) = ("", 0L);
        foreach (var link in links)
        {
            seq++;
            if (link.Seq != seq) return string.Create(CultureInfo.InvariantCulture, $"event {seq} is missing; {link.Seq} stands in its place");
            if (link.PrevHash != previous) return string.Create(CultureInfo.InvariantCulture, $"event {seq} is not linked to the one before");
            if (Link(previous, link.Body) != link.Hash) return string.Create(CultureInfo.InvariantCulture, $"event {seq} was changed after it was written");
            // Number and type stand beside the body too, for queries, where no hash covers them.
            using var body = JsonDocument.Parse(link.Body);
            if (body.RootElement.GetProperty("type").GetString() != link.Type || body.RootElement.GetProperty("seq").GetInt64() != seq) return string.Create(CultureInfo.InvariantCulture, $"event {seq} was changed after it was written: its row calls it {link.Type}");
            previous = link.Hash;
        }

        return null;
    }
}

/// <summary>An event as far as its chain goes.</summary>
public readonly record struct ChainLink(long Seq, string Type, string Body, string PrevHash, string Hash);
