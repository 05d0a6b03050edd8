using Dapper;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Sessions and sign-in links in PostgreSQL.</summary>
internal sealed class PostgresSessions(PostgresDatabase database, PostgresAccessLog log) : ISessionStore
{
    public ValueTask<bool> AddLinkAsync(SignInLink link, ContentHash secret, AccessEvent happened, Actor by, CancellationToken cancellationToken) => log.ChangeAsync<bool>(
        async (t, now) =>
        {
            if ((await t.FirstAsync<UserRow>(UserRow.Find, new { name = link.User }))?.ToUser() is not { IsDisabled: false } user) return (false, null, null);
            await t.ExecuteAsync(SessionRow.ClearLinks, new { user = user.Id, now = Times.Format(now) });
            await t.ExecuteAsync(SessionRow.InsertLink, new { secret = secret.Value, user = user.Id, created = Times.Format(link.CreatedUtc), expires = Times.Format(link.ExpiresUtc) });
            return (true, happened, by);
        },
        cancellationToken);

    public ValueTask<BrowserSession?> OpenByLinkAsync(ContentHash link, ContentHash secret, TimeSpan lifetime, CancellationToken cancellationToken) => log.ChangeAsync<BrowserSession?>(
        async (t, now) => await t.ScalarAsync<long?>(SessionRow.TakeLink, new { link = link.Value, now = Times.Format(now) }) is { } user
            ? await OpenAsync(t, (await t.FirstAsync<UserRow>(SessionRow.FindUser, new { user }))!.ToUser(), secret, now, lifetime, "link")
            : (null, null, null),
        cancellationToken);

    public ValueTask<BrowserSession?> OpenAsync(string user, ContentHash secret, TimeSpan lifetime, CancellationToken cancellationToken) => log.ChangeAsync<BrowserSession?>(
        async (t, now) => (await t.FirstAsync<UserRow>(UserRow.Find, new { name = user }))?.ToUser() is { IsDisabled: false } found ? await OpenAsync(t, found, secret, now, lifetime, "password") : (null, null, null),
        cancellationToken);

    public ValueTask<BrowserSession?> FindAsync(ContentHash secret, CancellationToken cancellationToken) => database.ReadAsync(
        async c => (await c.QueryAsync<SessionRow, UserRow, BrowserSession>(new CommandDefinition(SessionRow.Find, new { secret = secret.Value }, cancellationToken: cancellationToken), SessionRow.ToSession)).FirstOrDefault(),
        cancellationToken);

    public ValueTask<bool> EndAsync(BrowserSession session, CancellationToken cancellationToken) => log.ChangeAsync<bool>(
        async (t, now) => await t.ExecuteAsync(SessionRow.End, new { session.Id, now = Times.Format(now) }) == 1 ? (true, SessionRow.Ended(session.User), session.User.Actor) : (false, null, null),
        cancellationToken);

    private static async Task<(BrowserSession?, AccessEvent?, Actor?)> OpenAsync(Transaction t, User user, ContentHash secret, DateTimeOffset now, TimeSpan lifetime, string how)
    {
        await t.ExecuteAsync(SessionRow.Clear, new { user = user.Id, now = Times.Format(now) });
        var id = await t.ScalarAsync<long>(SessionRow.Insert, SessionRow.Values(secret, user.Id, now, lifetime));
        return (new() { Id = id, User = user, CreatedUtc = now, ExpiresUtc = now + lifetime }, SessionRow.Opened(user, how), user.Actor);
    }
}
