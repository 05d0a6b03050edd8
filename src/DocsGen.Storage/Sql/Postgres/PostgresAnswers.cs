using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Answers in PostgreSQL. Two that take a key at once wait for each other on its row; the holder's random name says after a lost connection whose it became.</summary>
internal sealed class PostgresAnswers(PostgresDatabase database, Func<string> newId, Func<string, bool> isKnownDead) : IAnswerStore
{
    public ValueTask<AnswerClaim> ClaimAsync(AnswerKey key, ContentHash request, CancellationToken cancellationToken)
    {
        var values = AnswerRow.Values(key, request, AnswerRow.NewHolder(newId));
        return database.WriteAsync<AnswerClaim>(
            async t =>
            {
                if (await t.ScalarAsync<string>(AnswerRow.Claim(PostgresGarbage.Now), values) is { } holder) return new AnswerClaim.Held(holder);
                var row = await t.FirstAsync<AnswerRow>(AnswerRow.Select, values);
                if (row?.DeadHolder(request, isKnownDead) is { } dead)
                {
                    // Of several who see that, one takes the key from the dead, and the others find it taken.
                    await t.ExecuteAsync(AnswerRow.Release, AnswerRow.Values(key, dead));
                    if (await t.ScalarAsync<string>(AnswerRow.Claim(PostgresGarbage.Now), values) is { } heir) return new AnswerClaim.Held(heir);
                    row = await t.FirstAsync<AnswerRow>(AnswerRow.Select, values);
                }

                // Given back in this very moment: whoever asks again gets it.
                return row?.ToClaim(request) ?? new AnswerClaim.Running();
            },
            cancellationToken);
    }

    public ValueTask<bool> KeepAsync(AnswerKey key, string holder, KeptAnswer answer, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            // One that goes on elsewhere holds its own key, and none of these.
            await t.ExecuteAsync($"DELETE FROM answers WHERE ctid IN (SELECT ctid FROM answers WHERE at <= {PostgresGarbage.Now} - {(long)IAnswerStore.Lifetime.TotalMilliseconds} LIMIT 100 FOR UPDATE SKIP LOCKED)");
            return await t.ExecuteAsync(AnswerRow.Keep, AnswerRow.Values(key, holder, answer)) == 1 || t.Again;
        },
        cancellationToken);

    public async ValueTask ReleaseAsync(AnswerKey key, string holder, CancellationToken cancellationToken) =>
        await database.WriteAsync(t => t.ExecuteAsync(AnswerRow.Release, AnswerRow.Values(key, holder)), cancellationToken);
}
