using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Storage.Files;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>
/// Proves the embedded store: SQLite's own check, which compares every row with its copy in an index (migration 0009), foreign keys, tables and triggers, and every content by its hash, in the database
/// and in <c>blobs/</c>. Contents are hashed on all cores, while one reads the database.
/// </summary>
internal sealed class SqliteCheck(SqliteDatabase database, FileBlobs files) : IStoreCheck
{
    public async ValueTask<StoreSurvey> SurveyAsync(IProgress<long> read, CancellationToken cancellationToken)
    {
        var problems = new ConcurrentBag<string>();
        var tables = Task.Run(() => CheckTables(problems), cancellationToken);
        var contents = new Contents(read);
        await CheckRowsAsync(contents, problems, cancellationToken);
        var unnamed = await CheckFilesAsync(contents, problems, cancellationToken);
        var rows = await tables;
        return new()
        {
            Files = contents.Files + 1,
            Rows = rows,
            Bytes = contents.Bytes + new FileInfo(database.Path).Length,
            Blobs = contents.Found.ToDictionary(),
            Problems = [.. problems.Order(StringComparer.Ordinal)],
            Notes = unnamed == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"blobs/: {unnamed} files that no row names; 'docsgen gc' frees them")],
        };
    }

    // One snapshot for everything that SQLite itself compares.
    private long CheckTables(ConcurrentBag<string> problems)
    {
        try
        {
            return database.Read(c =>
            {
                foreach (var problem in SqliteSchema.Compare(c)) problems.Add(problem);
                foreach (var problem in SqliteIntegrity.Check(c)) problems.Add(problem);
                return SqliteIntegrity.CountRows(c);
            });
        }
        catch (StoreFailedException exception)
        {
            problems.Add($"store.db: {exception.InnerException?.Message ?? exception.Message}");
            return 0;
        }
    }

    private async ValueTask CheckRowsAsync(Contents contents, ConcurrentBag<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            await database.ReadAsync(async c =>
            {
                var rows = c.Query<BlobRow>("SELECT hash, size, bytes FROM blobs NOT INDEXED", buffered: false);
                await Parallel.ForEachAsync(rows, cancellationToken, (row, _) =>
                {
                    Check(row, contents, problems);
                    return ValueTask.CompletedTask;
                });
                return 0;
            });
        }
        catch (Exception exception) when (exception is StoreFailedException or InvalidCastException or System.Data.DataException)
        {
            problems.Add($"store.db, table blobs: it cannot be read to its end: {exception.InnerException?.Message ?? exception.Message}");
        }
    }

    private void Check(BlobRow row, Contents contents, ConcurrentBag<string> problems)
    {
        if (!ContentHash.TryParse(row.Hash, out var hash) || hash.Value != row.Hash)
        {
            problems.Add($"store.db, table blobs, hash {row.Hash}: that is no hash");
            return;
        }

        var found = row.Bytes is null ? files.Read(hash) : (ContentHash.Of(row.Bytes), row.Bytes.LongLength);
        // A collector removes the file before the row: what is gone from both was garbage.
        if (found is null && !IsStillNamed(hash)) return;
        var damage = (row.Bytes is null, found) switch
        {
            (_, null) => "the file is missing.",
            (true, var (other, size)) when other != hash || size != row.Size => $"the file holds {other.Short}, {size} bytes.",
            (false, var (other, _)) when other != hash => $"the database holds {other.Short}.",
            (false, var (_, size)) when size != row.Size => $"the database holds {size} bytes of it, and says {row.Size}.",
            _ => null,
        };
        contents.Add(hash, found?.Size ?? 0, damage is null ? null : new ArtifactCorruptException(hash, damage).Message, isFile: row.Bytes is null);
        if (damage is not null) problems.Add($"{(row.Bytes is null ? Path.GetRelativePath(Path.GetDirectoryName(database.Path)!, files.PathOf(hash)) : $"store.db, table blobs, hash {hash}")}: {damage}");
    }

    private bool IsStillNamed(ContentHash hash) => database.Read(c => c.ExecuteScalar<long>("SELECT count(*) FROM blobs WHERE hash = @hash", new { hash = hash.Value })) == 1;

    private async ValueTask<int> CheckFilesAsync(Contents contents, ConcurrentBag<string> problems, CancellationToken cancellationToken)
    {
        var unnamed = 0;
        await Parallel.ForEachAsync(files.All(), cancellationToken, (entry, _) =>
        {
            if (entry.Problem is not null) problems.Add($"{entry.Path}: {entry.Problem}");
            if (entry.Hash is not { } hash || contents.Found.ContainsKey(hash)) return ValueTask.CompletedTask;
            Interlocked.Increment(ref unnamed);
            if (files.Read(hash) is not var (other, size)) return ValueTask.CompletedTask;
            var damage = other == hash ? null : $"no row names it, and it holds {other.Short}, {size} bytes.";
            contents.Add(hash, size, damage is null ? null : new ArtifactCorruptException(hash, damage).Message, isFile: true);
            if (damage is not null) problems.Add($"{entry.Path}: {damage}");
            return ValueTask.CompletedTask;
        });
        return unnamed;
    }

    /// <summary>What was hashed so far.</summary>
    private sealed class Contents(IProgress<long> read)
    {
        private const long Step = 4 << 20;

        private long bytes;
        private int files;

        public ConcurrentDictionary<ContentHash, BlobFinding> Found { get; } = [];

        public long Bytes => Interlocked.Read(ref bytes);

        public int Files => Volatile.Read(ref files);

        public void Add(ContentHash hash, long size, string? damage, bool isFile)
        {
            Found[hash] = new(size, damage);
            if (!isFile) return;
            Interlocked.Increment(ref files);
            var sum = Interlocked.Add(ref bytes, size);
            if (sum / Step != (sum - size) / Step) read.Report(sum);
        }
    }

    private sealed record BlobRow(string Hash, long Size, byte[]? Bytes);
}
