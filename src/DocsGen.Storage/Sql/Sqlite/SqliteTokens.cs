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
        return ValueTask.FromResult(database.Write((c, t) => c.ExecuteScalar<long?>(TokenRow.Insert, TokenRow.Values(token, secret), t) is { } id ? token with { Id = id } : null));
    }

    public ValueTask<ApiToken?> FindAsync(ContentHash secret, CancellationToken cancellationToken) => ValueTask.FromResult(database.Read(c =>
        c.QuerySingleOrDefault<TokenRow>($"SELECT {TokenRow.Columns} FROM tokens WHERE secret = @secret", new { secret = secret.Value })?.ToToken()));

    public ValueTask<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<ApiToken>>(database.Read(c =>
        c.Query<TokenRow>($"SELECT {TokenRow.Columns} FROM tokens ORDER BY id").Select(r => r.ToToken()).ToList()));

    public ValueTask<bool> RevokeAsync(string name, Actor by, CancellationToken cancellationToken) => ValueTask.FromResult(database.Write((c, t) =>
        c.Execute(TokenRow.Revoke, new { name, by = by.ToString(), now = Times.Format(clock.GetUtcNow()) }, t) == 1));
}
