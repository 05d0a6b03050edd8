using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Driving;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>A link that a replan breaks: where it stands, and where it leads.</summary>
public sealed record BrokenLink(string File, int Line, int Column, string Target);

/// <summary>What a replan would do, before anybody agrees to it.</summary>
/// <param name="Phase">The phase of the plan, which is drafted again.</param>
/// <param name="Added">Files that a later regeneration of their phase has to draft.</param>
/// <param name="Dropped">Files that are planned no more.</param>
/// <param name="Broken">Links of files that stay, into files that are dropped.</param>
public sealed record ReplanPreview(int Phase, Replan Replan, IReadOnlyList<PlannedFile> Added, IReadOnlyList<PlannedFile> Dropped, IReadOnlyList<BrokenLink> Broken, PlannedFiles After);

/// <summary>
/// Changes the planned files: another profile of the formula, or other words in file names. The phase of the plan is drafted again, and later phases become
/// stale; their gates name what is missing and what leads nowhere, and <c>regenerate --failed</c> mends it phase by phase (R7). Only people replan.
/// </summary>
public sealed class ReplanFiles(RunPorts ports)
{
    /// <summary>Says what would change and what would break. Changes nothing.</summary>
    /// <returns>The preview, or a refusal: no such run, no plan yet, an unknown profile or number, unusable words.</returns>
    public async ValueTask<(ReplanPreview? Preview, RunAnswer? Refusal)> PreviewAsync(
        RunId run, string? profile, IReadOnlyDictionary<string, string> words, CancellationToken cancellationToken)
    {
        if (await ports.LoadAsync(run, cancellationToken) is not { } state) return (null, new RunAnswer.NoRun());
        return await PreviewAsync(state, profile, words, cancellationToken);
    }

    /// <summary>Carries out what a preview showed; refused when the run moved on to another plan meanwhile.</summary>
    public async ValueTask<RunAnswer> ExecuteAsync(RunId run, ReplanPreview preview, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (CommandRun.OnlyPeople(actor, "replan") is { } refused) return refused;
        var command = new RunCommand.Regenerate(preview.Phase, [], [.. preview.After.InPhase(preview.Phase).Select(f => f.Name)], reason, preview.Replan);
        return await CommandRun.ExecuteAsync(ports, run, PrepareAsync, actor, cancellationToken);

        // Looked at with the very state that the command is decided on.
        async ValueTask<Prepared> PrepareAsync(RunState state)
        {
            var (now, refusal) = await PreviewAsync(state, preview.Replan.Profile, preview.Replan.FileNames, cancellationToken);
            if (refusal is not null) return Prepared.Not(refusal);
            return now!.Replan.Added.SequenceEqual(preview.Replan.Added) && now.Replan.Dropped.SequenceEqual(preview.Replan.Dropped)
                ? new(command)
                : Prepared.Not(new RunAnswer.Refused("replan.moved_on", "The planned files have changed since they were shown. Look again."));
        }
    }

    private async ValueTask<(ReplanPreview? Preview, RunAnswer? Refusal)> PreviewAsync(
        RunState state, string? profile, IReadOnlyDictionary<string, string> words, CancellationToken cancellationToken)
    {
        if (state.IsDeleted) return (null, Prepared.Not(RunRetention.DeletedBefore(state)).Refusal);
        var material = new RunMaterial(ports);
        var formula = await material.FormulaAsync(state, cancellationToken);
        if (Refusal(formula, profile, words) is { } refused) return (null, refused);
        var requirements = (await material.RequirementsAsync(state, cancellationToken)).Requirements;
        if (await material.PlanAsync(state, cancellationToken) is not { } before || requirements is null)
        {
            return (null, new RunAnswer.Refused("replan.no_plan", $"{state.Id} has planned no files yet."));
        }

        var names = new Dictionary<string, string>(state.Settings.FileNames ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (number, text) in words) names[number] = text;
        var chosen = profile ?? state.Settings.Profile;
        var after = FilePlanner.Plan(formula, chosen, requirements.Renamed(names), await material.ExampleAsync(state, cancellationToken));
        var added = Only(after, before);
        var dropped = Only(before, after);
        var replan = new Replan(chosen, names, [.. dropped.Select(f => f.Name)], [.. added.Select(f => f.Name)]);
        var phase = formula.Phases.First(p => p.Plan is not null).Number;
        return (new(phase, replan, added, dropped, await BrokenAsync(state, phase, dropped, cancellationToken), after), null);
    }

    private static RunAnswer.Refused? Refusal(Formula formula, string? profile, IReadOnlyDictionary<string, string> words)
    {
        if (profile is not null && formula.Profiles.All(p => p.Name != profile))
        {
            return new("replan.unknown_profile", $"Formula '{formula.Name}' has no profile '{profile}'; it has {string.Join(", ", formula.Profiles.Select(p => p.Name))}.");
        }

        var numbers = formula.Phases.SelectMany(p => p.Files).Select(f => f.Number).Where(n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var (number, text) in words)
        {
            if (!numbers.Contains(number)) return new("replan.unknown_number", $"No file of formula '{formula.Name}' has the number '{number}'.");
            if (!ExampleConventions.AreWords(text)) return new("replan.words", $"'{text}' cannot stand in a file name: use lower-case words joined by hyphens, such as base-entity-types.");
        }

        return null;
    }

    private static List<PlannedFile> Only(PlannedFiles these, PlannedFiles others)
    {
        var names = others.Files.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return [.. these.Files.Where(f => !names.Contains(f.Name))];
    }

    // The plan's own phase is drafted again and follows the new plan by itself.
    private async ValueTask<IReadOnlyList<BrokenLink>> BrokenAsync(RunState state, int planPhase, IReadOnlyList<PlannedFile> dropped, CancellationToken cancellationToken)
    {
        var gone = dropped.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var phases = state.Executions.Select(e => e.Id.Phase).Where(p => p > planPhase).Distinct().Order();
        var broken = new List<BrokenLink>();
        foreach (var document in phases.SelectMany(state.Documents).Where(d => !gone.Contains(d.FileName)).OrderBy(d => d.FileName, StringComparer.Ordinal))
        {
            var bytes = await ports.Blobs.ReadAsync(document.Hash, cancellationToken);
            broken.AddRange(LinksInto.Of(new(document.FileName, bytes), gone).Select(l => new BrokenLink(document.FileName, l.Line, l.Column, l.Target)));
        }

        return broken;
    }
}
