using System.CommandLine;
using System.Globalization;
using DocsGen.Agents;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen pull DIR</c>: brings a folder to what is live. What was edited there is never overwritten: it is named, and left as it is.</summary>
internal sealed class PullCommand : DocsGenCommand
{
    private readonly Argument<string> folder = new("DIR") { Description = "A new or empty folder, or one that was pulled before" };
    private readonly Option<string?> space = SyncOptions.Space();

    public PullCommand(Terminal terminal)
        : base("pull", "Write the live docs of a space into a folder", terminal)
    {
        Arguments.Add(folder);
        Options.Add(space);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = session.Absolute(parsed.GetValue(folder)!);
        var record = Directory.Exists(path) ? PullRecord.Read(path) : null;
        if (record is null && (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())))
        {
            throw CliError.Usage("output.exists", $"{path} is not empty, and was not pulled from a space; name a new folder.");
        }

        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space) ?? record?.Space.Value, cancellationToken);
        if (record is not null && record.Space != found.Slug) throw CliError.Usage("push.other_space", $"{path} was pulled from '{record.Space}', not from '{found.Slug}'.");
        Directory.CreateDirectory(path);
        var pull = new FolderPull(session, path, record?.Files ?? []);
        var after = await session.Sync.Documents.PullAsync(found, record?.Cursor ?? Cursor.Zero, async (head, documents) =>
        {
            await foreach (var document in documents.WithCancellation(cancellationToken)) await pull.TakeAsync(document, cancellationToken);
            return head;
        }, cancellationToken);
        await new PullRecord(found.Slug, after.Cursor, pull.Files).WriteAsync(path, session.Terminal.NewId());
        session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{path} is at cursor {after.Cursor} of {found.Slug}: {pull.Written} written, {pull.Removed} removed, {pull.Files.Count} in all."));
        foreach (var merged in pull.Merged) session.Print.Line($"  {session.Print.Good("merged")}  {merged}: your edit and the new version, both");
        foreach (var kept in pull.Kept) session.Print.Line($"  {session.Print.Notable("kept")}  {kept}: it was edited here, and changed there; push it, and rebase");
        session.Print.Document("pull", json =>
        {
            json.WriteString("folder", path);
            json.WriteNumber("cursor", after.Cursor.Value);
            json.WriteBoolean("reset", after.Reset);
            json.WriteNumber("written", pull.Written);
            json.WriteNumber("removed", pull.Removed);
            json.WriteNumber("files", pull.Files.Count);
            json.WriteStartArray("merged");
            foreach (var merged in pull.Merged) json.WriteStringValue(merged);
            json.WriteEndArray();
            json.WriteStartArray("kept");
            foreach (var kept in pull.Kept) json.WriteStringValue(kept);
            json.WriteEndArray();
        });
        return pull.Kept.Count > 0 ? ExitCodes.Conflict : ExitCodes.Done;
    }

    /// <summary>A folder on its way to what is live.</summary>
    private sealed class FolderPull(Session session, string folder, IReadOnlyList<PulledFile> before)
    {
        private readonly Dictionary<FileId, PulledFile> held = before.ToDictionary(f => f.File);

        public IReadOnlyList<PulledFile> Files => [.. held.Values];

        public int Written { get; private set; }

        public int Removed { get; private set; }

        public List<string> Kept { get; } = [];

        public List<string> Merged { get; } = [];

        public async ValueTask TakeAsync(PulledDocument pulled, CancellationToken cancellationToken)
        {
            var document = pulled.Document;
            var old = held.GetValueOrDefault(document.File);
            var mine = old is null ? null : Local(old.Path);
            if (mine is not null && ContentHash.Of(mine) != old!.Hash && ContentHash.Of(mine) != document.Hash)
            {
                await MeetAsync(old, mine, pulled, cancellationToken);
                return;
            }

            // What lies at the new place and never was pulled is somebody's own, unless it is the same.
            if (!document.IsDeleted && old?.Path != document.Path && held.Values.All(f => f.Path != document.Path) && Local(document.Path) is { } there && ContentHash.Of(there) != document.Hash)
            {
                Kept.Add(document.Path.Value);
                return;
            }

            if (!document.IsDeleted) await WriteAsync(pulled, At(document.Path), cancellationToken);
            Leave(old, document);
        }

        // Whatever differs from what was pulled was edited here: it is merged, or it stays (C1); then the record keeps its version, so that a push of it has the right base.
        private async ValueTask MeetAsync(PulledFile old, byte[] mine, PulledDocument pulled, CancellationToken cancellationToken)
        {
            var document = pulled.Document;
            var live = document.Hash is { } hash ? await TextContent.ReadAsync(session.Contents, hash, cancellationToken) : null;
            if (live is null || FileMerge.Content(await TextContent.ReadAsync(session.Contents, old.Hash, cancellationToken), mine, live)?.Content is not { } merged)
            {
                Kept.Add(old.Path.Value);
                return;
            }

            using var content = new MemoryStream(merged, writable: false);
            Directory.CreateDirectory(Path.GetDirectoryName(At(document.Path))!);
            await OutputFile.ReplaceAsync(At(document.Path), content, session.Terminal.NewId(), cancellationToken);
            Merged.Add(document.Path.Value);
            if (old.Path.Fold != document.Path.Fold) File.Delete(At(old.Path));
            held[document.File] = new(document.File, document.Path, document.Version, document.Hash!.Value);
        }

        // The document's place is taken in the record, and the file where it was before goes, unless another took that place or somebody edited it.
        private void Leave(PulledFile? old, Document document)
        {
            held.Remove(document.File);
            if (!document.IsDeleted) held[document.File] = new(document.File, document.Path, document.Version, document.Hash!.Value);
            if (old is null || (!document.IsDeleted && old.Path.Fold == document.Path.Fold) || held.Values.Any(f => f.Path == old.Path)) return;
            if (Local(old.Path) is not { } bytes || ContentHash.Of(bytes) != old.Hash) return;
            File.Delete(At(old.Path));
            Removed++;
        }

        private async ValueTask WriteAsync(PulledDocument pulled, string target, CancellationToken cancellationToken)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var content = pulled.Content is { } bytes ? new MemoryStream(bytes.ToArray(), writable: false) : await session.Contents.OpenAsync(pulled.Document.Hash!.Value, cancellationToken);
            await OutputFile.ReplaceAsync(target, content, session.Terminal.NewId(), cancellationToken);
            Written++;
        }

        private byte[]? Local(ServerPath path) => File.Exists(At(path)) ? RegularFile.Read(At(path), int.MaxValue) : null;

        // A ServerPath cannot leave the folder; a link in the folder could (C4).
        private string At(ServerPath path)
        {
            var at = folder;
            foreach (var segment in path.Value.Split('/')[..^1])
            {
                at = Path.Combine(at, segment);
                if (new DirectoryInfo(at).LinkTarget is not null) throw CliError.Usage("pull.link", $"{at} is a link; nothing is written through it.");
            }

            return Path.Combine(at, Path.GetFileName(path.Value));
        }
    }
}
