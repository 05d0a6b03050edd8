using System.Runtime.ExceptionServices;
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
    /// <summary>The permissions of every file here.</summary>
    public const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

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
        var path = Path.Combine(temp, id);
        try
        {
            Directory.CreateDirectory(temp);
            var (hash, size) = await WriteTempAsync(path, head, content, cancellationToken);
            Publish(path, hash);
            return new(hash, size, null);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException || exception is IOException and not ContentUnreadableException)
        {
            throw new StoreFailedException($"{path} could not be written: {exception.Message} Nothing was half written.", exception);
        }
        catch (ContentUnreadableException unreadable)
        {
            ExceptionDispatchInfo.Throw(unreadable.InnerException!);
            throw;
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
        BlobStream stream;
        try
        {
            stream = new(new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactCorruptException(hash, "the file is missing.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreFailedException($"{PathOf(hash)} could not be opened: {exception.Message}", exception);
        }

        try
        {
            var found = ContentHash.FromDigest(await SHA256.HashDataAsync(stream, cancellationToken));
            var length = stream.Length;
            if (found != hash || length != size) throw new ArtifactCorruptException(hash, $"the file holds {found.Short}, {length} bytes.");
            stream.Position = 0;
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether the file of a hash is there; its bytes are checked when they are read.</summary>
    public bool Exists(ContentHash hash) => File.Exists(PathOf(hash));

    /// <summary>Every entry of <c>blobs/</c>, in no order: the hash that it is named by, or what is wrong with its name, its kind or its permissions.</summary>
    public IEnumerable<(string Path, ContentHash? Hash, string? Problem)> All()
    {
        if (!Directory.Exists(blobs)) yield break;
        foreach (var entry in new DirectoryInfo(blobs).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
        {
            var relative = Path.GetRelativePath(root, entry.FullName);
            if (entry is DirectoryInfo { LinkTarget: null })
            {
                if (!IsFolder(Path.GetRelativePath(blobs, entry.FullName))) yield return (relative, null, "the folder is none of a store");
            }
            else if (!ContentHash.TryParse(entry.Name, out var hash) || entry.FullName != PathOf(hash)) yield return (relative, null, "the file has no name of a content, or stands in another folder");
            else if (entry.LinkTarget is not null || entry is not FileInfo) yield return (relative, null, "it is a link, and no file");
            else yield return (relative, hash, entry.UnixFileMode == ReadOnly ? null : $"its permissions are {Convert.ToString((int)entry.UnixFileMode, 8)}, where 444 were given");
        }
    }

    /// <summary>What the file of a hash holds, read to its end; null where there is none.</summary>
    public (ContentHash Hash, long Size)? Read(ContentHash hash)
    {
        try
        {
            using var file = new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            return (ContentHash.FromDigest(SHA256.HashData(file)), file.Length);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

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

    // ab, or ab/cd.
    private static bool IsFolder(string relative) =>
        relative.Split('/') is { Length: 1 or 2 } parts && parts.All(p => p.Length == 2 && p.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f'));

    private static async ValueTask<(ContentHash Hash, long Size)> WriteTempAsync(
        string path, ReadOnlyMemory<byte> head, Stream content, CancellationToken cancellationToken)
    {
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var buffer = new byte[BufferSize];
        var size = 0L;
        var chunk = head;
        while (true)
        {
            hasher.AppendData(chunk.Span);
            await file.WriteAsync(chunk, cancellationToken);
            size += chunk.Length;
            var read = await ReadAsync(content, buffer, cancellationToken);
            if (read == 0) break;
            chunk = buffer.AsMemory(0, read);
        }

        Posix.SyncFile(file.SafeFileHandle, path);
        File.SetUnixFileMode(file.SafeFileHandle, ReadOnly);
        return (ContentHash.FromDigest(hasher.GetHashAndReset()), size);
    }

    // What cannot be read is the caller's affair, and what cannot be written the store's: .NET tells of both by the same exception.
    private static async ValueTask<int> ReadAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new ContentUnreadableException(exception);
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
            throw new StoreFailedException($"the bytes of {hash.Short} are gone: they were collected while they were staged. Do it again.");
        }
    }

    private sealed class ContentUnreadableException(IOException inner) : IOException(inner.Message, inner);
}
