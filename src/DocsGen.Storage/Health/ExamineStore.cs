using System.Globalization;
using DocsGen.Storage.Sql;
using DocsGen.Storage.Sql.Postgres;
using DocsGen.Storage.Sql.Sqlite;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Health;

/// <summary>Says what is wrong with a store and what mends it, as far as can be said without reading all of it; nothing is changed, a schema included.</summary>
public static class ExamineStore
{
    /// <summary>Examines a folder.</summary>
    /// <param name="folder">The store's, absolute.</param>
    /// <param name="utc">What time it is.</param>
    /// <param name="patience">How long somebody may write before that counts as holding others up.</param>
    public static IReadOnlyList<Ailment> InFolder(string folder, DateTimeOffset utc, TimeSpan patience)
    {
        var found = new List<Ailment>();
        try
        {
            found.AddRange(new StoreFolder(folder, utc).Examine());
            if (Holder(folder, patience) is { } holder) found.Add(holder);
            found.AddRange(Database(Path.Combine(folder, "store.db")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StoreFailedException)
        {
            found.Add(new("store.unreadable", $"{folder} cannot be read: {exception.Message}", "Give this user the right to read and write it, or run the command as its owner"));
        }

        return found;
    }

    /// <summary>Examines a database.</summary>
    public static IReadOnlyList<Ailment> In(PostgresStore store) => store.Database.Read(c => StoreRows.Examine(c, PostgresGarbage.Now).ToList());

    private static Ailment? Holder(string folder, TimeSpan patience)
    {
        var path = Path.Combine(folder, "writer.lock");
        if (!File.Exists(path)) return null;
        using var writerLock = new WriterLock(path) { Patience = patience };
        return writerLock.Stuck() is var (holder, advice) ? new("writer.stuck", $"{holder} holds the writer's lock, and lets nobody else write", advice ?? "Wait until it is done, or end it") : null;
    }

    private static List<Ailment> Database(string path)
    {
        const string restore = "docsgen verify, then docsgen restore DIR --replace with the last sound backup";
        if (!File.Exists(path)) return [new("store.missing", $"{path} is missing", "docsgen restore DIR --replace, with the last sound backup")];
        if (new FileInfo(path).Length == 0) return [new("store.damaged", $"{path} is empty, which no store ever is", restore)];
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            var (known, applied) = (Migration.Load("Sqlite"), SqliteMigrations.Applied(connection));
            Migration.RequireKnown(known, applied);
            if (applied.Count < known.Count)
            {
                return [new("schema.old", string.Create(CultureInfo.InvariantCulture, $"its schema is {applied.Count}, this version of DocsGen has {known.Count}"), $"docsgen run list: the first command brings it up to date, and keeps {Path.GetFileName(SqliteFile.CopyName(path, applied.Count))} beside it")];
            }

            return [.. StoreRows.Examine(connection, SqliteDatabase.Now)];
        }
        catch (StoreTooNewException newer)
        {
            return [new("store.too_new", newer.Message, "Use the newer version")];
        }
        catch (StoreDamagedException damage)
        {
            return [new("store.damaged", damage.Message, restore)];
        }
        catch (SqliteException damage)
        {
            return [SqliteFile.IsDamage(damage)
                ? new("store.damaged", $"{path}: {damage.Message}", restore)
                : new("store.unreadable", $"{path} cannot be read: {damage.Message}", "Give this user the right to read and write it, or run the command as its owner")];
        }
    }
}
