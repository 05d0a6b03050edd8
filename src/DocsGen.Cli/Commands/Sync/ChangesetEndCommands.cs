using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen changeset rebase N</c>: moves it onto what is live.</summary>
internal sealed class ChangesetRebaseCommand : DocsGenCommand
{
    private readonly Argument<string> id = SyncOptions.Changeset();
    private readonly Option<string?> space = SyncOptions.Space();

    public ChangesetRebaseCommand(Terminal terminal)
        : base("rebase", "Merge a changeset with what is live now", terminal)
    {
        Arguments.Add(id);
        Options.Add(space);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var result = SyncOptions.Value(await session.Sync.Reviews.RebaseAsync(found, ChangesetId.Parse(parsed.GetValue(id)!), cancellationToken));
        var (print, changeset) = (session.Print, result.Changeset);
        print.Line(string.Create(CultureInfo.InvariantCulture, $"changeset {changeset.Id} is {ChangesetText.Status(print, changeset)}: {IssueCounts.Count(result.Moved.Count, "file")} moved, {result.Conflicts.Count} in conflict"));
        foreach (var number in result.Moved) print.Line($"  {print.Good("moved")}     {changeset.Find(number)!.Path}{(changeset.Find(number)!.Decision is null ? "" : ", its decision is kept")}");
        foreach (var number in result.Conflicts)
        {
            print.Line($"  {print.Bad("conflict")}  {changeset.Find(number)!.Path}");
            print.Line($"            {session.Next.Named($"changeset diff {changeset.Id} --file {changeset.Find(number)!.Path} --conflict --space {found.Slug}")} shows it; then review --amend ... --against the live version");
        }

        print.Document("rebase", json =>
        {
            ChangesetJson.Write(json, changeset);
            json.WriteStartArray("moved");
            foreach (var number in result.Moved) json.WriteNumberValue(number);
            json.WriteEndArray();
            json.WriteStartArray("conflicts");
            foreach (var number in result.Conflicts) json.WriteNumberValue(number);
            json.WriteEndArray();
        });
        return result.Conflicts.Count > 0 ? ExitCodes.Conflict : ExitCodes.Done;
    }
}

/// <summary><c>docsgen changeset revert N</c>: proposes to undo it.</summary>
internal sealed class ChangesetRevertCommand : DocsGenCommand
{
    private readonly Argument<string> id = SyncOptions.Changeset();
    private readonly Option<string?> space = SyncOptions.Space();
    private readonly Option<string?> message = SyncOptions.Message();

    public ChangesetRevertCommand(Terminal terminal)
        : base("revert", "Propose to undo a published changeset", terminal)
    {
        Arguments.Add(id);
        Options.Add(space);
        Options.Add(message);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var changeset = ChangesetId.Parse(parsed.GetValue(id)!);
        var pushed = SyncOptions.Value(await session.Sync.Proposals.RevertAsync(found, changeset, $"revert-{changeset}-{session.Terminal.NewId()}", parsed.GetValue(message), cancellationToken));
        PushCommand.Show(session, found, pushed);
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen changeset supersede N --by M</c>.</summary>
internal sealed class ChangesetSupersedeCommand : DocsGenCommand
{
    private readonly Argument<string> id = SyncOptions.Changeset();
    private readonly Option<string> by = new("--by") { Description = "The newer changeset of the same author", HelpName = "N", Required = true };
    private readonly Option<string?> space = SyncOptions.Space();

    public ChangesetSupersedeCommand(Terminal terminal)
        : base("supersede", "Say that a newer changeset stands for this one", terminal)
    {
        Arguments.Add(id);
        Options.Add(by);
        Options.Add(space);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var changeset = SyncOptions.Value(await session.Sync.Proposals.SupersedeAsync(found, ChangesetId.Parse(parsed.GetValue(id)!), ChangesetId.Parse(parsed.GetValue(by)!), cancellationToken));
        session.Print.Line($"changeset {changeset.Id} is {ChangesetText.Status(session.Print, changeset)}");
        session.Print.Document("changeset", json => ChangesetJson.Write(json, changeset));
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen changeset withdraw N --reason TEXT</c>.</summary>
internal sealed class ChangesetWithdrawCommand : DocsGenCommand
{
    private readonly Argument<string> id = SyncOptions.Changeset();
    private readonly Option<string> reason = Run.RunOptions.Reason();
    private readonly Option<string?> space = SyncOptions.Space();

    public ChangesetWithdrawCommand(Terminal terminal)
        : base("withdraw", "Take a changeset back", terminal)
    {
        Arguments.Add(id);
        Options.Add(reason);
        Options.Add(space);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var changeset = SyncOptions.Value(await session.Sync.Proposals.WithdrawAsync(found, ChangesetId.Parse(parsed.GetValue(id)!), parsed.GetValue(reason)!, cancellationToken));
        session.Print.Line($"changeset {changeset.Id} is {ChangesetText.Status(session.Print, changeset)}");
        session.Print.Document("changeset", json => ChangesetJson.Write(json, changeset));
        return ExitCodes.Done;
    }
}
