using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Compares tables, indexes and triggers of a store with those that the migrations make, and what the file says of itself with what a store's file says.</summary>
internal static class SqliteSchema
{
    private const string Everything = "SELECT type, name, tbl_name AS TableName, coalesce(sql, '') AS Sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'";

    // Set by nobody: 0 in every store.
    private static readonly string[] Zeros = ["application_id", "user_version", "auto_vacuum"];

    /// <summary>What differs.</summary>
    public static IEnumerable<string> Compare(SqliteConnection connection)
    {
        var known = Migration.Load("Sqlite");
        foreach (var (migration, applied) in known.Zip(SqliteMigrations.Applied(connection)))
        {
            if (applied != (migration.Version, migration.Name, migration.Sha256)) yield return $"store.db, table migrations: {migration.Name} is not what was applied";
        }

        using var model = new SqliteConnection("Data Source=:memory:");
        model.Open();
        SqliteMigrations.Apply(model, _ => { });
        var expected = model.Query<Entry>(Everything).ToDictionary(e => (e.Type, e.Name));
        foreach (var found in connection.Query<Entry>(Everything).ToList())
        {
            if (!expected.Remove((found.Type, found.Name), out var entry)) yield return $"store.db: the {found.Type} {found.Name} is none that DocsGen made";
            else if (entry != found) yield return $"store.db: the {found.Type} {found.Name} was changed";
        }

        foreach (var missing in expected.Values.OrderBy(e => e.Name, StringComparer.Ordinal)) yield return $"store.db: the {missing.Type} {missing.Name} is missing";
        foreach (var name in Zeros)
        {
            if (connection.ExecuteScalar<long>($"PRAGMA {name}") is not 0 and var other) yield return string.Create(CultureInfo.InvariantCulture, $"store.db: its {name} is {other}, and 0 in every store");
        }
    }

    private sealed record Entry(string Type, string Name, string TableName, string Sql);
}
