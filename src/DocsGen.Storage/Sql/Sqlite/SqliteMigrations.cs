using System.Globalization;
using System.Text;
using Dapper;
using DocsGen.Core.Artifacts;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Applies <c>Migrations/NNNN_name.sql</c> in order, once each, and refuses a store that a newer version or other hands have changed.</summary>
internal static class SqliteMigrations
{
    private const string Folder = "sql/Sqlite/Migrations/";

    /// <summary>Brings a store to this version's schema; the caller holds the writer's lock.</summary>
    public static void Apply(SqliteConnection connection)
    {
        var all = Load();
        connection.Execute(
            "CREATE TABLE IF NOT EXISTS migrations (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL CHECK (length(sha256) = 64))");
        var applied = connection.Query<(long Version, string Name, string Sha256)>("SELECT version, name, sha256 FROM migrations ORDER BY version").ToList();
        if (applied.Count > all.Count) throw new StoreTooNewException(applied.Count, all.Count);
        for (var i = 0; i < applied.Count; i++)
        {
            if (applied[i].Sha256 != all[i].Sha256) throw new StoreFailedException($"migration {applied[i].Name} of this store is not the one that this version of DocsGen knows.");
        }

        foreach (var migration in all.Skip(applied.Count))
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            connection.Execute(migration.Sql, transaction: transaction);
            connection.Execute("INSERT INTO migrations (version, name, sha256) VALUES (@Version, @Name, @Sha256)", migration, transaction);
            transaction.Commit();
        }
    }

    private static List<Migration> Load()
    {
        var assembly = typeof(SqliteMigrations).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
                var sql = reader.ReadToEnd();
                var file = name[Folder.Length..];
                return new Migration(int.Parse(file[..4], CultureInfo.InvariantCulture), file, sql, ContentHash.Of(sql).Value);
            }),
        ];
    }

    private sealed record Migration(int Version, string Name, string Sql, string Sha256);
}
