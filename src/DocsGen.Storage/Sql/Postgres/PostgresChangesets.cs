using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Changesets in PostgreSQL. Every write holds its space's row from its first statement to the commit.</summary>
internal sealed class PostgresChangesets(PostgresDatabase database, TimeProvider clock, Func<string> newId, Func<string, bool> isKnownDead) : IChangesetStore
{
    public async ValueTask<PushOutcome> PushAsync(NewChangeset changeset, CancellationToken cancellationToken)
    {
        var call = newId();
        try
        {
            return await database.WriteAsync(t => PushAsync(t, changeset, call), cancellationToken);
        }
        catch (Abandon abandon)
        {
            return abandon.Outcome;
        }
    }

    public ValueTask<Changeset?> FindAsync(long space, ChangesetId id, CancellationToken cancellationToken) => database.SnapshotAsync(
        (c, snapshot) => ChangesetRows.LoadAsync(c, snapshot, space, id, cancellationToken),
        cancellationToken);

    public ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(long space, ChangesetFilter filter, CancellationToken cancellationToken) =>
        database.SnapshotAsync((c, snapshot) => ChangesetRows.ListAsync(c, snapshot, space, filter, cancellationToken), cancellationToken);

    public ValueTask<ChangesetVerdict?> ChangeAsync(long space, ChangesetId id, ChangesetParts parts, Func<ChangesetView, ChangesetVerdict> transition, Actor actor, CancellationToken cancellationToken)
    {
        // A refusal wrote nothing, and may turn out otherwise the second time.
        var (call, held) = (newId(), (ChangesetVerdict.Accepted?)null);
        return database.WriteAsync(
            async t =>
            {
                if (await PostgresSpaces.TakeAsync(t, space) is not { } taken || await ViewAsync(t, taken, id, parts) is not { } view) return null;
                // A connection was lost, and nobody knew whether the commit before held. Now the row says so, and what was decided then stands.
                if (held is not null && await ChangeTokens.HoldsAsync(t, "changesets", id.Value, call)) return held;
                var verdict = transition(view);
                if (verdict is not ChangesetVerdict.Accepted accepted) return verdict;
                await ApplyAsync(t, view, accepted.Change, actor, call);
                return held = accepted;
            },
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<ChangesetId>> FindByClientAsync(long space, string beginning, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ChangesetId>>(
        async c => [.. (await c.QueryAsync<long>(new CommandDefinition(ChangesetHead.ByClient, new { space, beginning, end = beginning[..^1] + ';' }, cancellationToken: cancellationToken))).Select(id => new ChangesetId(id))],
        cancellationToken);

    public ValueTask<IReadOnlyList<Comment>> CommentsAsync(long space, ChangesetId id, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Comment>>(
        async c => [.. (await c.QueryAsync<CommentRow>(new CommandDefinition(
            $"SELECT {CommentRow.Columns} FROM comments WHERE changeset_id = (SELECT id FROM changesets WHERE id = @id AND space_id = @space) ORDER BY id",
            new { id = id.Value, space },
            cancellationToken: cancellationToken))).Select(r => r.ToComment())],
        cancellationToken);

    private async Task<PushOutcome> PushAsync(Transaction t, NewChangeset pushed, string call)
    {
        var space = await PostgresSpaces.TakeAsync(t, pushed.Space) ?? throw new InvalidOperationException($"There is no space {pushed.Space}.");
        var there = await t.FirstAsync<EarlierRow>("SELECT id, payload FROM changesets WHERE space_id = @Space AND client_id = @ClientId", new { pushed.Space, pushed.ClientId });
        if (there is not null)
        {
            if (there.Payload != pushed.Payload.Value) return PushRules.Reused(pushed.ClientId, new(there.Id));
            var found = (await ChangesetRows.LoadAsync(t.Connection, t.Inner, pushed.Space, new(there.Id), t.CancellationToken))!;
            // Ours, of the try before a connection was lost, or somebody's of some time ago.
            return await ChangeTokens.HoldsAsync(t, "changesets", there.Id, call) ? new PushOutcome.Created(found, space) : new PushOutcome.Replayed(found, space);
        }

        var now = clock.GetUtcNow();
        var id = new ChangesetId(await t.ScalarAsync<long>(
            """
            INSERT INTO changesets (space_id, number, client_id, payload, message, merge_prompt, pushed_by, created_utc, status, last_change)
            VALUES (@Space, @number, @ClientId, @payload, @Message, @MergePrompt, @by, @now, 'proposed', @call) RETURNING id
            """,
            new { pushed.Space, number = space.Pushes + 1, pushed.ClientId, payload = pushed.Payload.Value, pushed.Message, pushed.MergePrompt, by = pushed.PushedBy.ToString(), now = Times.Format(now), call }));
        await ChangesetWrites.InsertFilesAsync(t, pushed, id);
        space = await PostgresSpaces.AppendAsync(t, space with { Pushes = space.Pushes + 1 }, [PushRules.Pushed(pushed, id)], pushed.PushedBy, now, call: null);
        foreach (var replaced in await ChangesetRows.ToSupersedeAsync(t, pushed, id))
        {
            if (await ViewAsync(t, space, replaced, ChangesetParts.Whole) is not { } view) throw new Abandon(PushRules.NotFound(replaced));
            var verdict = PushRules.Supersede(view, pushed, id);
            if (verdict is ChangesetVerdict.Refused refused) throw new Abandon(new(refused.Code, refused.Message));
            space = await ApplyAsync(t, view, ((ChangesetVerdict.Accepted)verdict).Change, pushed.PushedBy, call: null);
        }

        return new PushOutcome.Created((await ChangesetRows.LoadAsync(t.Connection, t.Inner, pushed.Space, id, t.CancellationToken))!, space);
    }

    private async Task<ChangesetView?> ViewAsync(Transaction t, Space space, ChangesetId id, ChangesetParts parts)
    {
        if (await ChangesetRows.LoadAsync(t.Connection, t.Inner, space.Id, id, t.CancellationToken, parts) is not { } changeset) return null;
        return new()
        {
            Space = space,
            Changeset = changeset,
            Documents = parts == ChangesetParts.Head ? [] : await ChangesetRows.DocumentsAsync(t, space.Id, id),
            // Not now(): that is when the transaction began, before it waited for the space.
            Now = DateTimeOffset.FromUnixTimeMilliseconds(await t.ScalarAsync<long>("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")),
            Utc = clock.GetUtcNow(),
            ClaimantIsDead = changeset.Claim is { } claim && isKnownDead(claim.Process),
        };
    }

    // Order: what others name comes first; the changeset's own row last of its tables, and the space with its counters and events at the end.
    private static async Task<Space> ApplyAsync(Transaction t, ChangesetView view, ChangesetChange change, Actor actor, string? call)
    {
        await ChangesetWrites.InsertBlobsAsync(t, change.Blobs);
        await ChangesetWrites.InsertDecisionsAsync(t, change);
        await ChangesetWrites.UpdateFilesAsync(t, change.Files);
        await PostgresDocuments.PublishAsync(t, view.Space.Id, change.Versions);
        foreach (var comment in change.Comments) await ChangesetWrites.WriteAsync(t, change.After.Id, comment);
        foreach (var resolution in change.Resolutions) await ChangesetWrites.WriteAsync(t, change.After.Id, resolution);
        await ChangesetWrites.UpdateHeadAsync(t, change.After, call);
        var space = change.Versions.Count > 0 ? view.Space with { Sequence = change.Versions[^1].Sequence } : view.Space;
        return change.Events.Count > 0 || change.Versions.Count > 0 ? await PostgresSpaces.AppendAsync(t, space, change.Events, actor, view.Utc, call: null) : space;
    }

    private sealed record EarlierRow(long Id, string Payload);

    private sealed class Abandon(PushOutcome.Refused outcome) : Exception
    {
        public PushOutcome.Refused Outcome { get; } = outcome;
    }
}
