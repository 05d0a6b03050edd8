using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs.Agents;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.Driving;

/// <summary>
/// One bounded call of the agent for one file, then the quick checks; drafted again with their issues while they find any, at most
/// <see cref="DriveOptions.MaxDrafts"/> times. The last draft is kept either way: the gate judges, not this.
/// </summary>
internal sealed class FileDrafting(IDraftingAgent agent, DriveOptions options, TimeProvider clock)
{
    /// <summary>The most bytes that a draft may have.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    public async ValueTask<Outcome> DraftAsync(
        DraftRequest first, IReadOnlyList<ContentHash> inputs, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var (context, file, outline, issues) = first;
        ReadOnlyMemory<byte> last = default;
        for (var number = 1; ; number++)
        {
            switch (await AskAsync(new(context, file, outline, issues), cancellationToken))
            {
                case Draft.LeftOut left:
                    return new Outcome.LeftOut(left.Reason);
                case Draft.Failed failed:
                    return new Outcome.Failed(failed.Reason);
                case Draft.Written written:
                    if (written.Markdown.Length > MaxBytes) return new Outcome.Failed($"the draft has {written.Markdown.Length} bytes; at most {MaxBytes} are taken.");
                    issues = QuickChecks.Check(new(file.Name, written.Markdown), context.Plan, context.Formula, context.Requirements);
                    var same = number > 1 && last.Span.SequenceEqual(written.Markdown.Span);
                    last = written.Markdown;
                    if (issues.Count > 0 && number < options.MaxDrafts && !same) continue;
                    return new Outcome.Written(written.Markdown, Describe(written.Provenance, number, inputs, clock.GetElapsedTime(began)));
            }
        }
    }

    /// <summary>Asks for a phase's outline, which is welcome but not needed: an agent that fails here plans nothing, and is heard again when it drafts.</summary>
    public async ValueTask<PhaseOutline> PlanAsync(PhasePlanRequest request, CancellationToken cancellationToken)
    {
        using var budget = new CancellationTokenSource(options.DraftBudget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, budget.Token);
        try
        {
            return await agent.PlanPhaseAsync(request, either.Token);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new([]);
        }
    }

    private async ValueTask<Draft> AskAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        using var budget = new CancellationTokenSource(options.DraftBudget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, budget.Token);
        try
        {
            return await agent.DraftAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Our budget ran out, or a time-out of the agent's own did.
            return new Draft.Failed(budget.IsCancellationRequested ? $"it took longer than {options.DraftBudget.TotalSeconds:0} seconds." : $"the {agent.Identity.Name} agent gave up.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not ArtifactCorruptException)
        {
            // Whatever an agent throws is the agent's failure: the run stops and says so, and nothing else is touched.
            return new Draft.Failed($"the {agent.Identity.Name} agent failed: {exception.Message}");
        }
    }

    private Provenance Describe(DraftProvenance draft, int drafts, IReadOnlyList<ContentHash> inputs, TimeSpan elapsed) => new()
    {
        Agent = agent.Identity.Name,
        AgentVersion = agent.Identity.Version,
        Source = draft.Source,
        SourceVersion = draft.SourceVersion,
        Tokens = draft.Tokens,
        DurationMs = (long)elapsed.TotalMilliseconds,
        Drafts = drafts,
        Inputs = inputs,
    };

    public abstract record Outcome
    {
        private Outcome()
        {
        }

        public sealed record Written(ReadOnlyMemory<byte> Markdown, Provenance Provenance) : Outcome;

        public sealed record LeftOut(string Reason) : Outcome;

        public sealed record Failed(string Reason) : Outcome;
    }
}
