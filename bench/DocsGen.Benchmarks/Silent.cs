using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Driving;

namespace DocsGen.Benchmarks;

/// <summary>An observer that looks away.</summary>
internal sealed class Silent : IRunObserver
{
    public void Committed(RunState state, IReadOnlyList<RunEvent> events)
    {
    }

    public void Drafting(PlannedFile file, int number, int total)
    {
    }
}
