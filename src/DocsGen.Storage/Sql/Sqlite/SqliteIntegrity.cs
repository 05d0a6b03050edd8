using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Runs SQLite's own checks and says in the store's words what they found: which table, which row.</summary>
internal static partial class SqliteIntegrity
{
    private const int Most = 1000;

    /// <summary>Every page, every row with its entries in each index, every CHECK and NOT NULL; then every foreign key, then SQLite's counters of ids.</summary>
    public static IEnumerable<string> Check(SqliteConnection connection) =>
        connection.Query<string>(string.Create(CultureInfo.InvariantCulture, $"PRAGMA integrity_check({Most})")).ToList().Where(m => m != "ok").Select(m => Name(connection, m))
            .Concat(ForeignKeys(connection))
            .Concat(Counters(connection))
            .Distinct(StringComparer.Ordinal);

    public static long CountRows(SqliteConnection connection) => Tables(connection).Sum(t => connection.ExecuteScalar<long>($"SELECT count(*) FROM \"{t}\""));

    private static List<string> Tables(SqliteConnection connection) => connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name").ToList();

    private static string Name(SqliteConnection connection, string message)
    {
        if (MissingEntry().Match(message) is not { Success: true } match) return $"store.db: {message}";
        var (number, index) = (long.Parse(match.Groups["row"].Value, CultureInfo.InvariantCulture), match.Groups["index"].Value);
        var table = connection.ExecuteScalar<string?>("SELECT tbl_name FROM sqlite_master WHERE type = 'index' AND name = @index", new { index });
        if (table is null) return $"store.db: {message}";
        return $"store.db, table {table}, {Row(connection, table, number)}: the row is not what was written, or its entry in {index} is not";
    }

    // SQLite counts the rows in the table's own order.
    private static string Row(SqliteConnection connection, string table, long number)
    {
        try
        {
            var keys = connection.Query<string>("SELECT name FROM pragma_table_info(@table) WHERE pk > 0 ORDER BY pk", new { table }).ToList();
            var row = (IDictionary<string, object?>)connection.QueryFirst($"SELECT {string.Join(", ", keys.Select(k => $"\"{k}\""))} FROM \"{table}\" NOT INDEXED LIMIT 1 OFFSET {(number - 1).ToString(CultureInfo.InvariantCulture)}");
            return string.Join(", ", row.Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Key} {k.Value}")));
        }
        catch (Exception exception) when (exception is SqliteException or InvalidOperationException)
        {
            // The row is so damaged that it has no key to name it by.
            return string.Create(CultureInfo.InvariantCulture, $"row {number}");
        }
    }

    private static IEnumerable<string> ForeignKeys(SqliteConnection connection) => connection.Query<(string Child, string Parent)>("SELECT \"table\", parent FROM pragma_foreign_key_check").ToList()
        .GroupBy(r => r)
        .Select(g => string.Create(CultureInfo.InvariantCulture, $"store.db, table {g.Key.Child}: {g.Count()} rows name a row of {g.Key.Parent} that is not there"));

    // Never lower than an id that is there: it would be given twice. One that is too high leaves ids out, and harms nothing.
    private static IEnumerable<string> Counters(SqliteConnection connection)
    {
        const long highest = 1L << 53;
        var counters = connection.Query<(string? Name, object? Seq)>("SELECT name, seq FROM sqlite_sequence").ToList();
        foreach (var table in Tables(connection).Where(t => connection.ExecuteScalar<string>("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = @t", new { t })!.Contains("AUTOINCREMENT", StringComparison.Ordinal)))
        {
            var last = connection.ExecuteScalar<long>($"SELECT coalesce(max(id), 0) FROM \"{table}\"");
            var found = counters.Where(c => c.Name == table).ToList();
            counters.RemoveAll(c => c.Name == table);
            if (last == 0 && found.Count == 0) continue;
            if (found is not [{ Seq: long seq }] || seq < last || seq > highest) yield return string.Create(CultureInfo.InvariantCulture, $"store.db, table {table}: its last id is {last}, and the counter of ids does not agree");
        }

        foreach (var (name, _) in counters) yield return $"store.db: there is a counter of ids for '{name}', which is no table that has one";
    }

    [GeneratedRegex("^row (?<row>[0-9]+) missing from index (?<index>[A-Za-z0-9_]+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex MissingEntry();
}
