using DocsGen.Agents;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.Calls;
using DocsGen.Core.Sync.UseCases;

namespace DocsGen.Cli.Inputs;

/// <summary>
/// What a folder proposes to a space. Files beginning with a dot are left out, and links are never followed. Where the folder was pulled, its record says which
/// versions were edited, and what is gone from it was deleted; a folder that was not is compared with what is live now, and deletes only when told to.
/// </summary>
internal sealed class PushedFolder(SyncCalls sync, Space space, string folder, PullRecord? record)
{
    private const int MostFiles = 100_000;

    private readonly IBlobStore blobs = sync.Documents.BlobsOf(space);

    /// <summary>Reads it.</summary>
    /// <param name="deletes">Without a record: whether documents that the folder lacks are to be deleted.</param>
    /// <param name="prefix">The folder of the space that it stands for; empty for the root.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<IReadOnlyList<PushedFile>> ReadAsync(bool deletes, string prefix, CancellationToken cancellationToken)
    {
        var live = (await sync.Documents.ListAsync(space, cancellationToken)).Where(d => IsUnder(d.Path, prefix)).ToList();
        var known = record is not null
            ? record.Files.Where(f => IsUnder(f.Path, prefix)).ToDictionary(f => f.Path.Fold, StringComparer.Ordinal)
            : live.ToDictionary(d => d.Path.Fold, d => new PulledFile(d.File, d.Path, d.Version, d.Hash!.Value), StringComparer.Ordinal);
        var (files, seen, fresh) = (new List<PushedFile>(), new HashSet<string>(StringComparer.Ordinal), new List<(ServerPath Path, byte[] Bytes)>());
        foreach (var name in Names())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = ServerPath.Parse(prefix.Length == 0 ? name : $"{prefix}/{name}");
            var bytes = RegularFile.Read(Path.Combine(folder, name), (int)Math.Min(space.Policy.MaxFileBytes, int.MaxValue));
            if (!seen.Add(path.Fold)) throw CliError.Usage("push.twins", $"{name} differs from another file of {folder} only by case.");
            if (!known.TryGetValue(path.Fold, out var there)) fresh.Add((path, bytes));
            else if (there.Hash != ContentHash.Of(bytes) || there.Path != path) files.Add(await PushedFiles.UpsertAsync(blobs, there.File, path, there.Version, bytes, cancellationToken));
        }

        var gone = known.Where(k => !seen.Contains(k.Key)).Select(k => k.Value).OrderBy(f => f.Path.Value, StringComparer.Ordinal).ToList();
        foreach (var (path, bytes) in fresh) files.Add(await NewAsync(path, bytes, gone, record is not null || deletes, cancellationToken));
        if (record is not null || deletes) files.AddRange(gone.Select(f => PushedFiles.Delete(f.File, f.Path, f.Version)));
        return files;
    }

    // A new file with the bytes of one that is gone is that one, moved.
    private async ValueTask<PushedFile> NewAsync(ServerPath path, byte[] bytes, List<PulledFile> gone, bool mayMove, CancellationToken cancellationToken)
    {
        var hash = ContentHash.Of(bytes);
        if (mayMove && gone.FirstOrDefault(f => f.Hash == hash) is { } moved)
        {
            gone.Remove(moved);
            return await PushedFiles.UpsertAsync(blobs, moved.File, path, moved.Version, bytes, cancellationToken);
        }

        for (var n = 0; ; n++)
        {
            // The same new path has the same id whoever pushes it, so that the same push again is the same; a document that has moved away keeps its own.
            var id = FileId.Parse($"doc-{ContentHash.Of($"{space.Slug}\n{path.Fold}\n{n}").Value[..24]}");
            var there = await sync.Documents.FindAsync(space, [id], cancellationToken);
            if (there.Count > 0 && !there[0].IsDeleted) continue;
            return await PushedFiles.UpsertAsync(blobs, id, path, there.Count > 0 ? there[0].Version : 0, bytes, cancellationToken);
        }
    }

    private List<string> Names()
    {
        var names = new List<string>();
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        foreach (var file in Directory.EnumerateFiles(folder, "*", options))
        {
            var name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            if (name.Split('/').Any(s => s.StartsWith('.'))) continue;
            names.Add(name);
            if (names.Count > MostFiles) throw CliError.Usage("push.too_many", $"{folder} holds more than {MostFiles} files.");
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static bool IsUnder(ServerPath path, string prefix) => prefix.Length == 0 || path.Value.StartsWith($"{prefix}/", StringComparison.Ordinal);
}
