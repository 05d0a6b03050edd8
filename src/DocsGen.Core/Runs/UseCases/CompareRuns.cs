using System.Text;
using System.Text.Unicode;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Text.Diff;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// Compares two snapshots, of one run or of two runs of a slug: files, inputs, settings, rules, issues. Only files whose hashes differ are read, a few at a
/// time, and only their counts are kept, so that memory does not grow with the docset.
/// </summary>
public sealed class CompareRuns(RunPorts ports)
{
    /// <summary>Compares.</summary>
    public async ValueTask<RunComparison> ExecuteAsync(ComparedSide before, ComparedSide after, CancellationToken cancellationToken)
    {
        var (old, now) = (await ManifestAsync(before.Snapshot, cancellationToken), await ManifestAsync(after.Snapshot, cancellationToken));
        var (oldFiles, newFiles) = (Files(old), Files(now));
        var renamed = await RenamesAsync(old, now, cancellationToken);
        var changes = Pair(oldFiles, newFiles, renamed);
        var counted = new FileComparison[changes.Count];
        // Two readers keep a disk and a second core busy; what they read is let go at once.
        var options = new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, changes.Count, options, async (i, token) => counted[i] = changes[i] with { Lines = await CountAsync(changes[i], token) });
        return new()
        {
            Before = before,
            After = after,
            Files = counted,
            Same = newFiles.Values.Count(f => oldFiles.TryGetValue(f.FileName, out var was) && was.Hash == f.Hash),
            Inputs = Values(old.Inputs.ToDictionary(i => i.Path, i => i.Hash.Value, StringComparer.Ordinal), now.Inputs.ToDictionary(i => i.Path, i => i.Hash.Value, StringComparer.Ordinal)),
            Settings = Values(await SettingsAsync(before, cancellationToken), await SettingsAsync(after, cancellationToken)),
            Rules = FormulaOf(before.Run) == FormulaOf(after.Run) ? [] : Values(await RulesAsync(before.Run, cancellationToken), await RulesAsync(after.Run, cancellationToken)),
            Issues = IssueComparison.Of(old.Issues, now.Issues),
        };
    }

    /// <summary>The two texts of a file that differs, compared line by line; a side that is not there is empty. Null where a side is no UTF-8 text.</summary>
    public async ValueTask<TextDiff?> DiffAsync(FileComparison file, CancellationToken cancellationToken) =>
        await TextAsync(file.Before, cancellationToken) is { } before && await TextAsync(file.After, cancellationToken) is { } after ? TextDiff.Of(before, after) : null;

    private async ValueTask<LineCounts?> CountAsync(FileComparison file, CancellationToken cancellationToken) =>
        file.Before?.Hash == file.After?.Hash ? default(LineCounts) : (await DiffAsync(file, cancellationToken))?.Counts;

    private async ValueTask<string?> TextAsync(ManifestEntry? entry, CancellationToken cancellationToken)
    {
        if (entry is null) return "";
        var bytes = await ports.Blobs.ReadAsync(entry.Hash, cancellationToken);
        return Utf8.IsValid(bytes.Span) ? Encoding.UTF8.GetString(bytes.Span) : null;
    }

    private async ValueTask<ManifestView> ManifestAsync(RunSnapshot snapshot, CancellationToken cancellationToken) =>
        ManifestSnapshot.Read(await ports.Blobs.ReadAsync(snapshot.Hash, cancellationToken));

    private static ContentHash FormulaOf(RunState run) => run.Inputs.First(i => i.Kind == "formula").Hash;

    private async ValueTask<Dictionary<string, string>> RulesAsync(RunState run, CancellationToken cancellationToken) =>
        RulesOf(FormulaPackage.Unpack(await ports.Blobs.ReadAsync(FormulaOf(run), cancellationToken)));

    // A report differs always, since it names its execution: it is compared as issues.
    private static Dictionary<string, ManifestEntry> Files(ManifestView manifest) =>
        manifest.Active.Where(a => a.Type is not ArtifactType.Report).ToDictionary(a => a.FileName, StringComparer.Ordinal);

    // By role: what the two plans call a file.
    private async ValueTask<Dictionary<string, string>> RenamesAsync(ManifestView old, ManifestView now, CancellationToken cancellationToken)
    {
        if (PlanOf(old)?.Hash == PlanOf(now)?.Hash) return [];
        var (before, after) = (await RolesAsync(old, cancellationToken), await RolesAsync(now, cancellationToken));
        return before.Where(r => after.TryGetValue(r.Key, out var name) && name != r.Value).ToDictionary(r => after[r.Key], r => r.Value, StringComparer.Ordinal);
    }

    private static ManifestEntry? PlanOf(ManifestView manifest) => manifest.Active.LastOrDefault(a => a.Type == ArtifactType.Plan);

    private async ValueTask<Dictionary<string, string>> RolesAsync(ManifestView manifest, CancellationToken cancellationToken)
    {
        if (PlanOf(manifest) is not { } plan) return [];
        return PlannedFilesJson.Read(await ports.Blobs.ReadAsync(plan.Hash, cancellationToken)).Files.ToDictionary(f => f.Role, f => f.Name, StringComparer.Ordinal);
    }

    private static List<FileComparison> Pair(Dictionary<string, ManifestEntry> old, Dictionary<string, ManifestEntry> now, Dictionary<string, string> renamed)
    {
        var files = new List<FileComparison>();
        var paired = new HashSet<string>(StringComparer.Ordinal);
        foreach (var after in now.Values.OrderBy(f => f.FileName, StringComparer.Ordinal))
        {
            if (old.TryGetValue(after.FileName, out var before))
            {
                if (before.Hash != after.Hash) files.Add(new(FileChangeKind.Changed, before, after, null));
            }
            else if (renamed.TryGetValue(after.FileName, out var name) && !now.ContainsKey(name) && old.TryGetValue(name, out before) && paired.Add(name))
            {
                files.Add(new(FileChangeKind.Renamed, before, after, null));
            }
            else files.Add(new(FileChangeKind.Added, null, after, null));
        }

        files.AddRange(old.Values.Where(f => !now.ContainsKey(f.FileName) && !paired.Contains(f.FileName)).Select(f => new FileComparison(FileChangeKind.Removed, f, null, null)));
        return [.. files.OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    private static IReadOnlyList<ValueChange> Values(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
    [
        .. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Select(k => new ValueChange(k, before.GetValueOrDefault(k), after.GetValueOrDefault(k)))
            .Where(v => v.Before != v.After),
    ];

    // As they were when the gate spoke: a replan changes the settings of a run.
    private async ValueTask<Dictionary<string, string>> SettingsAsync(ComparedSide side, CancellationToken cancellationToken) =>
        SettingsOf(RunLog.AtVerdict(await ports.Runs.EventsAsync(side.Run.Id, after: 0, cancellationToken), side.Snapshot.Execution.Id));

    private static Dictionary<string, string> SettingsOf(RunState run) => new(StringComparer.Ordinal)
    {
        ["formula"] = $"{run.Settings.Formula} {run.Settings.FormulaVersion}",
        ["profile"] = run.Settings.Profile,
        ["file_names"] = string.Join(", ", (run.Settings.FileNames ?? new Dictionary<string, string>(StringComparer.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}")),
        ["strictness"] = run.Settings.Strictness.ToString().ToLowerInvariant(),
        ["review_mode"] = run.Settings.ReviewMode.ToString().ToLowerInvariant(),
        ["auto_approve"] = string.Join(',', run.Settings.AutoApprove),
        ["overwrite"] = run.Settings.Overwrite.ToString().ToLowerInvariant(),
        ["agent"] = run.Settings.Agent,
        ["tool"] = run.Settings.Tool,
    };

    // A rule in one line: its severities, its phases, the roles that it looks at.
    private static Dictionary<string, string> RulesOf(Formula formula)
    {
        var rules = formula.Rules.GroupBy(r => r.Id, StringComparer.Ordinal).ToDictionary(r => r.Key, r => InWords(r.First(), formula), StringComparer.Ordinal);
        rules["forbidden_strings"] = string.Join(", ", formula.ForbiddenStrings.Select(f => $"{f.Text} ({f.Match}, {f.In})"));
        rules["links"] = $"{formula.Links.External} {string.Join(", ", formula.Links.AllowedHosts)}".TrimEnd();
        rules["completeness"] = FormattableString.Invariant($"strict {formula.Completeness.Strict:0.####}, lenient {formula.Completeness.Lenient:0.####}");
        return rules;
    }

    private static string InWords(RuleSpec rule, Formula formula)
    {
        var words = $"strict {Name(rule.Strict)}, lenient {Name(rule.Lenient)}";
        if (rule.Phases is { } phases) words += $", phases {string.Join(' ', phases)}";
        if (rule.Before is { } early) words += FormattableString.Invariant($", {IssueJson.NameOf(early)} before phase {rule.FromPhase}");
        foreach (var (key, roles) in rule.Roles.OrderBy(r => r.Key, StringComparer.Ordinal)) words += $", {key}: {string.Join(' ', roles)}";
        return formula.Overridable.Contains(rule.Id) ? $"{words}, overridable" : words;
    }

    private static string Name(Severity? severity) => severity is { } s ? IssueJson.NameOf(s) : "off";
}
