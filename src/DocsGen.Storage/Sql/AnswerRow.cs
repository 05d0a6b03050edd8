using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql;

/// <summary>The row of an answer as both engines give it, and the statements that both take, each with the database's clock.</summary>
internal sealed record AnswerRow(string Request, string? Holder, long? Status, string? Type, byte[]? Body)
{
    private const string Mine = "caller = @caller AND space_id = @space AND key = @key";

    public const string Select = $"SELECT request, holder, status, type, body FROM answers WHERE {Mine}";

    public const string Keep = $"UPDATE answers SET holder = NULL, until = NULL, status = @status, type = @type, body = @body WHERE {Mine} AND holder = @holder";

    public const string Release = $"DELETE FROM answers WHERE {Mine} AND holder = @holder";

    private static readonly string Lease = IAnswerStore.Lease.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);

    private static readonly string Lifetime = IAnswerStore.Lifetime.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Takes the key in one statement, which two can not do at once: a new one; one whose answer is old; or the same request's, whose holder let it lapse. A row where it was taken.
    /// </summary>
    public static string Claim(string now) =>
        $"""
        INSERT INTO answers (caller, space_id, key, request, holder, until, at) VALUES (@caller, @space, @key, @request, @holder, {now} + {Lease}, {now})
        ON CONFLICT (caller, space_id, key) DO UPDATE SET request = excluded.request, holder = excluded.holder, until = excluded.until, at = excluded.at, status = NULL, type = NULL, body = NULL
          WHERE answers.at <= {now} - {Lifetime} OR (answers.request = excluded.request AND answers.until <= {now}) OR answers.holder = excluded.holder
        RETURNING holder
        """;

    public static string DeleteOld(string now) => $"DELETE FROM answers WHERE at <= {now} - {Lifetime}";

    public static object Values(AnswerKey key, ContentHash request, string holder) => new { caller = key.Caller.ToString(), space = key.Space, key = key.Key, request = request.Value, holder };

    public static object Values(AnswerKey key, string holder, KeptAnswer? answer = null) =>
        new { caller = key.Caller.ToString(), space = key.Space, key = key.Key, holder, status = (long?)answer?.Status, type = answer?.ContentType, body = answer?.Body.ToArray() };

    /// <summary>The name of one who holds a key: unlike any other, and with its process, so that one that died can be told.</summary>
    public static string NewHolder(Func<string> newId) => $"{newId()} {LocalProcess.Current}";

    /// <summary>Who does this very request, and will never answer it: its process is dead. Null when there is no such one.</summary>
    public string? DeadHolder(ContentHash request, Func<string, bool> isKnownDead) =>
        Request == request.Value && Holder is { } holder && isKnownDead(holder[(holder.LastIndexOf(' ') + 1)..]) ? holder : null;

    public AnswerClaim ToClaim(ContentHash request)
    {
        if (Request != request.Value) return new AnswerClaim.Reused();
        return Status is { } status ? new AnswerClaim.Kept(new((int)status, Type!, Body!)) : new AnswerClaim.Running();
    }
}
