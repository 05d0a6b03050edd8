using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Answers in SQLite.</summary>
internal sealed class SqliteAnswers(SqliteDatabase database, Func<string> newId, Func<string, bool> isKnownDead) : IAnswerStore
{
    public ValueTask<AnswerClaim> ClaimAsync(AnswerKey key, ContentHash request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var values = AnswerRow.Values(key, request, AnswerRow.NewHolder(newId));
        return ValueTask.FromResult(database.Write<AnswerClaim>((c, t) =>
        {
            c.Execute(AnswerRow.DeleteOld(SqliteDatabase.Now), transaction: t);
            if (c.ExecuteScalar<string>(AnswerRow.Claim(SqliteDatabase.Now), values, t) is { } holder) return new AnswerClaim.Held(holder);
            var row = c.QuerySingle<AnswerRow>(AnswerRow.Select, values, t);
            if (row.DeadHolder(request, isKnownDead) is not { } dead) return row.ToClaim(request);
            c.Execute(AnswerRow.Release, AnswerRow.Values(key, dead), t);
            return new AnswerClaim.Held(c.ExecuteScalar<string>(AnswerRow.Claim(SqliteDatabase.Now), values, t)!);
        }));
    }

    public ValueTask<bool> KeepAsync(AnswerKey key, string holder, KeptAnswer answer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Write((c, t) => c.Execute(AnswerRow.Keep, AnswerRow.Values(key, holder, answer), t) == 1));

    public ValueTask ReleaseAsync(AnswerKey key, string holder, CancellationToken cancellationToken)
    {
        database.Write((c, t) => c.Execute(AnswerRow.Release, AnswerRow.Values(key, holder), t));
        return ValueTask.CompletedTask;
    }
}
