using DocsGen.Cli.Commands.Sync;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;

namespace DocsGen.Cli.Commands.Audit;

/// <summary>A chain of events of the store.</summary>
/// <param name="Name"><c>access</c>, <c>space SLUG</c> or <c>run RUN</c>.</param>
/// <param name="Events">Oldest first.</param>
/// <param name="Counted">How many the store says that were written, and the hash of the last one; null where it says nothing of its own.</param>
internal sealed record AuditChain(string Name, IReadOnlyList<ChainLink> Events, (long Events, string Hash)? Counted);

/// <summary>Every chain of events of a store, as stored: nothing is repaired.</summary>
internal static class AuditChains
{
    /// <summary>The chain of users, tokens and sessions, then those of the spaces.</summary>
    public static async ValueTask<IReadOnlyList<AuditChain>> OfAccessAndSpacesAsync(Session session, CancellationToken cancellationToken)
    {
        var log = session.Store.Access.Log;
        var head = await log.HeadAsync(cancellationToken);
        var access = await new VerifyAccess(log).ReadAllAsync(cancellationToken);
        var chains = new List<AuditChain> { new("access", [.. access.Select(e => new ChainLink(e.Seq, e.Type, e.Body, e.PrevHash, e.Hash))], (head.Events, head.LastHash)) };
        foreach (var space in await session.Store.SpaceRecords.ListAsync(cancellationToken)) chains.Add(await SpaceAsync(session, space.Slug, cancellationToken));
        return chains;
    }

    /// <summary>The chain of one space.</summary>
    /// <exception cref="CliError">There is no such space.</exception>
    public static async ValueTask<AuditChain> SpaceAsync(Session session, string slug, CancellationToken cancellationToken)
    {
        var named = (await session.Store.SpaceRecords.ListAsync(cancellationToken)).FirstOrDefault(s => s.Slug == slug) ?? throw SyncOptions.NoSpace(slug);
        var rows = await session.Store.SpaceRecords.ReadAsync(named.Id, cancellationToken);
        return new($"space {slug}", [.. rows.Events.Select(e => new ChainLink(e.Seq, e.Type, e.Body, e.PrevHash, e.Hash))], (rows.Space.Events, rows.Space.LastHash));
    }

    /// <summary>All of them: those of the runs too.</summary>
    public static async ValueTask<IReadOnlyList<AuditChain>> AllAsync(Session session, CancellationToken cancellationToken)
    {
        var chains = new List<AuditChain>(await OfAccessAndSpacesAsync(session, cancellationToken));
        foreach (var run in (await session.Store.Runs.ListAsync(cancellationToken)).OrderBy(r => r.Id.Value, StringComparer.Ordinal))
        {
            var events = await session.Store.Runs.EventsAsync(run.Id, 0, cancellationToken);
            chains.Add(new($"run {run.Id}", [.. events.Select(e => new ChainLink(e.Seq, e.Type, e.Body, e.PrevHash, e.Hash))], null));
        }

        return chains;
    }
}
