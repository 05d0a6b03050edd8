using System.Diagnostics;
using System.Globalization;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;

namespace DocsGen.Cli.Commands.Sync;

/// <summary>Opens a file of a changeset in the reviewer's own editor. What was typed is kept until it is accepted: a refusal takes no work away.</summary>
internal sealed class ReviewEditor(Session session)
{
    private readonly Dictionary<long, byte[]> drafts = [];

    /// <summary>Lets the reviewer edit; null, after a word about why, where there is nothing to decide.</summary>
    public async ValueTask<(byte[] Content, int? Against)?> EditAsync(ChangesetFile file, FileMarks? marks, CancellationToken cancellationToken)
    {
        if (file.Proposed is null) return Not("There is nothing to edit: this deletes the file.");
        var command = new[] { "VISUAL", "EDITOR" }.Select(v => session.Terminal.Environment.GetValueOrDefault(v)).FirstOrDefault(v => !string.IsNullOrWhiteSpace(v));
        if (command is null) return Not("Say which editor to open with the environment variable EDITOR, such as EDITOR=nano.");
        var (start, against) = await StartAsync(file, marks, cancellationToken);
        if (against is { } version && !marks!.Live!.IsDeleted) session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"You edit the merge with v{version}, which is live."));
        var (edited, exit) = await RunAsync(command, file, drafts.GetValueOrDefault(file.Number, start), cancellationToken);
        if (exit != 0) return Not($"{command} ended with {exit.ToString(CultureInfo.InvariantCulture)}; nothing was decided.");
        if (edited.AsSpan().SequenceEqual(start)) return Not("Nothing changed, so nothing was decided.");
        drafts[file.Number] = edited;
        return (edited, against);
    }

    /// <summary>Forgets what was typed, once it is stored.</summary>
    public void Done(long file) => drafts.Remove(file);

    // Where the document changed meanwhile, the reviewer settles that: what they save counts against the version that is live.
    private async ValueTask<(byte[] Content, int? Against)> StartAsync(ChangesetFile file, FileMarks? marks, CancellationToken cancellationToken)
    {
        var proposed = (await FileDiff.ReadAsync(session, file.Proposed, cancellationToken))!;
        if (marks?.Live is not { } live || live.Version == file.BaseVersion) return (proposed, null);
        var current = await FileDiff.ReadAsync(session, live.Hash, cancellationToken);
        return current is not null && FileMerge.Marked(await FileDiff.ReadAsync(session, file.BaseHash, cancellationToken), proposed, current) is { } merged
            ? (TextContent.Bytes(merged), live.Version)
            : (proposed, live.Version);
    }

    private static async ValueTask<(byte[] Edited, int Exit)> RunAsync(string command, ChangesetFile file, byte[] content, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("docsgen-review").FullName;
        try
        {
            var path = Path.Combine(folder, Path.GetFileName(file.Path.Value));
            await File.WriteAllBytesAsync(path, content, cancellationToken);
            // The variable is a command line by custom, such as "code --wait"; the path travels as an argument of its own.
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{command} \"$1\"", "sh", path]) { UseShellExecute = false })!;
            await process.WaitForExitAsync(cancellationToken);
            return (await File.ReadAllBytesAsync(path, cancellationToken), process.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private (byte[], int?)? Not(string why)
    {
        session.Print.Line(why);
        return null;
    }
}
