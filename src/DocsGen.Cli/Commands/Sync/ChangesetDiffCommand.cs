using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen changeset diff N</c>: what it changes, against the versions that were edited.</summary>
internal sealed class ChangesetDiffCommand : DocsGenCommand
{
    private readonly Argument<string> id = SyncOptions.Changeset();
    private readonly Option<string?> space = SyncOptions.Space();
    private readonly Option<string?> file = new("--file") { Description = "Only this file, by path or number", HelpName = "F" };
    private readonly Option<bool> words = new("--words") { Description = "Show which words differ" };
    private readonly Option<bool> conflict = new("--conflict") { Description = "With --file: the merge with what is live, conflicts marked" };

    public ChangesetDiffCommand(Terminal terminal)
        : base("diff", "Show what a changeset changes", terminal)
    {
        Arguments.Add(id);
        foreach (var option in new Option[] { space, file, words, conflict }) Options.Add(option);
    }

    /// <summary>A file of a changeset by its path or its number.</summary>
    public static ChangesetFile Find(Changeset changeset, string named) =>
        changeset.Files.FirstOrDefault(f => f.Path.Value == named) ?? changeset.Files.FirstOrDefault(f => f.Number.ToString(CultureInfo.InvariantCulture) == named)
        ?? throw CliError.Usage("FILE_NOT_FOUND", $"Changeset {changeset.Id} has no file {named}. See 'docsgen changeset show {changeset.Id}'.");

    /// <summary>Prints what a file changes: what would be published, where it is decided, else what is proposed.</summary>
    public static async ValueTask PrintAsync(Session session, ChangesetFile file, bool words, CancellationToken cancellationToken)
    {
        var (before, after) = (await ReadAsync(session, file.BaseHash, cancellationToken), await ReadAsync(session, file.Decision?.Amended?.Hash ?? file.Hash, cancellationToken));
        var (nameBefore, nameAfter) = (file.BaseHash is null ? "nothing" : $"a/{file.BasePath ?? file.Path}", after is null ? "nothing" : $"b/{file.Path}");
        if (TextContent.Of(before ?? []) is { } a && TextContent.Of(after ?? []) is { } b)
        {
            var diff = TextDiff.Of(a, b);
            if (diff.Hunks.Count == 0) session.Print.Line($"{nameBefore} -> {nameAfter}: the content is the same");
            else DiffText.Print(session.Print, nameBefore, nameAfter, diff, words);
        }
        else session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{nameBefore} -> {nameAfter}: binary, {before?.Length ?? 0} bytes -> {after?.Length ?? 0} bytes"));
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var changeset = await ChangesetShowCommand.FindAsync(session, found, ChangesetId.Parse(parsed.GetValue(id)!), cancellationToken);
        var files = parsed.GetValue(file) is { } named ? [Find(changeset, named)] : changeset.Files;
        if (parsed.GetValue(conflict)) return await ConflictAsync(session, found, files, cancellationToken);
        var unified = new List<string?>();
        foreach (var one in files)
        {
            if (session.Print.Json) unified.Add(await UnifiedAsync(session, one, cancellationToken));
            else await PrintAsync(session, one, parsed.GetValue(words), cancellationToken);
        }

        session.Print.Document("changesetdiff", json =>
        {
            ChangesetJson.Write(json, changeset);
            json.WriteStartArray("diffs");
            foreach (var (one, text) in files.Zip(unified))
            {
                json.WriteStartObject();
                json.WriteNumber("id", one.Number);
                json.WriteString("unified", text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }

    private static async Task<int> ConflictAsync(Session session, Space space, IReadOnlyList<ChangesetFile> files, CancellationToken cancellationToken)
    {
        if (files.Count != 1) throw CliError.Usage("usage", "--conflict goes with --file.");
        var live = await session.Store.Sync.Documents.FindAsync(space.Id, [files[0].File], cancellationToken);
        var marked = FileMerge.Marked(
            await ReadAsync(session, files[0].BaseHash, cancellationToken),
            await ReadAsync(session, files[0].Decision?.Amended?.Hash ?? files[0].Hash, cancellationToken),
            await ReadAsync(session, live.Count > 0 ? live[0].Hash : null, cancellationToken));
        session.Print.Line((marked ?? throw CliError.Usage("diff.no_text", $"{files[0].Path} is no text.")).TrimEnd('\n'));
        session.Print.Document("conflict", json => json.WriteString("content", marked));
        return ExitCodes.Done;
    }

    private static async ValueTask<string?> UnifiedAsync(Session session, ChangesetFile file, CancellationToken cancellationToken)
    {
        var (before, after) = (await ReadAsync(session, file.BaseHash, cancellationToken), await ReadAsync(session, file.Decision?.Amended?.Hash ?? file.Hash, cancellationToken));
        return TextContent.Of(before ?? []) is { } a && TextContent.Of(after ?? []) is { } b ? UnifiedDiff.Write($"a/{file.BasePath ?? file.Path}", $"b/{file.Path}", TextDiff.Of(a, b)) : null;
    }

    private static async ValueTask<byte[]?> ReadAsync(Session session, ContentHash? hash, CancellationToken cancellationToken) =>
        hash is { } known ? await TextContent.ReadAsync(session.Store.Blobs, known, cancellationToken) : null;
}
