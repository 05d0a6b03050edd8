namespace DocsGen.Core.Runs.UseCases;

/// <summary>What a person's command on a run gave.</summary>
public abstract record RunAnswer
{
    private RunAnswer()
    {
    }

    /// <summary>Carried out. <paramref name="Recorded"/> is empty when it had been carried out before.</summary>
    public sealed record Done(RunState State, IReadOnlyList<RunEvent> Recorded) : RunAnswer;

    /// <summary>Refused; nothing was written.</summary>
    public sealed record Refused(string Code, string Message) : RunAnswer;

    /// <summary>There is no such run.</summary>
    public sealed record NoRun : RunAnswer;
}
