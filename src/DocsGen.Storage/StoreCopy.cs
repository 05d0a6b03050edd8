using System.Security.Cryptography;
using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Storage.Files;
using DocsGen.Storage.Sql.Sqlite;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage;

/// <summary>
/// A copy of an embedded store as it was in one moment, in a folder of its own, which is a store again. First the database in one snapshot, which holds no writer up; then the contents that it
/// names, which never change. Each file is hashed while it is copied and is durable before <c>backup.json</c> says that all of it is there. No hard links: they would share the damage.
/// </summary>
public static class StoreCopy
{
    /// <summary>The file that a whole copy has: written last.</summary>
    public const string Seal = "backup.json";

    private const int BufferSize = 128 * 1024;

    /// <summary>Copies a store that is in use.</summary>
    /// <param name="store">The store.</param>
    /// <param name="target">A folder that is not there, or is empty.</param>
    /// <param name="utc">What time it is.</param>
    /// <exception cref="StoreFailedException">It could not be written, or a content is damaged.</exception>
    public static async ValueTask<CopyReport> TakeAsync(EmbeddedStore store, string target, DateTimeOffset utc, CancellationToken cancellationToken)
    {
        var report = await GuardAsync(target, () => CopyAsync(
            store.Folder,
            path => store.Database.Read(c => SqliteFile.Copy(c, path)),
            target,
            cancellationToken));
        SealFile.Write(target, Seal, new(utc, store.Folder));
        SealFile.Write(store.Folder, SealFile.LastBackup, new(utc, target));
        return report;
    }

    /// <summary>Copies a backup, which nobody uses, and leaves it as it is.</summary>
    /// <param name="backup">Its folder.</param>
    /// <param name="seal">What its seal says.</param>
    /// <param name="target">A folder that is not there, or is empty.</param>
    public static async ValueTask<CopyReport> RestoreAsync(string backup, SealFile seal, string target, CancellationToken cancellationToken)
    {
        var report = await GuardAsync(target, async () =>
        {
            await using var connection = SqliteFile.OpenStill(Path.Combine(backup, "store.db"));
            return await CopyAsync(backup, path => SqliteFile.Copy(connection, path), target, cancellationToken);
        });
        SealFile.Write(target, SealFile.LastBackup, new(seal.Utc, backup));
        return report;
    }

    private static async ValueTask<CopyReport> CopyAsync(string from, Func<string, int> copyDatabase, string target, CancellationToken cancellationToken)
    {
        // Who may not read the one may not read the other.
        Directory.CreateDirectory(target, File.GetUnixFileMode(from) | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        EmbeddedStore.Ignore(target);
        var database = Path.Combine(target, "store.db");
        copyDatabase(database);
        File.SetUnixFileMode(database, File.GetUnixFileMode(Path.Combine(from, "store.db")) | UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var (source, sink) = (new FileBlobs(from, a => a()), new FileBlobs(target, a => a()));
        var folders = new HashSet<string>(StringComparer.Ordinal) { target, Path.GetDirectoryName(target)! };
        var bytes = new FileInfo(database).Length;
        var hashes = Named(database);
        foreach (var hash in hashes)
        {
            var path = sink.PathOf(hash);
            for (var folder = Path.GetDirectoryName(path)!; folder != target; folder = Path.GetDirectoryName(folder)!) folders.Add(folder);
            bytes += await CopyFileAsync(source.PathOf(hash), path, hash, cancellationToken);
        }

        // Each folder after what is in it.
        foreach (var folder in folders.OrderByDescending(f => f.Length)) Posix.SyncFolder(folder);
        return new(hashes.Count + 1, bytes);
    }

    private static List<ContentHash> Named(string database)
    {
        using var connection = SqliteFile.OpenStill(database);
        return [.. connection.Query<string>("SELECT hash FROM blobs WHERE bytes IS NULL ORDER BY hash").Select(ContentHash.Parse)];
    }

    private static async ValueTask<long> CopyFileAsync(string from, string to, ContentHash hash, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var buffer = new byte[BufferSize];
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            hasher.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        var found = ContentHash.FromDigest(hasher.GetHashAndReset());
        if (found != hash) throw new StoreDamagedException($"{from} holds {found.Short}: nothing was backed up. 'docsgen verify' says what else is damaged.");
        Posix.SyncFile(target.SafeFileHandle, to);
        File.SetUnixFileMode(target.SafeFileHandle, FileBlobs.ReadOnly);
        return target.Length;
    }

    private static async ValueTask<CopyReport> GuardAsync(string target, Func<ValueTask<CopyReport>> copy)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()) throw new StoreFailedException($"{target} is not empty. Name a folder that is, or one that is not there yet.");
        try
        {
            return await copy();
        }
        catch (FileNotFoundException missing)
        {
            throw new StoreDamagedException($"{missing.FileName} is missing. If garbage was collected meanwhile, do it again; else 'docsgen verify' says what else is missing.", missing);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new StoreFailedException($"{target} could not be written: {exception.Message}", exception);
        }
    }
}

/// <summary>What was copied.</summary>
public sealed record CopyReport(int Files, long Bytes);
