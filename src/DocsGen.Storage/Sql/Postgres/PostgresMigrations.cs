using Dapper;
using Npgsql;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Applies <c>Migrations/NNNN_name.sql</c> in order, once each over all machines, and refuses a store that a newer version or other hands have changed.</summary>
internal static class PostgresMigrations
{
    // Any number that nobody else locks in this database.
    private const long Lock = 0x446F_6373_4765_6E;

    /// <summary>Brings the database to this version's schema.</summary>
    public static void Apply(NpgsqlConnection connection)
    {
        var all = Migration.Load("Postgres");
        // The usual case needs no lock and no right to make tables.
        if (IsMade(connection) && Applied(connection) is { } found && found.Count >= all.Count)
        {
            Migration.RequireKnown(all, found);
            return;
        }

        using var transaction = connection.BeginTransaction();
        connection.Execute("SELECT pg_advisory_xact_lock(@Lock)", new { Lock }, transaction);
        if (!IsMade(connection))
        {
            connection.Execute("CREATE TABLE migrations (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL CHECK (length(sha256) = 64))", transaction: transaction);
        }

        var applied = Applied(connection);
        Migration.RequireKnown(all, applied);
        foreach (var migration in all.Skip(applied.Count))
        {
            connection.Execute(migration.Sql, transaction: transaction);
            connection.Execute("INSERT INTO migrations (version, name, sha256) VALUES (@Version, @Name, @Sha256)", migration, transaction);
        }

        transaction.Commit();
    }

    // Not to_regclass: it may answer from what this connection knew before it waited for the lock.
    private static bool IsMade(NpgsqlConnection connection) =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migrations')");

    private static List<(long Version, string Name, string Sha256)> Applied(NpgsqlConnection connection) =>
        connection.Query<(long Version, string Name, string Sha256)>("SELECT version, name, sha256 FROM migrations ORDER BY version").ToList();
}
