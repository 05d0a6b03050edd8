using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>One statement, prepared once and run for many rows: what a set-based insert is on an engine that runs in this process.</summary>
internal static class SqliteBatch
{
    /// <summary>Runs a statement for each row; parameters are numbered <c>?1</c>, <c>?2</c> ... in the order of a row's values.</summary>
    public static void ForEach<T>(SqliteConnection c, SqliteTransaction t, string sql, IEnumerable<T> rows, Func<T, object?[]> values)
    {
        using var command = new SqliteCommand(sql, c, t);
        foreach (var row in rows)
        {
            var given = values(row);
            for (var i = 0; i < given.Length; i++)
            {
                if (command.Parameters.Count == i) command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i + 1}" });
                command.Parameters[i].Value = given[i] ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
        }
    }
}
