using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Agents;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.Driving;

/// <summary>Does the pieces of work that <see cref="RunWork.Next"/> names, one a step, each ending in one commit.</summary>
internal sealed class RunWorker(RunPorts ports, DriveOptions options, IDraftingAgent agent, IBundleReadme readme, IRunObserver observer, FencedWriter writer)
{
    private readonly RunMaterial material = new(ports);
    private readonly HashSet<string> leftOut = new(StringComparer.Ordinal);
    private DraftingContext? context;
    private PlannedFiles? plan;

    /// <summary>Does one piece of work; false when the run has come to a stop.</summary>
    public async ValueTask<bool> StepAsync(CancellationToken cancellationToken)
    {
        var formula = await material.FormulaAsync(writer.State, cancellationToken);
        plan ??= await material.PlanAsync(writer.State, cancellationToken);
        switch (RunWork.Next(writer.State, formula, plan, leftOut))
        {
            case RunWork.StartPhase work:
                await StartPhaseAsync(work, cancellationToken);
                return true;
            case RunWork.WritePlan work:
                await WritePlanAsync(work.FileName, formula, cancellationToken);
                return true;
            case RunWork.DraftFile work:
                await DraftAsync(work.File, formula, cancellationToken);
                return true;
            case RunWork.ExtractTerminology work:
                await ExtractAsync(work.Index, cancellationToken);
                return true;
            case RunWork.Validate work:
                await new GateKeeper(ports, material, writer).JudgeAsync(work.Phase, plan, cancellationToken);
                return true;
            case RunWork.Complete:
                await new BundleBuilder(ports, material, readme, writer).CompleteAsync(plan!, formula, cancellationToken);
                return true;
            default:
                return false;
        }
    }

    private async ValueTask StartPhaseAsync(RunWork.StartPhase work, CancellationToken cancellationToken)
    {
        leftOut.Clear();
        context = null;
        var phase = work.Phase;
        // R8: where nothing is drafted, no agent is called.
        var drafts = work.Kind is ExecutionKind.Draft or ExecutionKind.Regeneration;
        // A new plan is not there yet when its phase is outlined.
        var files = work.Replan is not null ? [] : plan?.InPhase(phase.Number).Where(f => work.Targets is null || work.Targets.Contains(f.Name)).ToList() ?? [];
        List<FilePlan> outline = [];
        if (drafts && files.Count > 0)
        {
            var request = new PhasePlanRequest(await material.ContextAsync(writer.State, cancellationToken), phase, files);
            var planned = await new FileDrafting(agent, options, ports.Clock).PlanAsync(request, cancellationToken);
            // The agent may speak of planned files only; what else it names is not its to plan.
            var names = files.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
            outline = [.. planned.Files.Where(f => names.Contains(f.File)).Select(f => new FilePlan(f.File, f.Sections, f.DependsOn))];
        }

        await writer.CommitAsync(new RunCommand.StartPhase(phase.Number, phase.Agent, outline, work.Kind, work.Targets, work.Replan), Actor.Tool, [], null, cancellationToken);
    }

    private async ValueTask WritePlanAsync(string fileName, Formula formula, CancellationToken cancellationToken)
    {
        var requirements = (await material.RequirementsAsync(writer.State, cancellationToken)).Requirements!;
        var settings = writer.State.Settings;
        var files = FilePlanner.Plan(formula, settings.Profile, requirements.Renamed(settings.FileNames), await material.ExampleAsync(writer.State, cancellationToken));
        await WriteAsync(fileName, PlannedFilesJson.Write(files), ArtifactType.Plan, Actor.Tool, null, cancellationToken);
        plan = null;
        context = null;
    }

    private async ValueTask ExtractAsync(IndexSpec index, CancellationToken cancellationToken)
    {
        var names = plan!.Files.Where(f => index.After.Contains(f.Role)).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var documents = (await material.DocumentsAsync(writer.State, cancellationToken)).Where(d => names.Contains(d.Name)).ToList();
        await WriteAsync(index.File, TerminologyIndexJson.Write(TerminologyExtractor.Extract(documents)), ArtifactType.Index, Actor.Tool, null, cancellationToken);
        context = null;
    }

