using DocsGen.Agents;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Drafting;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Agents;
using DocsGen.Core.Runs.Driving;

namespace DocsGen.Cli.Commands.Run;

/// <summary>What every command that drives does: drive to the next stop with progress, print the summary, answer the exit code of the status.</summary>
internal static class Driving
{
    /// <summary>Drives a run with the agent and formula that it was started with.</summary>
    public static async Task<int> DriveAsync(Session session, RunState run, CancellationToken cancellationToken)
    {
        var formula = await FormulaOfAsync(session, run, cancellationToken);
        var templates = new TemplateAgent();
        var agent = AgentOf(run.Settings.Agent, templates);
        using var warming = StartWarming(templates, agent, formula, session, run, cancellationToken);
        var drive = new DriveRun(session.Ports, templates, session.DriveOptions);
        var observer = new ProgressObserver(session.Print, formula, session.Terminal.Clock);
        var outcome = await drive.ExecuteAsync(run.Id, agent, session.Driver, observer, cancellationToken);
        return outcome switch
        {
            DriveOutcome.Stopped stopped => Report(session, stopped.State),
            DriveOutcome.HeldByOther held => throw HeldBy(run.Id, held.By),
            DriveOutcome.TakenOver taken => throw new CliError(
                "run.taken_over", $"{run.Id} was taken over{(taken.By is null ? "" : $" by {taken.By.Driver}")}; this process wrote nothing more.", ExitCodes.Conflict),
            _ => throw Session.NoRun(run.Id),
        };
    }

    /// <summary>Prints where a run stands and answers its exit code.</summary>
    public static int Report(Session session, RunState run)
    {
        RunText.Summary(session.Print, run, session.Next);
        session.Print.Document("run", json => RunJson.Write(json, run, null, session.Next));
        return ExitCode(run);
    }

    public static int ExitCode(RunState run) => run.Status switch
    {
        RunStatus.Complete => ExitCodes.Done,
        RunStatus.AwaitingApproval => ExitCodes.Waiting,
        // Drafting that failed for good left no verdict: no gate said no.
        RunStatus.Failed => run.Current is { Verdict: null } ? ExitCodes.Unexpected : ExitCodes.GateFailed,
        RunStatus.Canceled => ExitCodes.Conflict,
        RunStatus.Running => ExitCodes.Done,
    };

    /// <summary>The agent of a name. Whether its folder is there is looked at when a run starts, and when it drafts: what calls no agent needs none (R8).</summary>
    public static IDraftingAgent AgentOf(string spec, TemplateAgent templates)
    {
        if (spec == "template") return templates;
        const string folder = "folder=";
        if (!spec.StartsWith(folder, StringComparison.Ordinal)) throw CliError.Usage("agent.unknown", $"There is no agent '{spec}'; there are template and folder=DIR.");
        return new FolderAgent(spec[folder.Length..]);
    }

    public static async ValueTask<Formula> FormulaOfAsync(Session session, RunState run, CancellationToken cancellationToken)
    {
        var input = run.Inputs.First(i => i.Kind == "formula");
        return FormulaPackage.Unpack(await session.Store.Blobs.ReadAsync(input.Hash, cancellationToken));
    }

    // The preflight leaves the second core idle: templates are compiled there meanwhile.
    private static CancellationTokenSource StartWarming(
        TemplateAgent templates, IDraftingAgent agent, Formula formula, Session session, RunState run, CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!ReferenceEquals(templates, agent) || run.IsFinished) return stop;
        var token = stop.Token;
        var blobs = session.Store.Blobs;
        _ = Task.Run(
            async () =>
            {
                var input = run.Inputs.First(i => i.Kind == "requirements");
                if (RequirementsReader.Read(await blobs.ReadAsync(input.Hash, token)).Requirements is not { } requirements) return;
                templates.Warm(formula, FilePlanner.Plan(formula, run.Settings.Profile, requirements), token);
            },
            token);
        return stop;
    }

    private static CliError HeldBy(RunId run, DriverLease by) => new(
        "run.driven_by_other",
        $"{run} is driven by {by.Driver} since {RunJson.Time(by.SinceUtc)}. Watch it with 'docsgen run watch {run}', or cancel it with 'docsgen run cancel {run}'.",
        ExitCodes.Conflict);
}
