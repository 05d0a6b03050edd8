using Dapper;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Sessions and sign-in links in SQLite.</summary>
internal sealed class SqliteSessions(SqliteDatabase database, TimeProvider clock) : ISessionStore
{
    public ValueTask<bool> AddLinkAsync(SignInLink link, ContentHash secret, AccessEvent happened, Actor by, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(database.Write((c, t) =>
        {
            if (c.QuerySingleOrDefault<UserRow>(UserRow.Find, new { name = link.User }, t)?.ToUser() is not { IsDisabled: false } user) return false;
            var now = clock.GetUtcNow();
            c.Execute(SessionRow.ClearLinks, new { user = user.Id, now = Times.Format(now) }, t);
            c.Execute(SessionRow.InsertLink, new { secret = secret.Value, user = user.Id, created = Times.Format(link.CreatedUtc), expires = Times.Format(link.ExpiresUtc) }, t);
            SqliteAccessLog.Append(c, t, happened, by, now);
            return true;
        }));
    }

    public ValueTask<BrowserSession?> OpenByLinkAsync(ContentHash link, ContentHash secret, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(database.Write((c, t) =>
            c.ExecuteScalar<long?>(SessionRow.TakeLink, new { link = link.Value, now = Times.Format(clock.GetUtcNow()) }, t) is { } user
                ? Open(c, t, c.QuerySingle<UserRow>(SessionRow.FindUser, new { user }, t).ToUser(), secret, lifetime, "link")
                : null));
    }

    public ValueTask<BrowserSession?> OpenAsync(string user, ContentHash secret, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(database.Write((c, t) =>
            c.QuerySingleOrDefault<UserRow>(UserRow.Find, new { name = user }, t)?.ToUser() is { IsDisabled: false } found ? Open(c, t, found, secret, lifetime, "password") : null));
    }

    public ValueTask<BrowserSession?> FindAsync(ContentHash secret, CancellationToken cancellationToken) => ValueTask.FromResult(database.Read(c =>
        c.Query<SessionRow, UserRow, BrowserSession>(SessionRow.Find, SessionRow.ToSession, new { secret = secret.Value }).FirstOrDefault()));

    public ValueTask<bool> EndAsync(BrowserSession session, CancellationToken cancellationToken) => ValueTask.FromResult(database.Write((c, t) =>
    {
        var now = clock.GetUtcNow();
        if (c.Execute(SessionRow.End, new { session.Id, now = Times.Format(now) }, t) == 0) return false;
        SqliteAccessLog.Append(c, t, SessionRow.Ended(session.User), session.User.Actor, now);
        return true;
    }));

    private BrowserSession Open(SqliteConnection c, SqliteTransaction t, User user, ContentHash secret, TimeSpan lifetime, string how)
    {
        var now = clock.GetUtcNow();
        c.Execute(SessionRow.Clear, new { user = user.Id, now = Times.Format(now) }, t);
        var id = c.ExecuteScalar<long>(SessionRow.Insert, SessionRow.Values(secret, user.Id, now, lifetime), t);
        SqliteAccessLog.Append(c, t, SessionRow.Opened(user, how), user.Actor, now);
        return new() { Id = id, User = user, CreatedUtc = now, ExpiresUtc = now + lifetime };
    }
}
