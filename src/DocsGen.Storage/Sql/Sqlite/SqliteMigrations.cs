using Dapper;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Applies <c>Migrations/NNNN_name.sql</c> in order, once each, and refuses a store that a newer version or other hands have changed. Each is one transaction: what a crash cut off is done again.</summary>
internal static class SqliteMigrations
{
    /// <summary>Brings a store to this version's schema; the caller holds the writer's lock.</summary>
    /// <param name="keep">Called with the schema's number before a store that is in use is changed.</param>
    public static void Apply(SqliteConnection connection, Action<int> keep)
    {
        var all = Migration.Load("Sqlite");
        connection.Execute(
            "CREATE TABLE IF NOT EXISTS migrations (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL CHECK (length(sha256) = 64))");
        var applied = Applied(connection);
        Migration.RequireKnown(all, applied);
        if (applied.Count > 0 && applied.Count < all.Count) keep(applied.Count);
        foreach (var migration in all.Skip(applied.Count))
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            connection.Execute(migration.Sql, transaction: transaction);
            connection.Execute("INSERT INTO migrations (version, name, sha256) VALUES (@Version, @Name, @Sha256)", migration, transaction);
            transaction.CommitOrGiveUp();
        }
    }

    /// <summary>What a store says of its migrations.</summary>
    public static List<(long Version, string Name, string Sha256)> Applied(SqliteConnection connection) =>
        connection.Query<(long Version, string Name, string Sha256)>("SELECT version, name, sha256 FROM migrations ORDER BY version").ToList();
}
