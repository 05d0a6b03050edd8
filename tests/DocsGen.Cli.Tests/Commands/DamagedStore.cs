using System.Security.Cryptography;
using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using Microsoft.Data.Sqlite;

namespace DocsGen.Cli.Tests.Commands;

/// <summary>
/// A store with runs, pushes, publishes, comments, people and tokens in it, of which copies are damaged one at a time: a bit, a tail, two contents that change places, a file that goes. What the
/// database says is compared row by row through its tables, without any index.
/// </summary>
internal sealed class DamagedStore : IDisposable
{
    private readonly string whole = Directory.CreateTempSubdirectory("docsgen-whole").FullName;
    private readonly List<(string Hash, bool IsFile)> contents;
    private readonly List<string> files;

    private DamagedStore(Cli cli)
    {
        Cli = cli;
        // What a process leaves open is not part of a copy.
        File.Exists(cli[".docsgen/store.db-wal"]).ShouldBeFalse();
        Copy(cli[".docsgen"], whole);
        Dump = DumpOf(Path.Combine(whole, "store.db"));
        files = [.. Directory.EnumerateFiles(Path.Combine(whole, "blobs"), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(whole, f)).Order(StringComparer.Ordinal)];
        contents = Query(Path.Combine(whole, "store.db"), "SELECT hash, bytes IS NULL FROM blobs ORDER BY hash", r => (r.GetString(0), r.GetInt64(1) == 1));
    }

    public Cli Cli { get; }

    /// <summary>Every row of every table, of the store as it was.</summary>
    public IReadOnlyDictionary<string, string> Dump { get; }

    public static async Task<DamagedStore> MakeAsync()
    {
        var cli = new Cli();
        await cli.CompleteAsync();
        await cli.WaitingAsync();
        async Task DoAsync(params string[] args) => (await cli.RunAsync(args)).ShouldExit(0);
        await DoAsync("space", "create", "handbook");
        for (var n = 0; n < 3; n++) cli.Write($"docs/large{n}.md", string.Concat(Enumerable.Range(0, 9000 + n).Select(i => $"line {i} of {n}\n")));
        for (var n = 0; n < 12; n++) cli.Write($"docs/page{n}.md", $"# Page {n}\n\nText.\n");
        await DoAsync("push", "docs", "--space", "handbook", "-m", "one");
        await DoAsync("changeset", "comment", "1", "Is that so?", "--space", "handbook");
        await DoAsync("changeset", "review", "1", "--accept-all", "--space", "handbook");
        await DoAsync("changeset", "publish", "1", "--space", "handbook");
        cli.Write("docs/page1.md", "# Page 1\n\nOther text.\n");
        await DoAsync("push", "docs", "--space", "handbook", "-m", "two");
        await DoAsync("webhook", "add", "https://example.org/hook", "--space", "handbook");
        await DoAsync("user", "add", "ada", "--role", "admin");
        await DoAsync("user", "link", "ada");
        await DoAsync("token", "create", "--name", "CI", "--scope", "push");
        await DoAsync("run", "cancel", "run_2026_01_02_0002");
        await DoAsync("run", "delete", "run_2026_01_02_0002", "--reason", "not needed");
        (await cli.RunAsync("gc", "--apply")).ShouldExit(0);
        (await cli.RunAsync("verify")).ShouldExit(0);
        return new(cli);
    }

    /// <summary>Damages the store at a place that the numbers choose, and says what it did.</summary>
    public string Damage(SplitMix random)
    {
        var path = random.Next(5) < 3 || files.Count == 0 ? "store.db" : files[random.Next(files.Count)];
        return random.Next(20) switch
        {
            < 15 => Flip(path, random),
            < 17 => Truncate(path, random),
            < 19 => Swap(random),
            _ => Delete(path),
        };
    }

