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
        var after = await session.Store.Sync.Documents.PullAsync(found.Id, record?.Cursor ?? Cursor.Zero, limit: null, async (head, documents) =>
        {
            await foreach (var document in documents.WithCancellation(cancellationToken)) await pull.TakeAsync(document, cancellationToken);
            return head;
        }, cancellationToken);
        await new PullRecord(found.Slug, after.Cursor, pull.Files).WriteAsync(path, session.Terminal.NewId());
        session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{path} is at cursor {after.Cursor} of {found.Slug}: {pull.Written} written, {pull.Removed} removed, {pull.Files.Count} in all."));
        foreach (var kept in pull.Kept) session.Print.Line($"  {session.Print.Notable("kept")}  {kept}: it was edited here, and changed there; push it, and rebase");
        session.Print.Document("pull", json =>
        {
            json.WriteString("folder", path);
            json.WriteNumber("cursor", after.Cursor.Value);
            json.WriteBoolean("reset", after.Reset);
            json.WriteNumber("written", pull.Written);
            json.WriteNumber("removed", pull.Removed);
            json.WriteNumber("files", pull.Files.Count);
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

        public async ValueTask TakeAsync(PulledDocument pulled, CancellationToken cancellationToken)
        {
            var document = pulled.Document;
            var old = held.GetValueOrDefault(document.File);
            // Whatever differs from what was pulled was edited here, and stays (C1); the record keeps its version, so that a push of it has the right base.
            if (old is not null && old.Version < document.Version && IsEdited(old) && Local(old.Path) is { } mine && ContentHash.Of(mine) != document.Hash)
            {
                Kept.Add(old.Path.Value);
                return;
            }

            var target = At(document.Path);
            if (!document.IsDeleted && old?.Path != document.Path && File.Exists(target) && !held.Values.Any(f => f.Path == document.Path))
            {
                Kept.Add(document.Path.Value);
                return;
            }

            if (!document.IsDeleted) await WriteAsync(pulled, target, cancellationToken);
            if (old is not null && (document.IsDeleted || old.Path.Fold != document.Path.Fold) && !held.Values.Any(f => f.File != document.File && f.Path == old.Path)) Remove(old);
            if (document.IsDeleted) held.Remove(document.File);
            else held[document.File] = new(document.File, document.Path, document.Version, document.Hash!.Value);
        }

        private async ValueTask WriteAsync(PulledDocument pulled, string target, CancellationToken cancellationToken)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var content = pulled.Content is { } bytes ? new MemoryStream(bytes.ToArray(), writable: false) : await session.Store.Blobs.OpenAsync(pulled.Document.Hash!.Value, cancellationToken);
            await OutputFile.ReplaceAsync(target, content, session.Terminal.NewId(), cancellationToken);
            Written++;
        }

        private void Remove(PulledFile file)
        {
            if (IsEdited(file)) return;
            File.Delete(At(file.Path));
            Removed++;
        }

        private bool IsEdited(PulledFile file) => Local(file.Path) is not { } bytes || ContentHash.Of(bytes) != file.Hash;

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
