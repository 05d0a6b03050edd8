using Dapper;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Users in SQLite.</summary>
internal sealed class SqliteUsers(SqliteDatabase database, TimeProvider clock) : IUserStore
{
    public ValueTask<User?> AddAsync(User user, AccessEvent happened, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(database.Write((c, t) =>
        {
            if (c.ExecuteScalar<long?>(UserRow.Insert, UserRow.Values(user), t) is not { } id) return null;
            SqliteAccessLog.Append(c, t, happened, user.CreatedBy, clock.GetUtcNow());
            return user with { Id = id };
        }));
    }

    public ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Read(c => c.QuerySingleOrDefault<UserRow>(UserRow.Find, new { name })?.ToUser()));

    public ValueTask<IReadOnlyList<User>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<User>>(database.Read(c => c.Query<UserRow>(UserRow.List).Select(r => r.ToUser()).ToList()));

    public ValueTask<User?> ChangeAsync(string name, Func<User, (User After, AccessEvent Event)?> change, Actor by, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(database.Write((c, t) =>
        {
            if (c.QuerySingleOrDefault<UserRow>(UserRow.Find, new { name }, t)?.ToUser() is not { } before) return null;
            if (change(before) is not var (after, happened)) return before;
            var now = clock.GetUtcNow();
            c.Execute(UserRow.Change, UserRow.ChangedValues(after, now), t);
            if (UserRow.Ends(before, after)) c.Execute($"{UserRow.EndSessions}; {UserRow.EndLinks}", new { user = after.Id, now = Times.Format(now) }, t);
            SqliteAccessLog.Append(c, t, happened, by, now);
            return after;
        }));
    }
}
