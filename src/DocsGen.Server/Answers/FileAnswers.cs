using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Text;
using DocsGen.Server.Auth;

namespace DocsGen.Server.Answers;

/// <summary>The files of a changeset with their contents: base, incoming, current, and what a merge would give.</summary>
internal sealed class FileAnswers(SyncCall call, bool withContent)
{
    /// <summary>Files in the order of the changeset.</summary>
    public async ValueTask<IReadOnlyList<FileWire>> OfAsync(Changeset changeset, IReadOnlyList<ChangesetFile> files)
    {
        var live = (await call.Ports.Documents.FindAsync(call.Space.Id, [.. files.Select(f => f.File)], call.Aborted)).ToDictionary(d => d.File);
        var answers = new List<FileWire>(files.Count);
        foreach (var file in files) answers.Add(await OfAsync(changeset, file, live.GetValueOrDefault(file.File)));
        return answers;
    }

    private async ValueTask<FileWire> OfAsync(Changeset changeset, ChangesetFile file, Document? live)
    {
        var behind = file.Applied is null && (live?.Version ?? 0) != file.BaseVersion;
        var (before, incoming, current) = (await BytesAsync(file.BaseHash), await BytesAsync(file.Hash), await BytesAsync(live?.Hash));
        return new()
        {
            Id = file.Number,
            CommitId = changeset.Id.Value,
            FileId = file.File.Value,
            DocJrn = SyncRoutes.DocJrn(file.File.Value),
            ServerPath = file.Path.Value,
            BaseContent = Text(before),
            BaseVersion = file.BaseVersion,
            IncomingContent = Text(incoming),
            IncomingContentHash = incoming is null ? null : Wyhash.Hex(incoming),
            Sha256 = file.Hash?.Value,
            OpType = file.Operation.ToWire(),
            CreatedAt = Wire.Time(changeset.CreatedUtc),
            CurrentContent = Text(current),
            CurrentVersion = live?.Version,
            CurrentServerPath = live is { IsDeleted: false } ? live.Path.Value : null,
            CurrentStatus = live is null or { IsDeleted: true } ? "missing" : live.Path != (file.BasePath ?? file.Path) ? "moved" : "ok",
            LatestReview = file.Decision is { } decision ? Wire.Review(file, decision, Text(await BytesAsync(decision.Amended?.Hash))) : null,
            Behind = behind,
            MergePreview = behind && withContent ? Preview(before, incoming, current) : null,
            LineAdditions = file.Lines?.Added,
            LineDeletions = file.Lines?.Removed,
            Size = file.Size,
            BaseSha256 = file.BaseHash?.Value,
            BaseServerPath = file.BasePath?.Value,
            Applied = file.Applied is { } applied ? new(applied.Version, applied.Sequence) : null,
            Decisions = [.. file.Decisions.Select(Wire.Decision)],
            Provenance = Wire.Provenance(file.Provenance),
            Current = live is null ? null : SpaceWires.Of(live),
        };
    }

    private static MergePreviewWire Preview(byte[]? before, byte[]? incoming, byte[]? current) => FileMerge.Content(before, incoming, current) is { } merged
        ? new(Text(merged.Content), HasConflict: false)
        : new(FileMerge.Marked(before, incoming, current), HasConflict: true);

    private async ValueTask<byte[]?> BytesAsync(ContentHash? hash) => withContent && hash is { } known ? await TextContent.ReadAsync(call.Ports.Blobs, known, call.Aborted) : null;

    private static string? Text(byte[]? bytes) => bytes is null ? null : TextContent.Of(bytes);
}
