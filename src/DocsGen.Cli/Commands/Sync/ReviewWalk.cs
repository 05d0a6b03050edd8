using System.Diagnostics;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;

namespace DocsGen.Cli.Commands.Sync;

/// <summary>Shows the undecided files of a changeset one by one, and takes one key for each.</summary>
internal sealed class ReviewWalk(Session session, Space space, ReviewChangeset use)
{
    public async ValueTask<Changeset> WalkAsync(Changeset changeset, CancellationToken cancellationToken)
    {
        var files = changeset.Files.Where(f => f is { Applied: null, Decision: null }).ToList();
        if (files.Count == 0) session.Print.Line("Every file is decided. --accept F or --reject F changes a decision.");
        for (var at = 0; at < files.Count;)
        {
            var file = files[at];
            session.Print.Line();
            session.Print.Line(session.Print.Bold(string.Create(CultureInfo.InvariantCulture, $"{at + 1} of {files.Count}  {file.Path}  ({ChangesetText.Change(file)})")));
            await ChangesetDiffCommand.PrintAsync(session, file, words: false, cancellationToken);
            session.Print.Line($"{session.Print.Bold("a")}ccept  {session.Print.Bold("r")}eject  {session.Print.Bold("e")}dit, then accept  {session.Print.Bold("s")}kip  {session.Print.Bold("b")}ack  {session.Print.Bold("q")}uit");
            switch (session.Terminal.ReadKey!())
            {
                case 'a':
                    changeset = await DecideAsync(changeset, new() { File = file.Number, Kind = DecisionKind.Accept, Seen = file.Bound }, null, cancellationToken);
                    at++;
                    break;
                case 'r':
                    changeset = await DecideAsync(changeset, new() { File = file.Number, Kind = DecisionKind.Reject, Seen = file.Bound }, null, cancellationToken);
                    at++;
                    break;
                case 'e' when file.Hash is not null:
                    changeset = await EditAsync(changeset, file, cancellationToken);
                    at++;
                    break;
                case 's':
                    at++;
                    break;
                case 'b':
                    at = Math.Max(at - 1, 0);
                    break;
                case 'q' or null:
                    return changeset;
            }
        }

        return changeset;
    }

    private async ValueTask<Changeset> DecideAsync(Changeset changeset, FileReview review, byte[]? amended, CancellationToken cancellationToken) =>
        SyncOptions.Value(await use.ExecuteAsync(space, changeset.Id, [(review, amended)], session.Actor, cancellationToken));

    private async ValueTask<Changeset> EditAsync(Changeset changeset, ChangesetFile file, CancellationToken cancellationToken)
    {
        var editor = session.Terminal.Environment.GetValueOrDefault("VISUAL") ?? session.Terminal.Environment.GetValueOrDefault("EDITOR")
            ?? throw CliError.Usage("editor.unknown", "Say which editor to open with the environment variable EDITOR.");
        var folder = Directory.CreateTempSubdirectory("docsgen-review").FullName;
        try
        {
            var path = Path.Combine(folder, Path.GetFileName(file.Path.Value));
            await File.WriteAllBytesAsync(path, await TextContent.ReadAsync(session.Store.Blobs, file.Hash!.Value, cancellationToken), cancellationToken);
            // The variable is a command line by custom, such as "code --wait"; the path travels as an argument of its own.
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{editor} \"$1\"", "sh", path]) { UseShellExecute = false })!;
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0) throw CliError.Usage("editor.failed", $"{editor} ended with {process.ExitCode.ToString(CultureInfo.InvariantCulture)}; nothing was decided.");
            return await DecideAsync(changeset, new() { File = file.Number, Kind = DecisionKind.Amend, Seen = file.Bound }, await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
