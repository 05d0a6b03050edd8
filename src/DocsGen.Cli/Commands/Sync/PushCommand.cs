using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen push DIR</c>: proposes what differs between a folder and a space as a changeset.</summary>
internal sealed class PushCommand : DocsGenCommand
{
    private readonly Argument<string> folder = new("DIR") { Description = "The folder; best one that 'docsgen pull' made" };
    private readonly Option<string?> space = SyncOptions.Space();
    private readonly Option<string?> message = SyncOptions.Message();
    private readonly Option<string> prefix = new("--prefix") { Description = "The folder of the space that DIR stands for", HelpName = "P", DefaultValueFactory = _ => "" };
    private readonly Option<bool> delete = new("--delete") { Description = "Of a folder that was not pulled: also delete live documents that it lacks" };
    private readonly Option<bool> massDelete = new("--allow-mass-delete") { Description = "Delete more than half of the documents" };
    private readonly Option<string?> id = new("--id") { Description = "The client's own id of this push (default: made from its content, so that the same push again is the same)", HelpName = "ID" };
    private readonly Option<bool> again = new("--again") { Description = "A new changeset even if the same was pushed before" };
    private readonly Option<string?> supersedes = new("--supersedes") { Description = "The changeset of yours that this one replaces", HelpName = "N" };
    private readonly Option<bool> supersedeMine = new("--supersede-mine") { Description = "Replace my open changesets whose files are all in this push" };
    private readonly Option<string?> mergePrompt = new("--merge-prompt") { Description = "A hint for whoever resolves conflicts", HelpName = "TEXT" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Store nothing; say what would be pushed, and what a publish would do" };

    public PushCommand(Terminal terminal)
        : base("push", "Propose a folder to a space, as a changeset", terminal)
    {
        Arguments.Add(folder);
        foreach (var option in new Option[] { space, message, prefix, delete, massDelete, id, again, supersedes, supersedeMine, mergePrompt, dryRun }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = session.Absolute(parsed.GetValue(folder)!);
        if (!Directory.Exists(path)) throw CliError.Usage("input.not_found", $"There is no folder {path}.");
        var record = PullRecord.Read(path);
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space) ?? record?.Space.Value, cancellationToken);
        if (record is not null && record.Space != found.Slug) throw CliError.Usage("push.other_space", $"{path} was pulled from '{record.Space}', not from '{found.Slug}'.");
        var sync = session.Store.Sync;
        var files = await new PushedFolder(sync, found, path, record).ReadAsync(parsed.GetValue(delete), parsed.GetValue(prefix)!.Trim('/'), cancellationToken);
        await GuardAsync(sync, found, files, parsed, cancellationToken);
        var request = new PushRequest
        {
            ClientId = "pending",
            Message = parsed.GetValue(message) ?? "",
            MergePrompt = parsed.GetValue(mergePrompt),
            Supersedes = parsed.GetValue(supersedes) is { } old ? ChangesetId.Parse(old) : null,
            SupersedesCovered = parsed.GetValue(supersedeMine),
            Files = files,
        };
        if (parsed.GetValue(dryRun)) return await DryRunAsync(session, found, request, cancellationToken);
        request = request with { ClientId = parsed.GetValue(id) ?? $"push-{request.Payload.Short}{(parsed.GetValue(again) ? $"-{session.Terminal.NewId()}" : "")}" };
        var pushed = SyncOptions.Value(await new PushChangeset(sync).ExecuteAsync(found, request, session.Actor, cancellationToken));
        Show(session, found, pushed);
        return ExitCodes.Done;
    }

    /// <summary>What a push gave, as every command that pushes says it.</summary>
    public static void Show(Session session, Space space, PushResult pushed)
    {
        var changeset = pushed.Changeset;
        session.Print.Line(pushed.Replayed
            ? $"The same was pushed before: changeset {session.Print.Bold(changeset.Id.ToString())} of {space.Slug}, {ChangesetText.Status(session.Print, changeset)}. --again makes a new one."
            : $"Changeset {session.Print.Bold(changeset.Id.ToString())} of {space.Slug}: {IssueCounts.Count(changeset.Files.Count, "file")}, {ChangesetText.Status(session.Print, changeset)}. Nothing live has changed.");
        ChangesetText.Next(session, space, changeset);
        session.Print.Document("push", json =>
        {
            ChangesetJson.Write(json, changeset);
            json.WriteBoolean("replayed", pushed.Replayed);
            json.WriteNumber("cursor", pushed.Space.Cursor.Value);
        });
    }

    // An empty or half-copied folder must not empty a space by accident (C6).
    private async ValueTask GuardAsync(SyncPorts sync, Space found, IReadOnlyList<PushedFile> files, ParseResult parsed, CancellationToken cancellationToken)
    {
        var deletes = files.Count(f => f.Operation == FileOperation.Delete);
        var live = (await sync.Documents.ListAsync(found.Id, cancellationToken)).Count;
        if (deletes == 0 || deletes * 2 <= live || parsed.GetValue(massDelete)) return;
        throw CliError.Usage("push.mass_delete", string.Create(CultureInfo.InvariantCulture, $"This push would delete {deletes} of {live} documents of '{found.Slug}'. Is the folder whole? --allow-mass-delete does it."));
    }

    private static async Task<int> DryRunAsync(Session session, Space found, PushRequest request, CancellationToken cancellationToken)
    {
        var report = SyncOptions.Value(await new DryRun(session.Store.Sync).OfPushAsync(found, request, session.Actor, cancellationToken));
        session.Print.Line($"Nothing was pushed. {IssueCounts.Count(request.Files.Count, "file")} would be; if all were accepted, a publish would say:");
        foreach (var (file, said) in request.Files.Zip(report.Files)) session.Print.Line($"  {(file.Operation == FileOperation.Delete ? "-" : file.BaseVersion == 0 ? "+" : "~")} {file.Path}  {said.Status}{(said.Reason is { } reason ? $": {PublishReasons.Explain(reason)} [{reason}]" : "")}");
        session.Print.Document("dryrun", json =>
        {
            json.WriteStartArray("files");
            foreach (var (file, said) in request.Files.Zip(report.Files))
            {
                json.WriteStartObject();
                json.WriteString("path", file.Path.Value);
                json.WriteString("opType", file.Operation.ToWire());
                json.WriteNumber("baseVersion", file.BaseVersion);
                json.WriteString("status", said.Status);
                if (said.Reason is { } reason) json.WriteString("reason", reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return report.HasConflicts ? ExitCodes.Conflict : ExitCodes.Done;
    }
}
