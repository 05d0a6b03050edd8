using Npgsql;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Statements over many rows at once: each parameter is a column, an array with a value for each row, and <c>unnest</c> makes rows of them again.</summary>
internal static class PostgresBatch
{
    /// <summary>Runs a statement whose parameters are <c>$1</c>, <c>$2</c> ... in the order given. Without rows it does nothing.</summary>
    public static async Task ExecuteAsync(Transaction t, string sql, int rows, params object[] columns)
    {
        if (rows == 0) return;
        await using var command = new NpgsqlCommand(sql, t.Connection, t.Inner);
        foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter { Value = column });
        await command.ExecuteNonQueryAsync(t.CancellationToken);
    }
}
