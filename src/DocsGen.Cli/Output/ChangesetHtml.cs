using DocsGen.Cli.Commands.Sync;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using static DocsGen.Cli.Output.DiffHtml;

namespace DocsGen.Cli.Output;

/// <summary>
/// A changeset as a page: what each file changes, what became of its document meanwhile where it is behind, marks and comments. Each file is read when it is written,
/// and then let go.
/// </summary>
internal sealed class ChangesetHtml(Session session, Space space, MarkedChangeset marked, IReadOnlyList<CommentThread> threads)
{
    // Nothing is coloured here: the same words as in a terminal.
    private readonly Printer plain = new(session.Terminal with { OutIsTerminal = false }, json: false, quiet: true);

    public Task WriteAsync(Stream stream, IReadOnlyList<ChangesetFile> files, CancellationToken cancellationToken)
    {
        var changeset = marked.Changeset;
        var title = $"Changeset {changeset.Id} of {space.Name}{(changeset.Message.Length == 0 ? "" : $": {changeset.Message.Split('\n')[0]}")}";
        return DiffHtml.WriteAsync(stream, title, $"{ChangesetText.Status(plain, changeset)}, pushed by {changeset.PushedBy.Name}, {ChangesetText.Time(changeset.CreatedUtc)}", async html =>
        {
            foreach (var thread in threads.Where(t => t.Root.File is null)) await html.WriteAsync(Thread(thread) + "\n");
            await WriteFilesHeadingAsync(html, Text($"Files: {files.Count}"));
            await html.WriteAsync("<nav aria-label=\"Files\"><ol>\n");
            foreach (var file in files) await html.WriteAsync(Text($"<li><a href=\"#f{file.Number}\">{E(file.Path.Value)}</a><span class=\"n\">{E(Counts(file))}</span></li>\n"));
            await html.WriteAsync("</ol></nav>\n");
            foreach (var file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await WriteAsync(html, file, cancellationToken);
            }
        });
    }

    private Task WriteAsync(StreamWriter html, ChangesetFile file, CancellationToken cancellationToken) => WriteFileAsync(html, Text($"f{file.Number}"), file.Path.Value, Counts(file), open: true, async () =>
    {
        var marks = marked.Marks.GetValueOrDefault(file.Number);
        foreach (var mark in ChangesetText.Marks(plain, file, marks)) await html.WriteAsync($"<p class=\"mark\">{E(mark)}</p>\n");
        var diff = await FileDiff.ReadAsync(session, file, threads, cancellationToken);
        foreach (var thread in diff.Threads.Where(t => t.Root.Lines is null || diff.Text is null)) await html.WriteAsync($"<div class=\"mark\">{Thread(thread)}</div>\n");
        if (diff.Text is null) await html.WriteAsync($"<p class=\"mark\">{E(string.Join('\n', diff.Lines(plain, words: false).Take(1)))}</p>\n");
        else await WriteDiffAsync(html, $"{file.Path}: {diff.NameBefore} to {diff.NameAfter}", diff.Text, diff.Threads.Where(t => t.Root.Lines is not null).ToLookup(t => t.Root.Lines!.Value.To, Thread), (Base(file), Proposal(file)));
        if (ChangesetText.Behind(file, marks?.Live) is null || marks!.Live is not { } live || FileDiff.Compare(diff.Before, await FileDiff.ReadAsync(session, live.Hash, cancellationToken)) is not { } meanwhile) return;
        var what = live.IsDeleted ? Text($"deleted in v{live.Version}") : Text($"from v{file.BaseVersion} to v{live.Version}");
        await html.WriteAsync($"<h3>What became of it meanwhile: {E(what)}</h3>\n");
        await WriteDiffAsync(html, $"{file.Path}, meanwhile {what}", meanwhile, sides: (Base(file), Text($"v{live.Version}, live")));
    });

    private static string Base(ChangesetFile file) => file.BaseVersion == 0 ? "nothing" : Text($"v{file.BaseVersion}");

    private static string Proposal(ChangesetFile file) => file.Decision is { Kind: DecisionKind.Amend } amended ? $"amended by {amended.By.Name}" : file.Hash is null ? "deleted" : "proposed";

    private string Counts(ChangesetFile file) => $"{ChangesetText.Change(file)}, {ChangesetText.Lines(plain, file)}{(file.Decision is null ? "" : $", {ChangesetText.Decision(plain, file)}")}"
        + (ChangesetText.Behind(file, marked.Marks.GetValueOrDefault(file.Number)?.Live) is null || !marked.Marks.ContainsKey(file.Number) ? "" : ", behind");

    private static string Thread(CommentThread thread)
    {
        var place = thread.Root.Lines is { } lines ? $" on {CommentText.Place(lines)}" : "";
        var replies = thread.Replies.Select(r => $"<div class=\"reply\"><p class=\"by\">{E($"answer {Text($"{r.Id}")} by {r.By.Name}, {ChangesetText.Time(r.Utc)}")}</p><p>{E(r.Text)}</p></div>");
        return $"<div class=\"thread{(thread.IsOpen ? "" : " done")}\"><p class=\"by\">{E($"comment {Text($"{thread.Root.Id}")}{place} by {thread.Root.By.Name}, {ChangesetText.Time(thread.Root.Utc)}, {CommentText.State(thread)}")}</p><p>{E(thread.Root.Text)}</p>{string.Concat(replies)}</div>";
    }
}
