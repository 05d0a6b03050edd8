using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen document list</c>.</summary>
internal sealed class DocumentListCommand : DocsGenCommand
{
    private readonly Option<string?> space = SyncOptions.Space();

    public DocumentListCommand(Terminal terminal)
        : base("list", "List the live documents of a space", terminal) => Options.Add(space);

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var documents = await session.Sync.Documents.ListAsync(found, cancellationToken);
        if (documents.Count == 0) session.Print.Line($"{found.Slug} has no live documents yet.");
        else
        {
            session.Print.Table(
                ["PATH", "VERSION", "BYTES", "ID"],
                [.. documents.Select(d => (IReadOnlyList<string>)[d.Path.Value, $"v{d.Version.ToString(CultureInfo.InvariantCulture)}", d.Size.ToString(CultureInfo.InvariantCulture), d.File.Value])]);
        }

        session.Print.Document("documents", json =>
        {
            json.WriteNumber("cursor", found.Cursor.Value);
            json.WriteStartArray("documents");
            foreach (var document in documents) ChangesetJson.Write(json, document);
            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }
}

/// <summary>A verb on one document and its versions.</summary>
internal abstract class DocumentVerb : DocsGenCommand
{
    private readonly Argument<string> document = new("DOCUMENT") { Description = "Its path, or its id" };
    private readonly Option<string?> space = SyncOptions.Space();

    protected DocumentVerb(string name, string description, Terminal terminal)
        : base(name, description, terminal)
    {
        Arguments.Add(document);
        Options.Add(space);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var file = await SyncOptions.FindDocumentAsync(session, found, parsed.GetValue(document)!, cancellationToken);
        return await ExecuteAsync(session, parsed, found, await session.Sync.Documents.HistoryAsync(found, file, cancellationToken), cancellationToken);
    }

    protected abstract Task<int> ExecuteAsync(Session session, ParseResult parsed, Space found, IReadOnlyList<DocumentVersion> history, CancellationToken cancellationToken);

    protected static DocumentVersion Pick(IReadOnlyList<DocumentVersion> history, int? version) => version is null
        ? history[^1]
        : history.FirstOrDefault(v => v.Version == version) ?? throw CliError.Usage("VERSION_NOT_FOUND", string.Create(CultureInfo.InvariantCulture, $"{history[^1].Path} has no version {version}; it has 1 to {history.Count}."));

    protected static async ValueTask<byte[]> ReadAsync(Session session, DocumentVersion version, CancellationToken cancellationToken) =>
        version.Hash is { } hash ? await TextContent.ReadAsync(session.Contents, hash, cancellationToken) : [];
}

/// <summary><c>docsgen document show</c>: the content of a version, on standard output.</summary>
internal sealed class DocumentShowCommand : DocumentVerb
{
    private readonly Option<int?> version = new("--version-number", "--at") { Description = "Which version (default: the live one)", HelpName = "N" };

