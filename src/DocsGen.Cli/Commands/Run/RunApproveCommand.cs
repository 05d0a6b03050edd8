using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run approve</c>: approves the waiting execution, by name, and drives on (R4).</summary>
internal sealed class RunApproveCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<string?> execution = RunOptions.Execution();
    private readonly Option<bool> noDrive = RunOptions.NoDrive();

    public RunApproveCommand(Terminal terminal)
        : base("approve", "Approve the execution that waits, and go on", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(execution);
        Options.Add(noDrive);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = await session.FindRunAsync(parsed.GetValue(run), cancellationToken);
        var named = RunOptions.ParseExecution(parsed.GetValue(execution));
        if (named is null && !session.Terminal.OutIsTerminal)
        {
            throw CliError.Usage("approval.execution_required", $"Say which execution you approve: --execution E, as 'docsgen run show {id}' prints it. Without a terminal nobody saw which one waits.");
        }

        var answer = await new ApproveGate(session.Ports).ExecuteAsync(id, named, session.Actor, cancellationToken);
        var done = Decisions.Unwrap(answer, id);
        if (done.Recorded.Count == 0) Repeat(session, done.State, named ?? done.State.Executions.Last(e => e.Approval is not null).Id);
        else session.Print.Progress($"approved {done.Recorded[0].Execution} as {session.Actor.Name}");
        // A repeated approval writes nothing; but if whoever approved first died before driving on, this one drives.
        var left = done.State.Status == RunStatus.Running && (await session.Store.Leases.PeekAsync(id, cancellationToken))?.Driver is null;
        return parsed.GetValue(noDrive) || (done.Recorded.Count == 0 && !left)
            ? Decisions.Recorded(session, done.State)
            : await Driving.DriveAsync(session, done.State, cancellationToken);
    }

    private static void Repeat(Session session, RunState state, ExecutionId execution)
    {
        var approval = state.Executions.Last(e => e.Id == execution).Approval!;
        session.Print.Progress($"{execution} was approved before, by {approval.By.Name} at {RunJson.Time(approval.Utc)}; nothing was written");
    }
}
