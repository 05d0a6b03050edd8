using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Text.Diff;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Validate;

/// <summary>Shows what can be mended as a diff, asks, and writes. A file that changed in between is left alone.</summary>
internal sealed class FolderFix(Session session, ValidatedFolder folder, bool agreed)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var read = MarkdownFolder.Read(folder.Path, folder.Held.Settings, cancellationToken);
        var result = FolderValidation.Validate(folder.Request(read), cancellationToken);
        var mended = Fixes.For(read.Documents, read.Others, result.Issues);
        if (mended.Count == 0)
        {
            session.Print.Line("Nothing can be mended mechanically.\n");
            return;
        }

        foreach (var document in mended) Show(document);
        var (issues, files) = (IssueCounts.Count(mended.Sum(m => m.Mended.Count), "issue"), IssueCounts.Count(mended.Count, "file"));
        if (!agreed && !Asked($"Mend {issues} in {files}? [y/N] "))
        {
            session.Print.Line($"{(session.Terminal.ReadLine is null ? "--fix --yes would mend" : "Nothing was changed;")} {issues} in {files}{(session.Terminal.ReadLine is null ? "; nothing was changed" : " can be mended")}.\n");
            return;
        }

        foreach (var document in mended) await WriteAsync(document, cancellationToken);
        session.Print.Line($"Mended {issues} in {files}.\n");
    }

    private void Show(FixedDocument document)
    {
        var diff = TextDiff.Of(System.Text.Encoding.UTF8.GetString(document.Before.Bytes.Span), System.Text.Encoding.UTF8.GetString(document.After.Span));
        DiffText.Print(session.Print, document.Before.Name, document.Before.Name, diff, words: false);
        session.Print.Line();
    }

    private bool Asked(string question)
    {
        if (session.Terminal.ReadLine is not { } answer) return false;
        session.Print.Ask(question);
        return answer()?.Trim() is "y" or "Y" or "yes";
    }

    private async Task WriteAsync(FixedDocument document, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder.Path, document.Before.Name);
        if (!FileInput.Read(path, DocumentSource.MaxBytes).AsSpan().SequenceEqual(document.Before.Bytes.Span)) throw CliError.Usage("fix.changed", $"{path} changed in the meantime; what was mended before it stays. Run --fix again.");
        using var bytes = new MemoryStream(document.After.ToArray());
        await OutputFile.ReplaceAsync(path, bytes, session.Terminal.NewId(), cancellationToken);
    }
}
