using System.Globalization;
using Dapper;
using DocsGen.Storage.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>
/// The database's file as a whole. A new one is made beside its place and gets its name when it is complete and durable: whoever finds an empty <c>store.db</c>, or none where contents are, looks
/// at damage and never at a crash.
/// </summary>
internal static class SqliteFile
{
    /// <summary>Makes the file with the tables of this version; the caller holds the writer's lock.</summary>
    public static void Make(string folder, string path)
    {
        var blobs = Path.Combine(folder, "blobs");
        if (Directory.Exists(blobs) && Directory.EnumerateFiles(blobs, "*", SearchOption.AllDirectories).Any())
        {
            throw new StoreDamagedException($"{path} is gone, but contents of it are left in {blobs}. Bring it back from a backup; a new store belongs in another folder.");
        }

        var made = path + ".new";
        foreach (var left in new[] { made, made + "-journal" }) File.Delete(left);
        using (var connection = Open(made))
        {
            connection.Execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON; PRAGMA trusted_schema = OFF");
            SqliteMigrations.Apply(connection, _ => throw new InvalidOperationException("A new file has nothing to keep."));
        }

        Sync(made);
        Publish(made, path);
    }

    /// <summary>Keeps a copy of the file, named by its schema, before that is changed; one that is there already stays, and is the older.</summary>
    public static void Keep(SqliteConnection writer, string path, int schema)
    {
        var kept = CopyName(path, schema);
        if (File.Exists(kept)) return;
        var made = kept + ".new";
        File.Delete(made);
        Copy(writer, made);
        Publish(made, kept);
    }

    /// <summary>The name of the copy that is kept of a schema.</summary>
    public static string CopyName(string path, int schema) => string.Create(CultureInfo.InvariantCulture, $"{path}.schema{schema}");

    /// <summary>Copies what a connection sees in one moment into a new file, and makes that durable; its name is not yet. Answers how many pages those are.</summary>
    public static int Copy(SqliteConnection from, string path)
    {
        using (var to = Open(path)) from.BackupDatabase(to);
        Sync(path);
        return from.ExecuteScalar<int>("PRAGMA page_count");
    }

    /// <summary>Opens a file that nobody writes, and leaves nothing beside it: it may lie where nothing can be written.</summary>
    public static SqliteConnection OpenStill(string path)
    {
        if (!File.Exists(path)) throw new StoreFailedException($"{path} is not there.");
        // A log that is left beside it holds commits, which SQLite has to read with the file.
        var isAlone = !File.Exists(path + "-wal") || new FileInfo(path + "-wal").Length == 0;
        var source = isAlone ? $"{new Uri(path).AbsoluteUri}?immutable=1" : path;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Whether an error says that the file's content is wrong, rather than that it could not be read.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_ERROR or raw.SQLITE_CORRUPT or raw.SQLITE_CONSTRAINT or raw.SQLITE_FORMAT or raw.SQLITE_NOTADB;

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Sync(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        Posix.SyncFile(file, path);
    }

    // A second name and not a move: nothing is ever replaced.
    private static void Publish(string made, string path)
    {
        if (!Posix.TryLink(made, path)) throw new StoreFailedException($"{path} came into being while it was made. Try again.");
        File.Delete(made);
        Posix.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
