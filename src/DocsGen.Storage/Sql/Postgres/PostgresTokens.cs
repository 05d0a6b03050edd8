using Dapper;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Tokens in PostgreSQL.</summary>
internal sealed class PostgresTokens(PostgresDatabase database, PostgresAccessLog log) : ITokenStore
{
    public ValueTask<ApiToken?> AddAsync(ApiToken token, ContentHash secret, CancellationToken cancellationToken) => log.ChangeAsync<ApiToken?>(
        async (t, _) => await t.ScalarAsync<long?>(TokenRow.Insert, TokenRow.Values(token, secret)) is { } id ? (token with { Id = id }, AccessEvent.TokenCreated(token), token.CreatedBy) : (null, null, null),
        cancellationToken);

    public ValueTask<ApiToken?> FindAsync(ContentHash secret, CancellationToken cancellationToken) => database.ReadAsync(
        async c => (await c.QueryAsync<TokenRow, UserRow?, ApiToken>(
            new CommandDefinition(
                $"""SELECT {TokenRow.Columns}, {UserRow.Columns} FROM tokens t LEFT JOIN users u ON t.actor = 'user:' || substr(t.actor, 6) AND u.name = substr(t.actor, 6) COLLATE "C" WHERE t.secret = @secret""",
                new { secret = secret.Value },
                cancellationToken: cancellationToken),
            TokenRow.ToToken)).FirstOrDefault(),
        cancellationToken);

    public ValueTask<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ApiToken>>(
        async c => [.. (await c.QueryAsync<TokenRow>(new CommandDefinition($"SELECT {TokenRow.Columns} FROM tokens t ORDER BY t.id", cancellationToken: cancellationToken))).Select(r => r.ToToken())],
        cancellationToken);

    public ValueTask<bool> RevokeAsync(string name, Actor by, CancellationToken cancellationToken) => log.ChangeAsync<bool>(
        async (t, now) => await t.ExecuteAsync(TokenRow.Revoke, new { name, by = by.ToString(), now = Times.Format(now) }) == 1 ? (true, AccessEvent.TokenRevoked(name, by), by) : (false, null, null),
        cancellationToken);
}
