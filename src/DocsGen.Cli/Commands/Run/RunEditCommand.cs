using System.CommandLine;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run edit --from DIR</c>: takes back what was changed in a checkout, as new versions made by the user, and validates (R8).</summary>
internal sealed class RunEditCommand : DocsGenCommand
{
    private const int MaxBytes = 2 * 1024 * 1024;

    private readonly Argument<string?> run;
    private readonly Option<string> from = new("--from") { Description = "The checkout folder", HelpName = "DIR", Required = true };
    private readonly Option<int?> phase = new("--phase") { Description = "Only files of this phase", HelpName = "N" };
    private readonly Option<string> reason = RunOptions.Reason();
    private readonly Option<bool> noDrive = RunOptions.NoDrive();

    public RunEditCommand(Terminal terminal)
        : base("edit", "Take back edited files from a checkout; no agent is called", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        foreach (var option in new Option[] { from, phase, reason, noDrive }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = session.Absolute(parsed.GetValue(from)!);
        var record = CheckoutRecord.Read(folder);
        if (parsed.GetValue(run) is { } named && RunId.Parse(named) != record.Run)
        {
            throw new CliError("checkout.other_run", $"{folder} is a checkout of {record.Run}, not of {named}.", ExitCodes.Conflict);
        }

        RefuseStrangers(folder, record);
        var files = record.Files.Where(f => parsed.GetValue(phase) is not { } only || f.Phase == only).Select(f => Read(folder, f)).ToList();
        var answer = await new EditRun(session.Ports).ExecuteAsync(record.Run, files, parsed.GetValue(reason)!, session.Actor, cancellationToken);
        return await Decisions.DriveOnAsync(session, Decisions.Unwrap(answer, record.Run), parsed.GetValue(noDrive), cancellationToken);
    }

    private static void RefuseStrangers(string folder, CheckoutRecord record)
    {
        var known = record.Files.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var strangers = Directory.EnumerateFileSystemEntries(folder).Select(f => Path.GetFileName(f)!)
            .Where(n => n != CheckoutRecord.FileName && !known.Contains(n)).Order(StringComparer.Ordinal).ToList();
        if (strangers.Count > 0) throw CliError.Usage("edit.unknown_file", $"Not part of the run: {string.Join(", ", strangers)}. An edit changes planned files; it adds none. Take them out of {folder}.");
    }

    private static EditedFile Read(string folder, CheckedOutFile file)
    {
        var info = new FileInfo(Path.Combine(folder, file.Name));
        if (PathRules.Judge(file.Name, out _) is not null || file.Name.Contains('/', StringComparison.Ordinal)) throw CliError.Usage("checkout.damaged", $"'{file.Name}' is no file name.");
        if (!info.Exists) throw CliError.Usage("edit.missing_file", $"{file.Name} is gone from {folder}. An edit takes no planned file away; put it back.");
        if (info.LinkTarget is not null) throw CliError.Usage("edit.link", $"{info.FullName} is a link; give the file itself.");
        return new(file.Phase, file.Name, file.Hash, FileInput.Read(info.FullName, MaxBytes));
    }
}
