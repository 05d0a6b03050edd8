using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Spaces in SQLite.</summary>
internal sealed class SqliteSpaces(SqliteDatabase database, TimeProvider clock) : ISpaceStore
{
    public ValueTask<Space?> FindAsync(SpaceSlug slug, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Read(c => c.QuerySingleOrDefault<SpaceRow>($"SELECT {SpaceRow.Columns} FROM spaces WHERE slug = @slug", new { slug = slug.Value })?.ToSpace()));

    public ValueTask<IReadOnlyList<Space>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Space>>(database.Read(c => c.Query<SpaceRow>($"SELECT {SpaceRow.Columns} FROM spaces ORDER BY slug").Select(r => r.ToSpace()).ToList()));

    public ValueTask<Space?> CreateAsync(SpaceSlug slug, string name, SpacePolicy policy, Actor by, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Write((c, t) =>
        {
            var now = clock.GetUtcNow();
            var isNew = c.Execute(
                "INSERT INTO spaces (slug, name, policy, created_by, created_utc) VALUES (@slug, @name, @policy, @by, @now) ON CONFLICT (slug) DO NOTHING",
                new { slug = slug.Value, name, policy = policy.ToJson(), by = by.ToString(), now = Times.Format(now) },
                t) == 1;
            if (!isNew) return null;
            var space = c.QuerySingle<SpaceRow>($"SELECT {SpaceRow.Columns} FROM spaces WHERE slug = @slug", new { slug = slug.Value }, t).ToSpace();
            var created = new SpaceEvent("space.created", null, $"{by.Name} made the space '{slug}'.", new Dictionary<string, string>(StringComparer.Ordinal) { ["policy"] = policy.ToJson() });
            return Append(c, t, space, [created], by, now);
        }));

    public ValueTask<Space?> ChangeAsync(long space, Func<Space, (Space After, SpaceEvent Event)?> change, Actor by, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Write((c, t) =>
        {
            if (Find(c, t, space) is not { } before) return null;
            if (change(before) is not var (after, happened)) return before;
            c.Execute("UPDATE spaces SET name = @Name, policy = @policy, epoch = @Epoch WHERE id = @Id", new { after.Name, policy = after.Policy.ToJson(), after.Epoch, after.Id }, t);
            return Append(c, t, after, [happened], by, clock.GetUtcNow());
        }));

    public ValueTask<IReadOnlyList<StoredSpaceEvent>> EventsAsync(long space, long after, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<StoredSpaceEvent>>(database.Read(c => c
            .Query<StoredSpaceEvent>("SELECT seq, type, body, prev_hash AS PrevHash, hash FROM space_events WHERE space_id = @space AND seq > @after ORDER BY seq LIMIT @limit", new { space, after, limit })
            .ToList()));

    internal static Space? Find(SqliteConnection c, SqliteTransaction? t, long space) =>
        c.QuerySingleOrDefault<SpaceRow>($"SELECT {SpaceRow.Columns} FROM spaces WHERE id = @space", new { space }, t)?.ToSpace();

    /// <summary>The database's clock.</summary>
    internal static DateTimeOffset Now(SqliteConnection c, SqliteTransaction t) => DateTimeOffset.FromUnixTimeMilliseconds(c.ExecuteScalar<long>($"SELECT {SqliteDatabase.Now}", transaction: t));

    /// <summary>Chains events, and writes them with the space's counters; the space afterwards.</summary>
    internal static Space Append(SqliteConnection c, SqliteTransaction t, Space space, IReadOnlyList<SpaceEvent> events, Actor by, DateTimeOffset now)
    {
        var (after, stored) = SpaceLog.Append(space, events, by, now);
        foreach (var e in stored)
        {
            c.Execute(
                "INSERT INTO space_events (space_id, seq, type, body, prev_hash, hash) VALUES (@Id, @Seq, @Type, @Body, @PrevHash, @Hash)", new { space.Id, e.Seq, e.Type, e.Body, e.PrevHash, e.Hash }, t);
        }

        c.Execute("UPDATE spaces SET sequence = @Sequence, pushes = @Pushes, events = @Events, last_hash = @LastHash WHERE id = @Id", new { after.Sequence, after.Pushes, after.Events, after.LastHash, after.Id }, t);
        return after;
    }
}
