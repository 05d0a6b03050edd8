using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen changeset diff N</c>: what it changes, against the versions that were edited.</summary>
internal sealed class ChangesetDiffCommand : DocsGenCommand
{
    private readonly Argument<string> id = SyncOptions.Changeset();
    private readonly Option<string?> space = SyncOptions.Space();
    private readonly Option<string?> file = new("--file") { Description = "Only this file, by path or number", HelpName = "F" };
    private readonly Option<bool> words = new("--words") { Description = "Show which words differ" };
    private readonly Option<bool> conflict = new("--conflict") { Description = "With --file: the merge with what is live, conflicts marked" };
    private readonly Option<string?> html = new("--html") { Description = "Write it, side by side, into one HTML file", HelpName = "FILE" };

    public ChangesetDiffCommand(Terminal terminal)
        : base("diff", "Show what a changeset changes", terminal)
    {
        Arguments.Add(id);
        foreach (var option in new Option[] { space, file, words, conflict, html }) Options.Add(option);
    }

    /// <summary>A file of a changeset by its path or its number.</summary>
    public static ChangesetFile Find(Changeset changeset, string named) =>
        changeset.Files.FirstOrDefault(f => f.Path.Value == named) ?? changeset.Files.FirstOrDefault(f => f.Number.ToString(CultureInfo.InvariantCulture) == named)
        ?? throw CliError.Usage("FILE_NOT_FOUND", $"Changeset {changeset.Id} has no file {named}. See 'docsgen changeset show {changeset.Id}'.");

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var changeset = ChangesetId.Parse(parsed.GetValue(id)!);
        var marked = SyncOptions.Value(await session.Sync.Changesets.MarkAsync(found, changeset, cancellationToken));
        var files = parsed.GetValue(file) is { } named ? [Find(marked.Changeset, named)] : marked.Changeset.Files;
        if (parsed.GetValue(conflict)) return await ConflictAsync(session, found, files, cancellationToken);
        var threads = CommentThread.Of(await session.Sync.Changesets.CommentsAsync(found, changeset, cancellationToken));
        if (parsed.GetValue(html) is { } target)
        {
            if (parsed.GetValue(words)) throw CliError.Usage("usage", "--words and --html exclude each other: the page marks words always.");
            var path = session.Absolute(target);
            await OutputFile.ReplaceAsync(path, session.Terminal.NewId(), stream => new ChangesetHtml(session, found, marked, threads).WriteAsync(stream, files, cancellationToken));
            session.Print.Line($"{path}: {IssueCounts.Count(files.Count, "file")}, side by side");
        }
        else if (!session.Print.Json) await PrintAsync(session, marked, files, threads, parsed.GetValue(words), cancellationToken);

        if (session.Print.Json) await WriteJsonAsync(session, marked, files, threads, cancellationToken);
        return ExitCodes.Done;
    }

    private static async Task PrintAsync(Session session, MarkedChangeset marked, IReadOnlyList<ChangesetFile> files, IReadOnlyList<CommentThread> threads, bool words, CancellationToken cancellationToken)
    {
        foreach (var one in files)
        {
            if (ChangesetText.Behind(one, marked.Marks.GetValueOrDefault(one.Number)?.Live) is not null && marked.Marks.TryGetValue(one.Number, out var marks))
            {
                session.Print.Line($"{one.Path} is {ChangesetText.Marks(session.Print, one, marks).First()}");
            }

            var diff = await FileDiff.ReadAsync(session, one, threads, cancellationToken);
            foreach (var line in diff.Lines(session.Print, words)) session.Print.Line(line);
        }

        if (files.Count < marked.Changeset.Files.Count) return;
        foreach (var thread in threads.Where(t => t.Root.File is null)) CommentText.Print(session.Print, marked.Changeset, thread);
    }

    private static async Task WriteJsonAsync(Session session, MarkedChangeset marked, IReadOnlyList<ChangesetFile> files, IReadOnlyList<CommentThread> threads, CancellationToken cancellationToken)
    {
        var diffs = new List<FileDiff>();
        var meanwhile = new List<string?>();
        foreach (var one in files)
        {
            diffs.Add(await FileDiff.ReadAsync(session, one, threads, cancellationToken));
            var live = marked.Marks.GetValueOrDefault(one.Number)?.Live;
            meanwhile.Add(live is null || live.Version == one.BaseVersion ? null : Unified(one, live, FileDiff.Compare(diffs[^1].Before, await FileDiff.ReadAsync(session, live.Hash, cancellationToken))));
        }

        session.Print.Document("changesetdiff", json =>
        {
            ChangesetJson.Write(json, marked.Changeset);
            json.WriteStartArray("diffs");
            for (var i = 0; i < files.Count; i++)
            {
                json.WriteStartObject();
                json.WriteNumber("id", files[i].Number);
                json.WriteString("path", files[i].Path.Value);
                json.WriteString("unified", diffs[i].Unified);
                if (marked.Marks.TryGetValue(files[i].Number, out var marks)) Write(json, files[i], marks, meanwhile[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            ChangesetJson.Write(json, threads);
        });
    }

    private static string? Unified(ChangesetFile one, Document live, Core.Text.Diff.TextDiff? diff) => diff is null ? null : Core.Text.Diff.UnifiedDiff.Write(
        string.Create(CultureInfo.InvariantCulture, $"{one.BasePath ?? one.Path}@v{one.BaseVersion}"), string.Create(CultureInfo.InvariantCulture, $"{live.Path}@v{live.Version}"), diff);

    private static void Write(Utf8JsonWriter json, ChangesetFile one, FileMarks marks, string? meanwhile)
    {
        json.WriteBoolean("behind", ChangesetText.Behind(one, marks.Live) is not null);
        if (marks.Live is { } live) json.WriteNumber("currentVersion", live.Version);
        if (marks.MergesCleanly is { } clean) json.WriteBoolean("mergesCleanly", clean);
        if (marks.Obstacle is { } obstacle) json.WriteString("conflict", obstacle);
        if (meanwhile is not null) json.WriteString("unifiedCurrent", meanwhile);
        json.WriteStartArray("checks");
        foreach (var error in marks.Errors)
        {
            json.WriteStartObject();
            json.WriteNumber("line", error.Line);
            json.WriteString("rule", error.Rule);
            json.WriteString("message", error.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static async Task<int> ConflictAsync(Session session, Space space, IReadOnlyList<ChangesetFile> files, CancellationToken cancellationToken)
    {
        if (files.Count != 1) throw CliError.Usage("usage", "--conflict goes with --file.");
        var live = await session.Sync.Documents.FindAsync(space, [files[0].File], cancellationToken);
        var marked = FileMerge.Marked(
            await FileDiff.ReadAsync(session, files[0].BaseHash, cancellationToken),
            await FileDiff.ReadAsync(session, files[0].Proposed, cancellationToken),
            await FileDiff.ReadAsync(session, live.Count > 0 ? live[0].Hash : null, cancellationToken));
        session.Print.Line((marked ?? throw CliError.Usage("diff.no_text", $"{files[0].Path} is no text.")).TrimEnd('\n'));
        session.Print.Document("conflict", json => json.WriteString("content", marked));
        return ExitCodes.Done;
    }
}
