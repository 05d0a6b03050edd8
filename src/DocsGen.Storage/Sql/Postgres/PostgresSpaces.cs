using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Spaces in PostgreSQL. Whoever writes in a space holds its row until the commit: writes of one space come one after the other.</summary>
internal sealed class PostgresSpaces(PostgresDatabase database, TimeProvider clock, Func<string> newId) : ISpaceStore
{
    public ValueTask<Space?> FindAsync(SpaceSlug slug, CancellationToken cancellationToken) => database.ReadAsync(
        async c => (await c.QuerySingleOrDefaultAsync<SpaceRow>(new CommandDefinition($"SELECT {SpaceRow.Columns} FROM spaces WHERE slug = @slug", new { slug = slug.Value }, cancellationToken: cancellationToken)))?.ToSpace(),
        cancellationToken);

    public ValueTask<IReadOnlyList<Space>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Space>>(
        async c => [.. (await c.QueryAsync<SpaceRow>(new CommandDefinition($"SELECT {SpaceRow.Columns} FROM spaces ORDER BY slug", cancellationToken: cancellationToken))).Select(r => r.ToSpace())],
        cancellationToken);

    public ValueTask<Space?> CreateAsync(SpaceSlug slug, string name, SpacePolicy policy, Actor by, CancellationToken cancellationToken)
    {
        var call = newId();
        return database.WriteAsync(
            async t =>
            {
                var now = clock.GetUtcNow();
                var isNew = await t.ExecuteAsync(
                    "INSERT INTO spaces (slug, name, policy, created_by, created_utc, last_change) VALUES (@slug, @name, @policy, @by, @now, @call) ON CONFLICT (slug) DO NOTHING",
                    new { slug = slug.Value, name, policy = policy.ToJson(), by = by.ToString(), now = Times.Format(now), call }) == 1;
                var there = (await t.FirstAsync<SpaceRow>($"SELECT {SpaceRow.Columns} FROM spaces WHERE slug = @slug", new { slug = slug.Value }))!.ToSpace();
                if (!isNew) return await ChangeTokens.HoldsAsync(t, "spaces", there.Id, call) ? there : null;
                var created = new SpaceEvent("space.created", null, $"{by.Name} made the space '{slug}'.", new Dictionary<string, string>(StringComparer.Ordinal) { ["policy"] = policy.ToJson() });
                return await AppendAsync(t, there, [created], by, now, call);
            },
            cancellationToken);
    }

    public ValueTask<Space?> ChangeAsync(long space, Func<Space, (Space After, SpaceEvent Event)?> change, Actor by, CancellationToken cancellationToken)
    {
        var (call, held) = (newId(), (Space?)null);
        return database.WriteAsync(
            async t =>
            {
                if (await TakeAsync(t, space) is not { } before) return null;
                if (held is not null && await ChangeTokens.HoldsAsync(t, "spaces", space, call)) return held;
                if (change(before) is not var (after, happened)) return before;
                await t.ExecuteAsync("UPDATE spaces SET name = @Name, policy = @policy, epoch = @Epoch WHERE id = @Id", new { after.Name, policy = after.Policy.ToJson(), after.Epoch, after.Id });
                return held = await AppendAsync(t, after, [happened], by, clock.GetUtcNow(), call);
            },
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredSpaceEvent>> EventsAsync(long space, long after, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredSpaceEvent>>(
        async c => [.. await c.QueryAsync<StoredSpaceEvent>(new CommandDefinition(
            "SELECT seq, type, body, prev_hash AS PrevHash, hash FROM space_events WHERE space_id = @space AND seq > @after ORDER BY seq LIMIT @limit", new { space, after, limit }, cancellationToken: cancellationToken))],
        cancellationToken);

    /// <summary>Takes the space's row until the commit, and reads it.</summary>
    internal static async Task<Space?> TakeAsync(Transaction t, long space) => (await t.FirstAsync<SpaceRow>($"SELECT {SpaceRow.Columns} FROM spaces WHERE id = @space FOR UPDATE", new { space }))?.ToSpace();

    /// <summary>Chains events, and writes them with the space's counters; the space afterwards.</summary>
    internal static async Task<Space> AppendAsync(Transaction t, Space space, IReadOnlyList<SpaceEvent> events, Actor by, DateTimeOffset now, string? call)
    {
        var (after, stored) = SpaceLog.Append(space, events, by, now);
        t.HasEvents |= stored.Count > 0;
        foreach (var e in stored)
        {
            await t.ExecuteAsync("INSERT INTO space_events (space_id, seq, type, body, prev_hash, hash) VALUES (@Id, @Seq, @Type, @Body, @PrevHash, @Hash)", new { space.Id, e.Seq, e.Type, e.Body, e.PrevHash, e.Hash });
        }

        await t.ExecuteAsync(
            $"UPDATE spaces SET sequence = @Sequence, pushes = @Pushes, events = @Events, last_hash = @LastHash, last_change = {ChangeTokens.Add} WHERE id = @Id",
            new { after.Sequence, after.Pushes, after.Events, after.LastHash, after.Id, call });
        return after;
    }
}