    /// <summary>Brings back what was damaged.</summary>
    public void Restore()
    {
        foreach (var left in new[] { "store.db-wal", "store.db-shm" }) File.Delete(Cli[$".docsgen/{left}"]);
        // Another file, and not the same one with other bytes: what still has the old one open keeps that.
        File.Delete(Cli[".docsgen/store.db"]);
        File.Copy(Path.Combine(whole, "store.db"), Cli[".docsgen/store.db"]);
        foreach (var file in files)
        {
            var target = Cli[$".docsgen/{file}"];
            if (File.Exists(target) && File.ReadAllBytes(target).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(whole, file)))) continue;
            File.Delete(target);
            File.Copy(Path.Combine(whole, file), target);
        }
    }

    /// <summary>The tables whose rows are not what they were; null when the database cannot be read to its end.</summary>
    public IReadOnlyList<string>? ChangedTables()
    {
        try
        {
            var now = DumpOf(Cli[".docsgen/store.db"]);
            return [.. Dump.Keys.Union(now.Keys).Where(t => Dump.GetValueOrDefault(t) != now.GetValueOrDefault(t)).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is SqliteException or InvalidOperationException or FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether every file of <c>blobs/</c> has the bytes that it had.</summary>
    public bool FilesAreWhole() => files.TrueForAll(f => File.Exists(Cli[$".docsgen/{f}"]) && File.ReadAllBytes(Cli[$".docsgen/{f}"]).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(whole, f))));

    /// <summary>Reads every content through the ports: it has its hash, or it is refused (A4). Answers how many were handed out.</summary>
    public async Task<int> ReadAllAsync()
    {
        EmbeddedStore store;
        try
        {
            store = EmbeddedStore.Open(Cli[".docsgen"], TimeProvider.System, Path.GetRandomFileName);
        }
        catch (StoreFailedException)
        {
            return 0;
        }

        using (store)
        {
            var read = 0;
            foreach (var (hash, _) in contents) read += await ReadsAsync(ContentHash.Parse(hash), store) ? 1 : 0;
            try
            {
                if (await store.Sync.Spaces.FindAsync(SpaceSlug.Parse("handbook"), default) is { } space) await store.Sync.Documents.PullAsync(space.Id, Cursor.Zero, null, (_, documents) => CheckAsync(documents), default);
            }
            catch (Exception exception) when (exception is StoreFailedException or ArtifactCorruptException or FormatException or InvalidOperationException or System.Data.DataException or ArgumentException or System.Text.Json.JsonException)
            {
                // Refused: nothing was handed out.
            }

            return read;
        }
    }

    public void Dispose()
    {
        Cli.Dispose();
        Directory.Delete(whole, recursive: true);
    }

    private static async Task<bool> ReadsAsync(ContentHash hash, EmbeddedStore store)
    {
        try
        {
            await using var content = await store.Blobs.OpenAsync(hash, default);
            ContentHash.FromDigest(await SHA256.HashDataAsync(content)).ShouldBe(hash);
            return true;
        }
        catch (Exception exception) when (exception is ArtifactCorruptException or StoreFailedException or InvalidOperationException or System.Data.DataException)
        {
            return false;
        }
    }

    private static async ValueTask<int> CheckAsync(IAsyncEnumerable<PulledDocument> documents)
    {
        var count = 0;
        await foreach (var pulled in documents)
        {
            if (pulled.Content is { } bytes) ContentHash.Of(bytes.Span).ShouldBe(pulled.Document.Hash!.Value);
            count++;
        }

        return count;
    }

    private string Flip(string path, SplitMix random)
    {
        var bytes = File.ReadAllBytes(Cli[$".docsgen/{path}"]);
        var (at, bit) = (random.Next(bytes.Length), random.Next(8));
        bytes[at] ^= (byte)(1 << bit);
        Write(path, bytes);
        return $"bit {bit} of byte {at} of {path} flipped";
    }

    private string Truncate(string path, SplitMix random)
    {
        var bytes = File.ReadAllBytes(Cli[$".docsgen/{path}"]);
        var length = random.Next(bytes.Length);
        Write(path, bytes[..length]);
        return $"{path} cut off at {length} of {bytes.Length}";
    }

    private string Swap(SplitMix random)
    {
        var isFile = random.Next(2) == 0;
        var of = contents.FindAll(c => c.IsFile == isFile);
        var (one, other) = (random.Next(of.Count), random.Next(of.Count - 1));
        if (other >= one) other++;
        var (a, b) = (of[one].Hash, of[other].Hash);
        if (isFile)
        {
            var (pathA, pathB) = (Place(a), Place(b));
            var bytes = File.ReadAllBytes(Cli[$".docsgen/{pathA}"]);
            Write(pathA, File.ReadAllBytes(Cli[$".docsgen/{pathB}"]));
            Write(pathB, bytes);
        }
        else
        {
            // The trigger comes back as it was: only the contents tell.
            var trigger = Query(Cli[".docsgen/store.db"], "SELECT sql FROM sqlite_master WHERE name = 'blobs_never_change'", r => r.GetString(0)).Single();
            Cli.Sql($"""
                DROP TRIGGER blobs_never_change;
                CREATE TEMP TABLE t AS SELECT hash, size, bytes FROM blobs WHERE hash IN ('{a}', '{b}');
                UPDATE blobs SET size = t.size, bytes = t.bytes FROM t WHERE blobs.hash IN ('{a}', '{b}') AND t.hash IN ('{a}', '{b}') AND t.hash <> blobs.hash;
                {trigger};
                """);
        }

        return $"{a[..12]} and {b[..12]} swapped";
    }

    private string Delete(string path)
    {
        File.Delete(Cli[$".docsgen/{path}"]);
        return $"{path} deleted";
    }

    // In place: name and permissions stay as they were.
    private void Write(string path, byte[] bytes)
    {
        var target = Cli[$".docsgen/{path}"];
        var mode = File.GetUnixFileMode(target);
        File.SetUnixFileMode(target, mode | UnixFileMode.UserWrite);
        File.WriteAllBytes(target, bytes);
        File.SetUnixFileMode(target, mode);
    }

    private static string Place(string hash) => $"blobs/{hash[..2]}/{hash[2..4]}/{hash}";

    private static Dictionary<string, string> DumpOf(string path)
    {
        var tables = Query(path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", r => r.GetString(0));
        var dump = tables.ToDictionary(t => t, t => string.Join('\n', Query(path, $"SELECT * FROM \"{t}\" NOT INDEXED", Row)), StringComparer.Ordinal);
        dump["sqlite_master"] = string.Join('\n', Query(path, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name", Row));
        return dump;
    }

    private static string Row(SqliteDataReader reader)
    {
        var text = new StringBuilder();
        for (var i = 0; i < reader.FieldCount; i++)
        {
            text.Append(reader.IsDBNull(i) ? "-" : reader.GetValue(i) switch
            {
                byte[] bytes => $"b{Convert.ToHexString(SHA256.HashData(bytes))}",
                // As stored: a text with broken UTF-8 must not look like another one.
                string => $"t{Convert.ToHexString(reader.GetFieldValue<byte[]>(i))}",
                var other => FormattableString.Invariant($"{other.GetType().Name}{other}"),
            }).Append('|');
        }

        return text.ToString();
    }

    private static List<T> Query<T>(string path, string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Mode=ReadWrite");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
