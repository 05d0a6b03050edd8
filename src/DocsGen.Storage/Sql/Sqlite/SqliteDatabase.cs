using System.Collections.Concurrent;
using Dapper;
using DocsGen.Storage.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>
/// One SQLite file: one connection that writes and checkpoints, under the <see cref="WriterLock"/>, and any number that only read.
/// WAL, <c>synchronous=FULL</c>: a commit is durable when it returns. Every pragma is set, since builds differ in their defaults.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>SQL for the database's clock, in milliseconds since 1970: julianday has a resolution of a millisecond, and 2440587.5 is 1970-01-01.</summary>
    public const string Now = "CAST(ROUND((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)";

    // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE: a reader must never checkpoint, not even as the last to leave.
    private const int NoCheckpointOnClose = 1006;

    private readonly string connectionString;
    private readonly WriterLock writerLock;
    private readonly ConcurrentBag<SqliteConnection> idleReaders = [];
    private SqliteConnection? writer;
    private volatile DiskFailedException? failed;

    static SqliteDatabase() => Batteries_V2.Init();

    /// <summary>Opens or makes the file, and brings its tables to this version.</summary>
    /// <param name="folder">The store's folder.</param>
    /// <param name="patience">How long a writer waits for its turn.</param>
    public SqliteDatabase(string folder, TimeSpan patience)
    {
        Path = System.IO.Path.Combine(folder, "store.db");
        connectionString = new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, DefaultTimeout = 30 }.ToString();
        writerLock = new(System.IO.Path.Combine(folder, "writer.lock")) { Patience = patience, TakeOver = SyncLog };
        try
        {
            writerLock.Hold(() => Prepare(folder));
        }
        catch
        {
            // What stays open would keep its locks, and its picture of a file that somebody is about to bring back.
            writer?.Dispose();
            writerLock.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Runs a read in one snapshot.</summary>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        var connection = idleReaders.TryTake(out var idle) ? idle : OpenReader();
        try
        {
            using var snapshot = connection.BeginTransaction(deferred: true);
            var result = query(connection);
            snapshot.CommitOrGiveUp();
            idleReaders.Add(connection);
            return result;
        }
        catch (Exception exception) when (IsOfDisk(exception))
        {
            connection.Dispose();
            throw Failure(exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The same for a read that takes its time: the snapshot lasts until the task ends, and holds no writer up.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<SqliteConnection, ValueTask<T>> query)
    {
        var connection = idleReaders.TryTake(out var idle) ? idle : OpenReader();
        try
        {
            using var snapshot = connection.BeginTransaction(deferred: true);
            var result = await query(connection);
            snapshot.CommitOrGiveUp();
            idleReaders.Add(connection);
            return result;
        }
        catch (Exception exception) when (IsOfDisk(exception))
        {
            connection.Dispose();
            throw Failure(exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs a write as the only writer, in one immediate transaction that is durable when this returns.</summary>
    public T Write<T>(Func<SqliteConnection, SqliteTransaction, T> change)
    {
        RequireSound();
        var written = writerLock.Hold(() =>
        {
            try
            {
                using var transaction = writer!.BeginTransaction(deferred: false);
                var result = change(writer, transaction);
                transaction.CommitOrGiveUp();
                return result;
            }
            catch (Exception exception) when (IsOfDisk(exception))
            {
                throw Failure(exception);
            }
        });
        Changes.Raise();
        return written;
    }

    /// <summary>Tells this process of each write; what other processes write is found by asking.</summary>
    public ChangeSignal Changes { get; } = new();

    /// <summary>Runs an action as the only writer, outside of any transaction.</summary>
    public T Alone<T>(Func<T> action) => writerLock.Hold(action);

    /// <summary>Stops all writing until restart: what reached the disk is unknown, and a second fsync may lie.</summary>
    public void Fail(DiskFailedException failure) => failed ??= failure;

    /// <summary>Throws when the store has failed before.</summary>
    public void RequireSound()
    {
        if (failed is { } before) throw new StoreFailedException($"nothing more is written until this program is started again, since {before.Cause}: what reached the disk is unknown. Look at the disk, then run 'docsgen verify'.", before);
    }

    public void Dispose()
    {
        foreach (var reader in idleReaders) reader.Dispose();
        // After a failed fsync the log may not be what the disk holds: a checkpoint from it would write over the only pages that are known to be sound.
        if (failed is not null) LeaveLog();
        try
        {
            // Closing the last writer checkpoints: that, too, happens only under the lock.
            writerLock.Hold(() =>
            {
                writer?.Dispose();
                return 0;
            });
        }
        catch (StoreFailedException)
        {
            // Somebody was stopped in the middle of a write, or the disk is gone. The log holds everything; whoever opens the store next checkpoints it.
            LeaveLog();
            writer?.Dispose();
        }

        writerLock.Dispose();
    }

    private void LeaveLog()
    {
        if (writer is not null) _ = raw.sqlite3_db_config(writer.Handle, NoCheckpointOnClose, 1, out _);
    }

    private int Prepare(string folder)
    {
        if (!File.Exists(Path)) SqliteFile.Make(folder, Path);
        else if (new FileInfo(Path).Length == 0) throw new StoreDamagedException($"{Path} is empty, which no store ever is: something cut it off. Bring it back from a backup.");
        writer = OpenWriter();
        SqliteMigrations.Apply(writer, before => SqliteFile.Keep(writer, Path, before));
        return 0;
    }

    // Whoever wrote the log last may have been killed before its fsync. What it holds is read by everybody, and must be durable before anything that rests on it is told, though that write nothing itself.
    private void SyncLog()
    {
        var log = Path + "-wal";
        if (!File.Exists(log)) return;
        try
        {
            using (var file = File.OpenHandle(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)) Posix.SyncFile(file, log);
            Posix.SyncFolder(System.IO.Path.GetDirectoryName(log)!);
        }
        catch (DiskFailedException failure)
        {
            Fail(failure);
            throw;
        }
        catch (Exception exception) when (IsOfDisk(exception))
        {
            throw Failure(exception);
        }
    }

    private SqliteConnection OpenWriter() => Connect(
        isReader: false,
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA recursive_triggers = ON;
        PRAGMA trusted_schema = OFF;
        PRAGMA cell_size_check = ON;
        PRAGMA wal_autocheckpoint = 1000;
        PRAGMA temp_store = MEMORY;
        PRAGMA mmap_size = 0;
        PRAGMA busy_timeout = 30000;
        """);

    private SqliteConnection OpenReader()
    {
        try
        {
            return Connect(
                isReader: true,
                """
                PRAGMA query_only = ON;
                PRAGMA trusted_schema = OFF;
                PRAGMA cell_size_check = ON;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA temp_store = MEMORY;
                PRAGMA mmap_size = 0;
                PRAGMA busy_timeout = 30000;
                """);
        }
        catch (SqliteException exception)
        {
            throw Failure(exception);
        }
    }

    // Files of contents are looked at, and removed, in transactions too.
    private static bool IsOfDisk(Exception exception) => exception is SqliteException or IOException or UnauthorizedAccessException;

    private SqliteConnection Connect(bool isReader, string pragmas)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            if (isReader) _ = raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);
            connection.Execute(pragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private StoreFailedException Failure(Exception exception)
    {
        var code = (exception as SqliteException)?.SqliteErrorCode;
        if (code == raw.SQLITE_FULL) return new($"{Path}: the disk is full. Free some space; nothing was half written.", exception);
        if (code is not (raw.SQLITE_IOERR or raw.SQLITE_CORRUPT)) return new($"{Path}: {exception.Message}", exception);
        // What reached the disk is unknown after an I/O error: write nothing more until restart.
        var failure = new DiskFailedException($"{Path}: {exception.Message}", exception);
        Fail(failure);
        return failure;
    }
}
