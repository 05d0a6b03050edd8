using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Storage;

namespace DocsGen.Cli.Commands.Store;

/// <summary><c>docsgen backup DIR</c>: a proved copy of the embedded store as it is in one moment, while others write.</summary>
internal sealed class BackupCommand : DocsGenCommand
{
    private readonly Argument<string> folder = new("DIR") { Description = "A folder that is empty, or not there yet" };

    public BackupCommand(Terminal terminal)
        : base("backup", "Copy the store into a folder, and prove the copy", terminal) => Arguments.Add(folder);

    /// <summary>Refuses a database, which has tools of its own.</summary>
    public static void RequireFolder(Session session, string verb)
    {
        if (session.Place.Database is not { } database) return;
        throw CliError.Usage(
            "backup.database",
            verb == "restore"
                ? $"{database} is restored with PostgreSQL's own tools: 'pg_restore --dbname=DATABASE FILE', then 'docsgen space raise-epoch' for each space."
                : $"{database} is backed up with PostgreSQL's own tools: 'pg_dump --format=custom --file=FILE DATABASE'. Everything is in it.");
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        RequireFolder(session, "backup");
        var target = session.Absolute(parsed.GetValue(folder)!);
        if (session.Store is not EmbeddedStore store) throw CliError.Usage("backup.database", "Only a store in a folder is backed up by this.");
        if ((target + '/').StartsWith(store.Folder + '/', StringComparison.Ordinal)) throw CliError.Usage("backup.place", $"{target} is within the store itself. A backup belongs elsewhere, best on another disk.");
        session.Print.Progress($"copying {store.Folder} to {target}");
        var report = await StoreCopy.TakeAsync(store, target, session.Terminal.Clock.GetUtcNow(), cancellationToken);
        using var copy = EmbeddedStore.Open(target, session.Terminal.Clock, session.Terminal.NewId);
        var isSound = await new VerifyStore(session, copy).ProveAsync(cancellationToken);
        session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{(isSound ? "Backed up" : "NOT a sound backup")}: {report.Files} files in {target}."));
        if (isSound) session.Print.Line($"    docsgen restore {target}");
        session.Print.Document("backup", json =>
        {
            json.WriteString("folder", target);
            json.WriteBoolean("sound", isSound);
            json.WriteNumber("files", report.Files);
            json.WriteNumber("bytes", report.Bytes);
        });
        return isSound ? ExitCodes.Done : ExitCodes.GateFailed;
    }
}
