using Dapper;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Tokens in SQLite.</summary>
internal sealed class SqliteTokens(SqliteDatabase database, TimeProvider clock) : ITokenStore
{
    public ValueTask<ApiToken?> AddAsync(ApiToken token, ContentHash secret, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(database.Write((c, t) =>
        {
            if (c.ExecuteScalar<long?>(TokenRow.Insert, TokenRow.Values(token, secret), t) is not { } id) return null;
            SqliteAccessLog.Append(c, t, AccessEvent.TokenCreated(token), token.CreatedBy, clock.GetUtcNow());
            return token with { Id = id };
        }));
    }

    public ValueTask<ApiToken?> FindAsync(ContentHash secret, CancellationToken cancellationToken) => ValueTask.FromResult(database.Read(c => c
        .Query<TokenRow, UserRow?, ApiToken>(
            $"SELECT {TokenRow.Columns}, {UserRow.Columns} FROM tokens t LEFT JOIN users u ON t.actor = 'user:' || substr(t.actor, 6) AND u.name = substr(t.actor, 6) WHERE t.secret = @secret",
            TokenRow.ToToken,
            new { secret = secret.Value })
        .FirstOrDefault()));

    public ValueTask<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<ApiToken>>(database.Read(c =>
        c.Query<TokenRow>($"SELECT {TokenRow.Columns} FROM tokens t ORDER BY t.id").Select(r => r.ToToken()).ToList()));

    public ValueTask<bool> RevokeAsync(string name, Actor by, CancellationToken cancellationToken) => ValueTask.FromResult(database.Write((c, t) =>
    {
        var now = clock.GetUtcNow();
        if (c.Execute(TokenRow.Revoke, new { name, by = by.ToString(), now = Times.Format(now) }, t) == 0) return false;
        SqliteAccessLog.Append(c, t, AccessEvent.TokenRevoked(name, by), by, now);
        return true;
    }));
}
