using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Storage;

namespace DocsGen.Cli.Commands.Store;

/// <summary>
/// <c>docsgen restore DIR [--replace]</c>: brings a backup to where the store is looked for. It is copied, proved and moved on to its next epoch beside that place, and gets its name at the very end.
/// </summary>
internal sealed class RestoreCommand : DocsGenCommand
{
    private readonly Argument<string> folder = new("DIR") { Description = "The folder of a backup" };
    private readonly Option<bool> replace = new("--replace") { Description = "Move the store that is there aside; nothing may be using it" };

    public RestoreCommand(Terminal terminal)
        : base("restore", "Bring back a store from a backup", terminal)
    {
        Arguments.Add(folder);
        Options.Add(replace);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        BackupCommand.RequireFolder(session, "restore");
        var (backup, target) = (session.Absolute(parsed.GetValue(folder)!), session.Place.Folder!);
        if (SealFile.Read(backup, StoreCopy.Seal) is not { } seal) throw CliError.Usage("restore.no_backup", $"{backup} is no whole backup: it has no {StoreCopy.Seal}. 'docsgen backup DIR' makes one.");
        var isThere = Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any();
        if (isThere && !parsed.GetValue(replace)) throw new CliError("restore.taken", $"There is something at {target} already. Name another place with --store DIR, or give --replace, which moves it aside.", ExitCodes.Conflict);
        session.Print.Progress($"copying {backup} to {target}");
        var utc = session.Terminal.Clock.GetUtcNow();
        var beside = target + ".restoring";
        // What an earlier restore left when it was cut off is nobody's.
        if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        var report = await StoreCopy.RestoreAsync(backup, seal, beside, cancellationToken);
        var spaces = await ProveAsync(session, beside, cancellationToken);
        if (spaces is null)
        {
            session.Print.Line($"Nothing was restored: what was copied from {backup} is damaged, and lies in {beside}.");
            return ExitCodes.GateFailed;
        }

        var aside = isThere ? $"{target}.before-{utc.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}" : null;
        EmbeddedStore.PutInPlace(beside, target, aside);
        Print(session, seal, target, aside, spaces.Value, report);
        return ExitCodes.Done;
    }

    // Cursors that were given after the backup would seem to be the restored store's own: each space begins a new epoch.
    private static async Task<int?> ProveAsync(Session session, string beside, CancellationToken cancellationToken)
    {
        using var store = EmbeddedStore.Open(beside, session.Terminal.Clock, session.Terminal.NewId);
        if (!await new VerifyStore(session, store).ProveAsync(cancellationToken)) return null;
        var spaces = await store.Sync.Spaces.ListAsync(cancellationToken);
        foreach (var space in spaces) Sync.SyncOptions.Value(await new ChangeSpace(store.Sync).RaiseEpochAsync(space, session.Actor, cancellationToken));
        return spaces.Count;
    }

    private static void Print(Session session, SealFile seal, string target, string? aside, int spaces, CopyReport report)
    {
        session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"Restored: the store of {seal.Utc:yyyy-MM-dd HH:mm:ss} UTC is at {target}."));
        if (aside is not null) session.Print.Line($"    what was there is now {aside}");
        if (spaces > 0) session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"    {(spaces == 1 ? "1 space is" : $"{spaces} spaces are")} in a new epoch: clients read everything anew"));
        session.Print.Line("    docsgen run resume");
        session.Print.Document("restore", json =>
        {
            json.WriteString("store", target);
            json.WriteString("backup", seal.Utc);
            if (aside is not null) json.WriteString("aside", aside);
            json.WriteNumber("spaces", spaces);
            json.WriteNumber("files", report.Files);
            json.WriteNumber("bytes", report.Bytes);
        });
    }
}
