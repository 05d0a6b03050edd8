using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>
/// One statement, prepared once and run for many rows: what a set-based insert is on an engine that runs in this process. It works on SQLite's own calls, since
/// the command of the library binds and reads anew for each row, which takes longer than the row itself.
/// </summary>
internal static class SqliteBatch
{
    /// <summary>
    /// Runs a statement for each row, in the transaction that is open on the connection. Parameters are <c>?1</c>, <c>?2</c> ...: first what all rows share, then the row's.
    /// </summary>
    public static void ForEach<T>(SqliteConnection c, string sql, IEnumerable<T> rows, Action<SqliteRow, T> bind) => ForEach(c, sql, _ => { }, rows, bind);

    /// <summary>The same, with values that all rows share.</summary>
    public static void ForEach<T>(SqliteConnection c, string sql, Action<SqliteRow> share, IEnumerable<T> rows, Action<SqliteRow, T> bind)
    {
        using var each = rows.GetEnumerator();
        if (!each.MoveNext()) return;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(c.Handle, sql, out var statement), c.Handle);
        using (statement)
        {
            var values = new SqliteRow(c.Handle!, statement);
            share(values);
            var shared = values.Place;
            do
            {
                values.Place = shared;
                bind(values, each.Current);
                var result = raw.sqlite3_step(statement);
                if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, c.Handle);
                raw.sqlite3_reset(statement);
            }
            while (each.MoveNext());
        }
    }
}

/// <summary>Binds the values of one row, one after the other.</summary>
internal sealed class SqliteRow(sqlite3 database, sqlite3_stmt statement)
{
    /// <summary>The number of the value bound last.</summary>
    public int Place { get; set; }

    public SqliteRow Add(string? value)
    {
        Place++;
        Check(value is null ? raw.sqlite3_bind_null(statement, Place) : raw.sqlite3_bind_text(statement, Place, value));
        return this;
    }

    public SqliteRow Add(long? value)
    {
        Place++;
        Check(value is { } number ? raw.sqlite3_bind_int64(statement, Place, number) : raw.sqlite3_bind_null(statement, Place));
        return this;
    }

    public SqliteRow Add(ReadOnlyMemory<byte>? value)
    {
        Place++;
        Check(value switch
        {
            null => raw.sqlite3_bind_null(statement, Place),
            // A null pointer, which an empty span may be, would bind NULL.
            { IsEmpty: true } => raw.sqlite3_bind_zeroblob(statement, Place, 0),
            { } bytes => raw.sqlite3_bind_blob(statement, Place, bytes.Span),
        });
        return this;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, database);
    }
}
