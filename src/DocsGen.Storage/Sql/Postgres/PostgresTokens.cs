using Dapper;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Tokens in PostgreSQL.</summary>
internal sealed class PostgresTokens(PostgresDatabase database, TimeProvider clock) : ITokenStore
{
    // After a lost answer the name is taken by ourselves: whoever holds that very secret made it.
    public ValueTask<ApiToken?> AddAsync(ApiToken token, ContentHash secret, CancellationToken cancellationToken) => database.WriteAsync(
        async t => await t.ScalarAsync<long?>(TokenRow.Insert, TokenRow.Values(token, secret)) is { } id ? token with { Id = id }
            : t.Again ? (await t.FirstAsync<TokenRow>($"SELECT {TokenRow.Columns} FROM tokens WHERE secret = @secret", new { secret = secret.Value }))?.ToToken()
            : null,
        cancellationToken);

    public ValueTask<ApiToken?> FindAsync(ContentHash secret, CancellationToken cancellationToken) => database.ReadAsync(
        async c => (await c.QuerySingleOrDefaultAsync<TokenRow>(new CommandDefinition(
            $"SELECT {TokenRow.Columns} FROM tokens WHERE secret = @secret", new { secret = secret.Value }, cancellationToken: cancellationToken)))?.ToToken(),
        cancellationToken);

    public ValueTask<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ApiToken>>(
        async c => [.. (await c.QueryAsync<TokenRow>(new CommandDefinition($"SELECT {TokenRow.Columns} FROM tokens ORDER BY id", cancellationToken: cancellationToken))).Select(r => r.ToToken())],
        cancellationToken);

    // A revocation whose answer was lost, done again, finds nothing in use: revoked it is all the same.
    public ValueTask<bool> RevokeAsync(string name, Actor by, CancellationToken cancellationToken) => database.WriteAsync(
        async t => await t.ExecuteAsync(TokenRow.Revoke, new { name, by = by.ToString(), now = Times.Format(clock.GetUtcNow()) }) == 1
            || (t.Again && await t.ScalarAsync<long>("SELECT count(*) FROM tokens WHERE name = @name", new { name }) > 0),
        cancellationToken);
}
