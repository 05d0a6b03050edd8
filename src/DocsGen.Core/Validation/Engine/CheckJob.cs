namespace DocsGen.Core.Validation;

/// <summary>A piece of work of a validation: the rules that it runs one after the other, and what they found.</summary>
internal abstract class CheckJob
{
    /// <summary>The rules that are still to run, in their order.</summary>
    public abstract IReadOnlyList<RuleBudget> Rules { get; }

    /// <summary>How many of them are done.</summary>
    public int Done { get; set; }

    public List<RawIssue> Found { get; } = [];

    /// <summary>The file that it is about; null for the docset.</summary>
    public abstract string? File { get; }

    /// <summary>Runs before the first rule.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Runs one rule. A check that was given up may still be running when the job ends: it writes to a list that nobody reads.</summary>
    public abstract void Check(ActiveRule active, List<RawIssue> into, CancellationToken cancellation);

    /// <summary>Runs after the last rule.</summary>
    public virtual void End()
    {
    }
}
