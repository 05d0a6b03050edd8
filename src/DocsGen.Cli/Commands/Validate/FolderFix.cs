using DocsGen.Agents;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Text.Diff;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Validate;

/// <summary>
/// Shows what can be mended as a diff, asks, and writes. A file that changed in between is left alone, and so is one with more names (hard links): writing it
/// as a whole would part it from them, and writing in place could leave half of it. What is said goes beside the result where programs read that.
/// </summary>
internal sealed class FolderFix(Session session, ValidatedFolder folder, bool agreed, bool apart)
{
    private readonly Printer print = apart ? new(session.Terminal with { Out = session.Terminal.Error, OutIsTerminal = session.Terminal.ErrorIsTerminal }, json: false, quiet: false) : session.Print;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var read = MarkdownFolder.Read(folder.Path, folder.Held.Settings, cancellationToken);
        var result = FolderValidation.Validate(folder.Request(read), cancellationToken);
        var byNames = Fixes.For(read.Documents, read.Others, result.Issues).ToLookup(f => FileEntry.Of(PathOf(f)).Names > 1);
        foreach (var linked in byNames[true]) print.Line($"{linked.Before.Name} is left alone: the file has more names (hard links), and would change under this one only. Mend it by hand.\n");
        var mended = byNames[false].ToList();
        if (mended.Count == 0)
        {
            print.Line("Nothing can be mended mechanically.\n");
            return;
        }

        foreach (var document in mended) Show(document);
        var (issues, files) = (IssueCounts.Count(mended.Sum(m => m.Mended.Count), "issue"), IssueCounts.Count(mended.Count, "file"));
        if (!agreed && !Asked($"Mend {issues} in {files}? [y/N] "))
        {
            print.Line($"{(session.Terminal.ReadLine is null ? "--fix --yes would mend" : "Nothing was changed;")} {issues} in {files}{(session.Terminal.ReadLine is null ? "; nothing was changed" : " can be mended")}.\n");
            return;
        }

        foreach (var document in mended) await WriteAsync(document, cancellationToken);
        print.Line($"Mended {issues} in {files}.\n");
    }

    private void Show(FixedDocument document)
    {
        var diff = TextDiff.Of(System.Text.Encoding.UTF8.GetString(document.Before.Bytes.Span), System.Text.Encoding.UTF8.GetString(document.After.Span));
        var name = ShownText.Escape(document.Before.Name);
        DiffText.Print(print, name, name, diff, words: false);
        print.Line();
    }

    private bool Asked(string question)
    {
        if (session.Terminal.ReadLine is not { } answer) return false;
        print.Ask(question);
        return answer()?.Trim() is "y" or "Y" or "yes";
    }

    private string PathOf(FixedDocument document) => Path.Combine(folder.Path, document.Before.Name);

    // Written beside it and put in its place, so that at any time it is as it was or as it shall be.
    private async Task WriteAsync(FixedDocument document, CancellationToken cancellationToken)
    {
        var path = PathOf(document);
        if (!FileInput.Read(path, DocumentSource.MaxBytes).AsSpan().SequenceEqual(document.Before.Bytes.Span)) throw CliError.Usage("fix.changed", $"{path} changed in the meantime; what was mended before it stays. Run --fix again.");
        var temp = Path.Combine(Path.GetDirectoryName(path)!, $".docsgen-{session.Terminal.NewId()}");
        try
        {
            await using (var file = new FileStream(temp, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                await file.WriteAsync(document.After, cancellationToken);
                await file.FlushAsync(cancellationToken);
                FileEntry.Sync(file.SafeFileHandle, temp);
            }

            // Only root can give a file to another; then the mode, which that would change.
            _ = FileEntry.Of(path).TryGive(temp);
            File.SetUnixFileMode(temp, File.GetUnixFileMode(path));
            File.Move(temp, path, overwrite: true);
        }
        finally
        {
            File.Delete(temp);
        }
    }
}
