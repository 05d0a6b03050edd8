using System.Security.Cryptography;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Files;

/// <summary>
/// Large blobs as files <c>blobs/ab/cd/SHA256</c>, read-only. Order of a write, each step durable before the next: temp file, fsync, link to
/// the final name, fsync of every folder that got a new name. Only then may a row name the hash (A5).
/// </summary>
/// <param name="root">The store's folder.</param>
/// <param name="alone">Runs an action while no collector removes files: under the writer's lock.</param>
public sealed class FileBlobs(string root, Func<Func<bool>, bool> alone)
{
    private const int BufferSize = 128 * 1024;
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string blobs = Path.Combine(root, "blobs");
    private readonly string temp = Path.Combine(root, "tmp");

    /// <summary>Where a hash's bytes live, or would.</summary>
    public string PathOf(ContentHash hash) => Path.Combine(blobs, hash.Value[..2], hash.Value[2..4], hash.Value);

    /// <summary>Streams content to disk; memory use does not depend on its size.</summary>
    /// <param name="head">Bytes already read from the content.</param>
    /// <param name="content">The rest.</param>
    /// <param name="id">Random name for the temp file.</param>
    public async ValueTask<StagedBlob> WriteAsync(ReadOnlyMemory<byte> head, Stream content, string id, CancellationToken cancellationToken)
    {
        OnDisk(temp, () => Directory.CreateDirectory(temp));
        var path = Path.Combine(temp, id);
        try
        {
            var (hash, size) = await WriteTempAsync(path, head, content, cancellationToken);
            OnDisk(path, () => Publish(path, hash));
            return new(hash, size, null);
        }
        finally
        {
            RemoveTemp(path);
        }
    }

    /// <summary>Opens a blob whose bytes were just verified on the same open file.</summary>
    /// <exception cref="ArtifactCorruptException">The file is missing, has another size or other bytes.</exception>
    public async ValueTask<Stream> OpenAsync(ContentHash hash, long size, CancellationToken cancellationToken)
    {
        FileStream stream;
        try
        {
            stream = new(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactCorruptException(hash, "the file is missing.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreFailedException($"{PathOf(hash)}: {exception.Message}", exception);
        }

        try
        {
            var found = ContentHash.FromDigest(await SHA256.HashDataAsync(stream, cancellationToken));
            var length = stream.Length;
            if (found != hash || length != size) throw new ArtifactCorruptException(hash, $"the file holds {found.Short}, {length} bytes.");
            stream.Position = 0;
            return stream;
        }
        catch (Exception exception)
        {
            await stream.DisposeAsync();
            if (exception is IOException) throw new StoreFailedException($"{stream.Name}: {exception.Message}", exception);
            throw;
        }
    }

    /// <summary>Whether the file of a hash is there; its bytes are checked when they are read.</summary>
    public bool Exists(ContentHash hash) => File.Exists(PathOf(hash));

    /// <summary>Files that were last staged before a time, by hash. Strange names are left alone.</summary>
    public IEnumerable<(ContentHash Hash, long Size)> OlderThan(DateTime utc)
    {
        if (!Directory.Exists(blobs)) return [];
        return new DirectoryInfo(blobs).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(f => f.LastWriteTimeUtc < utc && ContentHash.TryParse(f.Name, out _))
            .Select(f => (ContentHash.Parse(f.Name), f.Length));
    }

    /// <summary>Whether a hash's file is there and was last staged before a time.</summary>
    public bool IsOlderThan(ContentHash hash, DateTime utc) => Exists(hash) && File.GetLastWriteTimeUtc(PathOf(hash)) < utc;

    /// <summary>Removes the file of a hash, if it is there; the caller holds the writer's lock.</summary>
    public void Remove(ContentHash hash)
    {
        // A small blob has no file, and may have no folder either.
        if (Exists(hash)) File.Delete(PathOf(hash));
    }

    /// <summary>Removes what a crash left in <c>tmp/</c> before a time; answers how many files that were.</summary>
    public int RemoveTemporary(DateTime olderThanUtc, bool dryRun)
    {
        if (!Directory.Exists(temp)) return 0;
        var old = new DirectoryInfo(temp).EnumerateFiles().Where(f => f.LastWriteTimeUtc < olderThanUtc).ToList();
        if (!dryRun) old.ForEach(f => f.Delete());
        return old.Count;
    }

    private static async ValueTask<(ContentHash Hash, long Size)> WriteTempAsync(
        string path, ReadOnlyMemory<byte> head, Stream content, CancellationToken cancellationToken)
    {
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = OnDisk(path, () => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous));
        var buffer = new byte[BufferSize];
        var size = 0L;
        var chunk = head;
        while (true)
        {
            hasher.AppendData(chunk.Span);
            await WriteAsync(file, chunk, cancellationToken);
            size += chunk.Length;
            var read = await content.ReadAsync(buffer, cancellationToken);
            if (read == 0) break;
            chunk = buffer.AsMemory(0, read);
        }

        Posix.SyncFile(file.SafeFileHandle, path);
        File.SetUnixFileMode(file.SafeFileHandle, ReadOnly);
        return (ContentHash.FromDigest(hasher.GetHashAndReset()), size);
    }

    // What the content itself throws, an upload that breaks off, is no fault of the disk.
    private static async ValueTask WriteAsync(FileStream file, ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(chunk, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new NotStagedException($"{file.Name}: {exception.Message}", exception);
        }
    }

    private static void OnDisk(string path, Action work) => OnDisk(path, () =>
    {
        work();
        return true;
    });

    private static T OnDisk<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NotStagedException($"{path}: {exception.Message}", exception);
        }
    }

    private static void RemoveTemp(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its bytes are in place, or were refused for a reason that counts more; what is left here a collection removes.
        }
    }

    private void Publish(string temp, ContentHash hash)
    {
        var final = PathOf(hash);
        var folder = Path.GetDirectoryName(final)!;
        Directory.CreateDirectory(folder);
        // A collector removes only files that are old. One that is there already is made young before it is trusted, and no collector runs in between.
        var isNew = alone(() =>
        {
            if (Posix.TryLink(temp, final)) return true;
            Posix.Touch(final);
            return false;
        });
        if (!isNew) Recheck(final, hash);
        // The new name, then the folders that may be new themselves, up to the store.
        Posix.SyncFolder(folder);
        Posix.SyncFolder(Path.GetDirectoryName(folder)!);
        Posix.SyncFolder(blobs);
        Posix.SyncFolder(root);
    }

    // Whoever wrote it may have crashed before its fsync: hash it and sync it before trusting it.
    private static void Recheck(string final, ContentHash hash)
    {
        using var existing = OpenStaged(final, hash);
        var found = ContentHash.FromDigest(SHA256.HashData(existing));
        if (found != hash) throw new ArtifactCorruptException(hash, $"the file that is there already holds {found.Short}.");
        Posix.SyncFile(existing.SafeFileHandle, final);
    }

    // Made young a moment ago; only a collector whose grace is shorter than this moment could have taken it.
    private static FileStream OpenStaged(string final, ContentHash hash)
    {
        try
        {
            return new(final, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        }
        catch (FileNotFoundException)
        {
            throw new NotStagedException($"the bytes of {hash.Short} are gone: they were collected while they were staged. Do it again.");
        }
    }
}
