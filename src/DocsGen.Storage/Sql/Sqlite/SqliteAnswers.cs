using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Answers in SQLite.</summary>
internal sealed class SqliteAnswers(SqliteDatabase database, Func<string> newId) : IAnswerStore
{
    public ValueTask<AnswerClaim> ClaimAsync(AnswerKey key, ContentHash request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var values = AnswerRow.Values(key, request, newId());
        return ValueTask.FromResult(database.Write((c, t) =>
        {
            c.Execute(AnswerRow.DeleteOld(SqliteDatabase.Now), transaction: t);
            return c.ExecuteScalar<string>(AnswerRow.Claim(SqliteDatabase.Now), values, t) is { } holder
                ? new AnswerClaim.Held(holder)
                : c.QuerySingle<AnswerRow>(AnswerRow.Select, values, t).ToClaim(request);
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