    private async ValueTask DraftAsync(PlannedFile file, Formula formula, CancellationToken cancellationToken)
    {
        var inPhase = plan!.InPhase(file.Phase).ToList();
        observer.Drafting(file, inPhase.IndexOf(file) + 1, inPhase.Count);
        context ??= await material.ContextAsync(writer.State, cancellationToken);
        var drafting = new FileDrafting(agent, options, ports.Clock);
        switch (await drafting.DraftAsync(new(context, file, OutlineOf(file), await FoundAsync(file, cancellationToken)), Inputs(), cancellationToken))
        {
            case FileDrafting.Outcome.Written done:
                var actor = Actor.Agent(formula.Phase(file.Phase).Agent);
                await WriteAsync(file.Name, done.Markdown, ArtifactType.CoreDoc, actor, done.Provenance, cancellationToken);
                break;
            // Its old version would pass for the new one that was asked for.
            case FileDrafting.Outcome.LeftOut left when IsThere(file):
                await writer.CommitAsync(new RunCommand.FailDrafting(file.Name, $"the {agent.Identity.Name} agent has no new version: {left.Reason}"), Actor.Tool, [], null, cancellationToken);
                break;
            case FileDrafting.Outcome.LeftOut:
                leftOut.Add(file.Name);
                break;
            case FileDrafting.Outcome.Failed failed:
                await writer.CommitAsync(new RunCommand.FailDrafting(file.Name, failed.Reason), Actor.Tool, [], null, cancellationToken);
                break;
        }
    }

    private bool IsThere(PlannedFile file) => writer.State.Composition(writer.State.Current!).Any(a => a.FileName == file.Name);

    // What a file is drafted again for: the issues in it of its phase's last gate, and of the last that looked at it from a later phase.
    private async ValueTask<IReadOnlyList<Issue>> FoundAsync(PlannedFile file, CancellationToken cancellationToken)
    {
        if (writer.State.Current is not { Kind: ExecutionKind.Regeneration } current) return [];
        var gates = writer.State.Executions.Where(e => e.Verdict is not null && e.Id.Phase >= current.Id.Phase).ToList();
        var found = new List<Issue>();
        foreach (var gate in new[] { gates.FindLast(e => e.Id.Phase == current.Id.Phase), gates.LastOrDefault() }.OfType<ExecutionState>().Distinct())
        {
            found.AddRange(await ports.Runs.IssuesAsync(writer.State.Id, gate.Id, cancellationToken));
        }

        return [.. found.Where(i => i.File == file.Name).DistinctBy(i => i.Fingerprint)];
    }

    private FileOutline? OutlineOf(PlannedFile file) =>
        writer.State.Current!.Outline.FirstOrDefault(o => o.File == file.Name) is { } o ? new(o.File, o.Sections, o.DependsOn) : null;

    private IReadOnlyList<ContentHash> Inputs() =>
        [.. writer.State.Inputs.Where(i => i.Kind != "original").Select(i => i.Hash)];

    private async ValueTask WriteAsync(
        string fileName, ReadOnlyMemory<byte> bytes, ArtifactType type, Actor actor, Provenance? provenance, CancellationToken cancellationToken)
    {
        var state = writer.State;
        // A8: this execution owns its folder.
        var relative = $"{state.Current!.Id.Folder}/{fileName}";
        var staged = await ports.Blobs.StageAsync(bytes, cancellationToken);
        material.Remember(staged.Hash, bytes);
        var artifact = new NewArtifact(LogicalPath.In(state.Id, relative), staged, type, actor, ports.Clock.GetUtcNow());
        var written = new WrittenArtifact(relative, staged.Hash, staged.Size, type, provenance);
        await writer.CommitAsync(new RunCommand.RecordArtifact(written), actor, [artifact], null, cancellationToken);
    }
}
