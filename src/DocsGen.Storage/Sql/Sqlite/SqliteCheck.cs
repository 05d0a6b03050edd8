using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Storage.Files;
using SQLitePCL;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>
/// Proves the embedded store: SQLite's own check, which compares every row with its copy in an index (migration 0009), foreign keys, tables and triggers, and every content by its hash, in the database
/// and in <c>blobs/</c>. While one core compares the rows another hashes the contents in the database where they lie; then files are hashed on all cores.
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
        var outside = new List<(ContentHash Hash, long Size)>();
        try
        {
            database.Read(c =>
            {
                using var command = c.CreateCommand();
                command.CommandText = "SELECT hash, size, bytes FROM blobs NOT INDEXED";
                using var rows = command.ExecuteReader();
                while (rows.Read())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (Within(rows.Handle!, contents, problems) is { } file) outside.Add(file);
                }

                return 0;
            });
        }
        catch (StoreFailedException exception)
        {
            problems.Add($"store.db, table blobs: it cannot be read to its end: {exception.InnerException?.Message ?? exception.Message}");
        }

        await Parallel.ForEachAsync(outside, cancellationToken, (row, _) =>
        {
            // A collector removes the file before the row: what is gone from both was garbage.
            var found = files.Read(row.Hash);
            if (found is not null || IsStillNamed(row.Hash)) Judge(row.Hash, row.Size, found, isFile: true, contents, problems);
            return ValueTask.CompletedTask;
        });
    }

    // Hashes a content where it lies; where that is a file, its hash and size.
    private (ContentHash Hash, long Size)? Within(sqlite3_stmt row, Contents contents, ConcurrentBag<string> problems)
    {
        var (text, bytes) = (raw.sqlite3_column_text(row, 0).utf8_to_string(), raw.sqlite3_column_type(row, 2));
        if (!ContentHash.TryParse(text, out var hash) || hash.Value != text)
        {
            problems.Add($"store.db, table blobs, hash {text}: that is no hash");
        }
        else if (raw.sqlite3_column_type(row, 0) != raw.SQLITE_TEXT || raw.sqlite3_column_type(row, 1) != raw.SQLITE_INTEGER || bytes is not (raw.SQLITE_NULL or raw.SQLITE_BLOB))
        {
            problems.Add($"store.db, table blobs, hash {hash}: a column holds something of another kind");
        }
        else if (bytes == raw.SQLITE_NULL)
        {
            return (hash, raw.sqlite3_column_int64(row, 1));
        }
        else
        {
            var content = raw.sqlite3_column_blob(row, 2);
            Judge(hash, raw.sqlite3_column_int64(row, 1), (ContentHash.Of(content), content.Length), isFile: false, contents, problems);
        }

        return null;
    }

    private void Judge(ContentHash hash, long size, (ContentHash Hash, long Size)? found, bool isFile, Contents contents, ConcurrentBag<string> problems)
    {
        var damage = (isFile, found) switch
        {
            (_, null) => "the file is missing.",
            (true, var (other, length)) when other != hash || length != size => $"the file holds {other.Short}, {length} bytes.",
            (false, var (other, _)) when other != hash => $"the database holds {other.Short}.",
            (false, var (_, length)) when length != size => $"the database holds {length} bytes of it, and says {size}.",
            _ => null,
        };
        contents.Add(hash, found?.Size ?? 0, damage is null ? null : new ArtifactCorruptException(hash, damage).Message, isFile);
        if (damage is not null) problems.Add($"{(isFile ? Path.GetRelativePath(Path.GetDirectoryName(database.Path)!, files.PathOf(hash)) : $"store.db, table blobs, hash {hash}")}: {damage}");
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
}
