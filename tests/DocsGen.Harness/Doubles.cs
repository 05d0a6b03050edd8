using System.Globalization;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Agents;
using DocsGen.Core.Runs.Driving;

namespace DocsGen.Harness;

internal sealed class SteppingObserver : IRunObserver
{
    public void Committed(RunState state, IReadOnlyList<RunEvent> events)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"point {state.Version}"));
        _ = Console.ReadLine();
    }

    public void Drafting(PlannedFile file, int number, int total)
    {
    }
}

internal sealed class SilentObserver : IRunObserver
{
    public void Committed(RunState state, IReadOnlyList<RunEvent> events)
    {
    }

    public void Drafting(PlannedFile file, int number, int total) => Console.WriteLine("drafting");
}

internal sealed class SleepingAgent : IDraftingAgent
{
    public AgentIdentity Identity { get; } = new("sleeping", "1");

    public ValueTask<PhaseOutline> PlanPhaseAsync(PhasePlanRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(new PhaseOutline([]));

    public async ValueTask<Draft> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMinutes(10), cancellationToken);
        return new Draft.LeftOut("slept");
    }
}
