using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Cli.Commands.Sync;

/// <summary>What a file of a changeset changes: what would be published, where it is amended, else what is proposed; with its comments.</summary>
internal sealed record FileDiff
{
    public required string NameBefore { get; init; }

    public required string NameAfter { get; init; }

    public required byte[]? Before { get; init; }

    public required byte[]? After { get; init; }

    /// <summary>Null where a side is no text.</summary>
    public required TextDiff? Text { get; init; }

    /// <summary>Threads of the file, where they stand in what is shown.</summary>
    public required IReadOnlyList<CommentThread> Threads { get; init; }

    public string? Unified => Text is null ? null : UnifiedDiff.Write(NameBefore, NameAfter, Text);

    public static async ValueTask<FileDiff> ReadAsync(Session session, ChangesetFile file, IReadOnlyList<CommentThread> threads, CancellationToken cancellationToken)
    {
        var (before, after) = (await ReadAsync(session, file.BaseHash, cancellationToken), await ReadAsync(session, file.Proposed, cancellationToken));
        var diff = Compare(before, after);
        var mine = threads.Where(t => t.Root.File == file.Number).ToList();
        // Comments are about what was pushed; an amendment may have moved its lines.
        if (diff is not null && file.Proposed != file.Hash && Compare(await ReadAsync(session, file.Hash, cancellationToken), after) is { } amended) mine = [.. mine.Select(t => Moved(t, amended))];
        return new()
        {
            NameBefore = file.BaseHash is null ? "nothing" : $"a/{file.BasePath ?? file.Path}",
            NameAfter = after is null ? "nothing" : $"b/{file.Path}",
            Before = before,
            After = after,
            Text = diff,
            Threads = mine,
        };
    }

    /// <summary>Two contents by lines, either of which may be absent; null where one is no text.</summary>
    public static TextDiff? Compare(byte[]? before, byte[]? after) => TextContent.Of(before ?? []) is { } a && TextContent.Of(after ?? []) is { } b ? TextDiff.Of(a, b) : null;

    public static async ValueTask<byte[]?> ReadAsync(Session session, ContentHash? hash, CancellationToken cancellationToken) =>
        hash is { } known ? await TextContent.ReadAsync(session.Contents, known, cancellationToken) : null;

    /// <summary>The diff in words, comments under their lines.</summary>
    public IEnumerable<string> Lines(Printer print, bool words)
    {
        if (Text is { Hunks.Count: > 0 }) return words ? DiffText.Words(print, NameBefore, NameAfter, Text, Threads) : DiffText.Lines(print, NameBefore, NameAfter, Text, Threads);
        var same = Text is not null ? "the content is the same" : string.Create(CultureInfo.InvariantCulture, $"binary, {Before?.Length ?? 0} bytes -> {After?.Length ?? 0} bytes");
        return Threads.SelectMany(t => CommentText.Under(print, t)).Prepend($"{NameBefore} -> {NameAfter}: {same}");
    }

    private static CommentThread Moved(CommentThread thread, TextDiff diff) =>
        thread.Root.Lines is { } lines ? thread with { Root = thread.Root with { Lines = lines.Follow(diff).Lines } } : thread;
}
