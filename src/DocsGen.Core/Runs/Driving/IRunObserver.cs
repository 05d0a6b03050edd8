using DocsGen.Core.Formulas;

namespace DocsGen.Core.Runs.Driving;

/// <summary>Is told what a driver does, after it is durable. It decides nothing.</summary>
public interface IRunObserver
{
    /// <summary>Events were committed.</summary>
    void Committed(RunState state, IReadOnlyList<RunEvent> events);

    /// <summary>A draft begins.</summary>
    void Drafting(PlannedFile file, int number, int total);
}
