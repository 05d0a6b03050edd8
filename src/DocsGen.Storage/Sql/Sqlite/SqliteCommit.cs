using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>
/// Commits so that a failure stays the failure. When a commit cannot be written SQLite rolls back by itself; the library does not notice, rolls back once more when the
/// transaction is disposed, fails because there is none, and that error would take the place of the first and leave the connection unusable.
/// </summary>
internal static class SqliteCommit
{
    public static void CommitOrGiveUp(this SqliteTransaction transaction)
    {
        var database = transaction.Connection!.Handle!;
        try
        {
            transaction.Commit();
        }
        catch (SqliteException) when (raw.sqlite3_get_autocommit(database) != 0)
        {
            // An empty one, for the library to roll back.
            _ = raw.sqlite3_exec(database, "BEGIN");
            throw;
        }
    }
}
