namespace DocsGen.Storage.Sql.Postgres;

/// <summary>
/// Tells whether a change held whose COMMIT was never answered: every change leaves a random token in its row. The last few are kept, since others may have
/// changed the row before whoever lost the answer is back.
/// </summary>
internal static class ChangeTokens
{
    /// <summary>The column with <c>@call</c> put first; as it is where there is none.</summary>
    public const string Add = "CASE WHEN @call::text IS NULL THEN last_change ELSE left(@call || ' ' || coalesce(last_change, ''), 1000) END";

    /// <summary>Whether the row has the token of this call, which only an earlier try of it can have left there.</summary>
    public static async Task<bool> HoldsAsync(Transaction t, string table, long id, string call) =>
        t.Again && await t.ScalarAsync<bool>($"SELECT coalesce(strpos(last_change, @call) > 0, false) FROM {table} WHERE id = @id", new { id, call });
}
