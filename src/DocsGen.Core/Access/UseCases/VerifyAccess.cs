using System.Globalization;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access.UseCases;

/// <summary>Proves the chain of access events.</summary>
public sealed class VerifyAccess(IAccessLog log)
{
    private const int Page = 10_000;

    /// <summary>Reads and links every event; the answer says how many there are, and what is wrong.</summary>
    public async ValueTask<AccessVerification> ExecuteAsync(CancellationToken cancellationToken)
    {
        // First the head: what is written meanwhile only lies behind it.
        var head = await log.HeadAsync(cancellationToken);
        var events = await ReadAllAsync(cancellationToken);
        var problems = new List<string>();
        if (EventChain.FindBreak(events.Select(e => new ChainLink(e.Seq, e.Type, e.Body, e.PrevHash, e.Hash))) is { } broken) problems.Add($"access events: {broken}");
        if (events.Count < head.Events) problems.Add(string.Create(CultureInfo.InvariantCulture, $"access events: {head.Events} were written, {events.Count} are there"));
        else if (head.Events > 0 && events[(int)head.Events - 1].Hash != head.LastHash) problems.Add(string.Create(CultureInfo.InvariantCulture, $"access events: event {head.Events} is not the one that was written"));
        return new(events, problems);
    }

    /// <summary>Every event, oldest first.</summary>
    public async ValueTask<IReadOnlyList<StoredAccessEvent>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var all = new List<StoredAccessEvent>();
        while (true)
        {
            var page = await log.EventsAsync(all.Count == 0 ? 0 : all[^1].Seq, Page, cancellationToken);
            all.AddRange(page);
            if (page.Count < Page) return all;
        }
    }
}

/// <summary>What a verification found: nothing, or what is wrong and where.</summary>
public sealed record AccessVerification(IReadOnlyList<StoredAccessEvent> Events, IReadOnlyList<string> Problems);