    public DocumentShowCommand(Terminal terminal)
        : base("show", "Print a document", terminal) => Options.Add(version);

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, Space found, IReadOnlyList<DocumentVersion> history, CancellationToken cancellationToken)
    {
        var picked = Pick(history, parsed.GetValue(version));
        if (picked.Hash is null) throw new CliError("VERSION_DELETED", string.Create(CultureInfo.InvariantCulture, $"Version {picked.Version} of {picked.Path} is its delete. 'docsgen document history' shows the others."), ExitCodes.Conflict);
        var bytes = await ReadAsync(session, picked, cancellationToken);
        if (session.Print.Json)
        {
            session.Print.Document("document", json =>
            {
                json.WritePropertyName("version");
                ChangesetJson.Write(json, picked);
                if (TextContent.Of(bytes) is { } text) json.WriteString("content", text);
                else json.WriteBase64String("base64", bytes);
            });
            return ExitCodes.Done;
        }

        await using var output = session.Terminal.OpenOut();
        await output.WriteAsync(bytes, cancellationToken);
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen document history</c>: who made, reviewed and published each version, and from which run.</summary>
internal sealed class DocumentHistoryCommand(Terminal terminal) : DocumentVerb("history", "Show every version of a document, and where it came from", terminal)
{
    protected override Task<int> ExecuteAsync(Session session, ParseResult parsed, Space found, IReadOnlyList<DocumentVersion> history, CancellationToken cancellationToken)
    {
        session.Print.Table(
            ["VERSION", "PUBLISHED", "BY", "CHANGESET", "PUSHED BY", "REVIEWED BY", "CONTENT", "RUN"],
            [.. Enumerable.Reverse(history).Select(v => (IReadOnlyList<string>)[
                $"v{v.Version.ToString(CultureInfo.InvariantCulture)}", ChangesetText.Time(v.PublishedUtc), v.Publisher.Name, v.Changeset.ToString(), v.PushedBy.Name, string.Join(", ", v.Reviewers.Select(r => r.Name)),
                v.Hash is { } hash ? $"{hash.Short}  {v.Path}" : "deleted", Run(v.Provenance)])]);
        session.Print.Document("history", json =>
        {
            json.WriteStartArray("versions");
            foreach (var version in history) ChangesetJson.Write(json, version);
            json.WriteEndArray();
        });
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Run(Provenance? run) => run is null ? "" : $"{run.Run} {run.Execution}{(run.ApprovedBy is { } by ? $", approved by {by}" : "")}";
}

/// <summary><c>docsgen document diff</c>: two versions.</summary>
internal sealed class DocumentDiffCommand : DocumentVerb
{
    private readonly Option<int?> from = new("--from") { Description = "The earlier version (default: the one before --to)", HelpName = "N" };
    private readonly Option<int?> to = new("--to") { Description = "The later version (default: the last)", HelpName = "N" };
    private readonly Option<bool> words = new("--words") { Description = "Show which words differ" };
    private readonly Option<string?> html = new("--html") { Description = "Write it, side by side, into one HTML file", HelpName = "FILE" };

    public DocumentDiffCommand(Terminal terminal)
        : base("diff", "Compare two versions of a document", terminal)
    {
        foreach (var option in new Option[] { from, to, words, html }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, Space found, IReadOnlyList<DocumentVersion> history, CancellationToken cancellationToken)
    {
        var later = Pick(history, parsed.GetValue(to));
        if (later.Version == 1 && parsed.GetValue(from) is null) throw CliError.Usage("diff.one_version", $"{later.Path} has one version; there is nothing to compare it with.");
        var earlier = Pick(history, parsed.GetValue(from) ?? later.Version - 1);
        var (before, after) = (await ReadAsync(session, earlier, cancellationToken), await ReadAsync(session, later, cancellationToken));
        var diff = FileDiff.Compare(before, after);
        var (nameBefore, nameAfter) = (Label(earlier), Label(later));
        if (parsed.GetValue(html) is { } target)
        {
            if (parsed.GetValue(words)) throw CliError.Usage("usage", "--words and --html exclude each other: the page marks words always.");
            await WriteHtmlAsync(session, session.Absolute(target), earlier, later, diff);
        }
        else if (diff is null) session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{nameBefore} -> {nameAfter}: binary, {before.Length} bytes -> {after.Length} bytes"));
        else if (diff.Hunks.Count == 0) session.Print.Line($"{nameBefore} -> {nameAfter}: the content is the same");
        else DiffText.Print(session.Print, nameBefore, nameAfter, diff, parsed.GetValue(words));
        session.Print.Document("documentdiff", json =>
        {
            json.WriteNumber("from", earlier.Version);
            json.WriteNumber("to", later.Version);
            json.WriteString("unified", diff is null ? null : UnifiedDiff.Write(nameBefore, nameAfter, diff));
        });
        return ExitCodes.Done;
    }

    private static async Task WriteHtmlAsync(Session session, string target, DocumentVersion earlier, DocumentVersion later, TextDiff? diff)
    {
        var sides = string.Join(" → ", new[] { earlier, later }.Select(v => string.Create(
            CultureInfo.InvariantCulture, $"v{v.Version}{(v.Hash is null ? " (deleted)" : "")}, published by {v.Publisher.Name}, {ChangesetText.Time(v.PublishedUtc)}, changeset {v.Changeset}")));
        await OutputFile.ReplaceAsync(target, session.Terminal.NewId(), stream => DiffHtml.WriteAsync(stream, $"{Label(earlier)} to {Label(later)}", sides, html =>
            DiffHtml.WriteFileAsync(html, "files", later.Path.Value, diff is null ? "no text" : string.Create(CultureInfo.InvariantCulture, $"+{diff.Counts.Added} -{diff.Counts.Removed}"), open: true, () =>
                diff is null ? html.WriteAsync("<p class=\"mark\">This file is no UTF-8 text.</p>\n") : DiffHtml.WriteDiffAsync(html, later.Path.Value, diff, sides: (Label(earlier), Label(later))))));
        session.Print.Line($"{target}: {Label(earlier)} and {Label(later)}, side by side");
    }

    private static string Label(DocumentVersion version) => string.Create(CultureInfo.InvariantCulture, $"{version.Path}@v{version.Version}");
}

/// <summary><c>docsgen document restore</c>: proposes to bring a version back.</summary>
internal sealed class DocumentRestoreCommand : DocumentVerb
{
    private readonly Option<int> version = new("--to") { Description = "The version to bring back", HelpName = "N", Required = true };
    private readonly Option<string?> message = SyncOptions.Message();

    public DocumentRestoreCommand(Terminal terminal)
        : base("restore", "Propose to bring back an earlier version", terminal)
    {
        Options.Add(version);
        Options.Add(message);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, Space found, IReadOnlyList<DocumentVersion> history, CancellationToken cancellationToken)
    {
        var pushed = SyncOptions.Value(await session.Sync.Proposals.RestoreAsync(
            found, history[^1].File, parsed.GetValue(version), $"restore-{session.Terminal.NewId()}", parsed.GetValue(message), cancellationToken));
        PushCommand.Show(session, found, pushed);
        return ExitCodes.Done;
    }
}
