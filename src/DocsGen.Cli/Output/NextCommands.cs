using DocsGen.Core.Runs;

namespace DocsGen.Cli.Output;

/// <summary>What to type next, by where a run stands.</summary>
internal static class NextCommands
{
    public static IReadOnlyList<string> Of(RunState run) => run.Status switch
    {
        RunStatus.Running => [$"docsgen run resume {run.Id}"],
        RunStatus.AwaitingApproval =>
        [
            $"docsgen run report {run.Id}",
            $"docsgen run approve {run.Id} --execution {run.Current!.Id}",
            $"docsgen run reject {run.Id} --execution {run.Current!.Id} --reason TEXT",
        ],
        RunStatus.Failed => [$"docsgen run issues {run.Id}", $"docsgen run report {run.Id}"],
        RunStatus.Complete => [$"docsgen run bundle {run.Id} -o {run.Settings.Slug}-documentation-bundle.zip"],
        RunStatus.Canceled => [$"docsgen run show {run.Id}"],
    };
}
