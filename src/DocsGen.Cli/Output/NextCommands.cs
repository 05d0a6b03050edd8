using DocsGen.Core.Runs;
using DocsGen.Storage;

namespace DocsGen.Cli.Output;

/// <summary>What to type next, by where a run stands; it holds as it is, so a store that was named is named again, without a password.</summary>
internal sealed class NextCommands(string? store, DatabaseAddress? database, string? server)
{
    public IReadOnlyList<string> Of(RunState run, DriverLease? driver) =>
        [.. (run.IsDeleted ? [$"docsgen run events {run.Id}"] : Commands(run, driver)).Select(WithStore)];

    /// <summary>A command without the program's name, as one would type it here.</summary>
    public string Named(string command) => WithStore($"docsgen {command}");

    private string WithStore(string command) =>
        command + (store is null ? "" : $" --store {Quoted(store)}") + (database is null ? "" : $" --database {Quoted(database.ToString())}") + (server is null ? "" : $" --server {Quoted(server)}");

    private static IReadOnlyList<string> Commands(RunState run, DriverLease? driver) => run.Status switch
    {
        RunStatus.Running when driver is not null => [$"docsgen run watch {run.Id}", $"docsgen run cancel {run.Id}"],
        RunStatus.Running => [$"docsgen run resume {run.Id}"],
        RunStatus.AwaitingApproval =>
        [
            $"docsgen run report {run.Id}",
            $"docsgen run approve {run.Id} --execution {run.Current!.Id}",
            $"docsgen run reject {run.Id} --execution {run.Current!.Id} --reason TEXT",
        ],
        // Without a verdict there is nothing to look at: drafting failed, and is tried again.
        RunStatus.Failed when run.Current is { Verdict: null } last => [$"docsgen run regenerate {run.Id} --phase {last.Id.Phase} --reason TEXT"],
        RunStatus.Failed when run.Current!.Id.Phase == 0 => [$"docsgen run report {run.Id}", $"docsgen run rebuild {run.Id} --requirements FILE --reason TEXT"],
        // A gate that passed has no error to mend; the person who rejected it said what to do.
        RunStatus.Failed when run.Current is { Rejection: not null } rejected =>
        [
            $"docsgen run regenerate {run.Id} --phase {rejected.Id.Phase} --reason TEXT",
            $"docsgen run checkout {run.Id} DIR",
            $"docsgen run revalidate {run.Id} --phase {rejected.Id.Phase} --reason TEXT",
        ],
        RunStatus.Failed =>
        [
            $"docsgen run explain {run.Id}",
            $"docsgen run regenerate {run.Id} --phase {run.Current!.Id.Phase} --failed --reason TEXT",
            $"docsgen run checkout {run.Id} DIR",
        ],
        RunStatus.Complete => [$"docsgen run bundle {run.Id} -o {run.Settings.Slug}-documentation-bundle.zip"],
        RunStatus.Canceled => [$"docsgen run show {run.Id}", $"docsgen run rebuild {run.Id} --reason TEXT"],
    };

    private static string Quoted(string path) => path.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':' or '@')
        ? path
        : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
