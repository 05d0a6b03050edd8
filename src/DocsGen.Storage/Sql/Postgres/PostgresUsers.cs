using Dapper;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Users in PostgreSQL.</summary>
internal sealed class PostgresUsers(PostgresDatabase database, PostgresAccessLog log) : IUserStore
{
    public ValueTask<User?> AddAsync(User user, AccessEvent happened, CancellationToken cancellationToken) => log.ChangeAsync<User?>(
        async (t, _) => await t.ScalarAsync<long?>(UserRow.Insert, UserRow.Values(user)) is { } id ? (user with { Id = id }, happened, user.CreatedBy) : (null, null, null),
        cancellationToken);

    public ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken) => database.ReadAsync(
        async c => (await c.QuerySingleOrDefaultAsync<UserRow>(new CommandDefinition(UserRow.Find, new { name }, cancellationToken: cancellationToken)))?.ToUser(), cancellationToken);

    public ValueTask<IReadOnlyList<User>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<User>>(
        async c => [.. (await c.QueryAsync<UserRow>(new CommandDefinition(UserRow.List, cancellationToken: cancellationToken))).Select(r => r.ToUser())], cancellationToken);

    public ValueTask<User?> ChangeAsync(string name, Func<User, (User After, AccessEvent Event)?> change, Actor by, CancellationToken cancellationToken) => log.ChangeAsync<User?>(
        async (t, now) =>
        {
            if ((await t.FirstAsync<UserRow>(UserRow.Find, new { name }))?.ToUser() is not { } before) return (null, null, null);
            if (change(before) is not var (after, happened)) return (before, null, null);
            await t.ExecuteAsync(UserRow.Change, UserRow.ChangedValues(after, now));
            if (UserRow.Ends(before, after)) await t.ExecuteAsync($"{UserRow.EndSessions}; {UserRow.EndLinks}", new { user = after.Id, now = Times.Format(now) });
            return (after, happened, by);
        },
        cancellationToken);
}
