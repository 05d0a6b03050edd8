using System.Globalization;
using System.Text.RegularExpressions;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Formulas;

/// <summary>Checks whether the parts of a formula fit together. Every finding names the JSON path to mend.</summary>
internal sealed partial class FormulaChecks
{
    private readonly Formula _formula;
    private readonly List<Finding> _findings;
    private readonly Dictionary<string, int> _phaseOfRole = new(StringComparer.Ordinal);

    private FormulaChecks(Formula formula, List<Finding> findings)
    {
        _formula = formula;
        _findings = findings;
    }

    public static void Run(Formula formula, IReadOnlySet<string>? knownRules, IReadOnlySet<string>? knownChecks, List<Finding> findings)
    {
        var checks = new FormulaChecks(formula, findings);
        checks.Phases();
        checks.Roles();
        checks.FileNames();
        checks.Profiles();
        checks.Rules(knownRules);
        checks.Overridable(knownRules);
        checks.Preflight(knownChecks);
        checks.ForbiddenStrings();
        checks.Links();
    }

    private IEnumerable<(FileSpec File, int Phase, string Path)> Files =>
        _formula.Phases.SelectMany((phase, p) => phase.Files.Select((file, f) => (file, phase.Number, At($"$.phases[{p}].files[{f}]"))));

    private void Phases()
    {
        if (_formula.Phases.Count < 2) Note("formula.phases", "$.phases", "A formula needs phase 0 for the preflight and at least one that drafts.");
        for (var i = 0; i < _formula.Phases.Count; i++)
        {
            var phase = _formula.Phases[i];
            if (phase.Number != i) Note("formula.phases", At($"$.phases[{i}].number"), At($"Phases are numbered 0, 1, 2 ...; here {i} is due, not {phase.Number}."));
            if (i == 0 && phase.Files.Count > 0) Note("formula.phases", "$.phases[0].files", "Phase 0 is the preflight and drafts no file.");
            if (i > 0 && phase.Files.Count == 0) Note("formula.phases", At($"$.phases[{i}].files"), "A phase after the preflight drafts at least one file.");
        }

        CheckPlan();
        var artifacts = _formula.Phases.SelectMany((p, i) => new[]
        {
            (Name: p.PassedReport, Path: At($"$.phases[{i}].passed_report")), (Name: p.FailedReport, Path: At($"$.phases[{i}].failed_report")),
            (Name: p.Plan, Path: At($"$.phases[{i}].plan")), (Name: p.TerminologyIndex?.File, Path: At($"$.phases[{i}].terminology_index.file")),
        }).Where(n => n.Name is { Length: > 0 }).Select(n => (Name: n.Name!, n.Path)).ToList();
        foreach (var (name, path) in artifacts)
        {
            var reason = name.Contains('/', StringComparison.Ordinal) ? "it is one name, not a path" : PathRules.Judge(name, out _);
            if (reason is not null) Note("formula.artifact_name", path, $"'{name}' is no usable file name: {reason}.");
        }

        // Each stands in the folder of an execution, beside the manifest and the phase's core files.
        IEnumerable<(string, string)> taken = [("manifest.json", "the manifest of every execution"), .. Files.Select(f => (FilePlanner.FileName(f.File, "slug", f.File.Words), f.Path + ".pattern"))];
        Unique(taken.Concat(artifacts.Select(a => (a.Name.Replace("{slug}", "slug", StringComparison.Ordinal), a.Path))), "formula.artifact_names", "file name");
        if (_formula.BundleReadme is { } readme && readme != "README.md") Note("formula.bundle_readme", "$.bundle_readme", "The README of a bundle is called README.md.");
        if (Files.Any(f => PathRules.Fold(FilePlanner.FileName(f.File, "slug", f.File.Words)) == "README.MD")) Note("formula.bundle_readme", "$.phases", "No core file can be called README.md: the bundle may have one of its own.");
    }

    private void CheckPlan()
    {
        var plans = _formula.Phases.Select((p, i) => (p.Plan, Index: i)).Where(p => p.Plan is not null).ToList();
        if (plans.Count == 0) Note("formula.plan", "$.phases[1].plan", "No phase names the file of the plan; exactly one must.");
        foreach (var (_, index) in plans.Skip(1)) Note("formula.plan", At($"$.phases[{index}].plan"), "A second phase names a file of the plan; exactly one may.");
        var first = _formula.Phases.Select((p, i) => (p.Files.Count, Index: i)).FirstOrDefault(p => p.Count > 0).Index;
        if (plans.Count > 0 && plans[0].Index > first) Note("formula.plan", At($"$.phases[{plans[0].Index}].plan"), "The plan is written after files were drafted.");
    }

    private void Roles()
    {
        Unique(Files.Select(f => (f.File.Role, f.Path + ".role")), "formula.duplicate_role", "role");
        foreach (var (file, phase, _) in Files) _phaseOfRole.TryAdd(file.Role, phase);
        foreach (var (file, _, path) in Files)
        {
            if (file.Parent is { } parent) Known(parent, path + ".parent");
            if (string.Equals(file.Parent, file.Role, StringComparison.Ordinal)) Note("formula.parent", path + ".parent", "A file cannot be listed under itself.");
            Unique(file.Sections.Select((s, i) => (s, At($"{path}.sections[{i}]"))), "formula.duplicate_section", "section");
        }

        var roots = Files.Count(f => f.File.Parent is null);
        if (roots != 1) Note("formula.root", "$.phases", At($"Exactly one file has no parent and is the root; here {roots} have none."));
        foreach (var (index, p) in _formula.Phases.Select((phase, p) => (phase.TerminologyIndex, p)).Where(i => i.TerminologyIndex is not null))
        {
            CheckIndex(index!, At($"$.phases[{p}].terminology_index.after"), _formula.Phases[p].Number);
        }
    }

    private void CheckIndex(IndexSpec index, string path, int phase)
    {
        if (index.After.Count == 0) Note("formula.index", path, "The index is made from at least one role.");
        for (var i = 0; i < index.After.Count; i++)
        {
            if (Known(index.After[i], At($"{path}[{i}]")) && _phaseOfRole[index.After[i]] > phase)
            {
                Note("formula.index", At($"{path}[{i}]"), $"'{index.After[i]}' is drafted in a later phase than the index.");
            }
        }
    }

    private void FileNames()
    {
        var names = new List<(string, string)>();
        foreach (var (file, _, path) in Files)
        {
            if (file.Number.Length > 0 && !TwoDigits().IsMatch(file.Number)) Note("formula.number", path + ".number", "A number has two digits.");
            var name = FilePlanner.FileName(file, "slug", file.Words);
            var reason = name.Contains('/', StringComparison.Ordinal) ? "the docset is one flat folder" : PathRules.Judge(name, out _);
            if (name.AsSpan().ContainsAny('{', '}')) reason = "only {slug}, {number} and {words} can be filled in";
            if (!name.EndsWith(".md", StringComparison.Ordinal)) reason = "a core file ends in .md";
            if (reason is not null) Note("formula.file_name", path + ".pattern", $"'{name}' is no usable file name: {reason}.");
            names.Add((name, path + ".pattern"));
        }

        Unique(names, "formula.duplicate_file", "file name");
    }

    private void Profiles()
    {
        if (_formula.Profiles.Count == 0) Note("formula.profiles", "$.profiles", "A formula needs at least one profile.");
        Unique(_formula.Profiles.Select((p, i) => (p.Name, At($"$.profiles[{i}].name"))), "formula.duplicate_profile", "profile");
        var root = Files.FirstOrDefault(f => f.File.Parent is null).File;
        for (var i = 0; i < _formula.Profiles.Count; i++)
        {
            var profile = _formula.Profiles[i];
            for (var r = 0; r < (profile.Include?.Count ?? 0); r++) Known(profile.Include![r], At($"$.profiles[{i}].include[{r}]"));
            for (var r = 0; r < profile.Exclude.Count; r++) Known(profile.Exclude[r], At($"$.profiles[{i}].exclude[{r}]"));
            if (root is not null && !FilePlanner.Takes(profile, root.Role)) Note("formula.profiles", At($"$.profiles[{i}]"), "A profile cannot leave out the root.");
        }
    }

    private void Rules(IReadOnlySet<string>? known)
    {
        Unique(_formula.Rules.Select((r, i) => (r.Id, At($"$.rules[{i}].id"))), "formula.duplicate_rule", "rule");
        for (var i = 0; i < _formula.Rules.Count; i++)
        {
            var rule = _formula.Rules[i];
            if (known?.Contains(rule.Id) == false) Note("formula.unknown_rule", At($"$.rules[{i}].id"), $"There is no rule '{rule.Id}'.");
            for (var p = 0; p < (rule.Phases?.Count ?? 0); p++)
            {
                if (_formula.Phases.All(phase => phase.Number != rule.Phases![p])) Note("formula.rule_phase", At($"$.rules[{i}].phases[{p}]"), At($"There is no phase {rule.Phases![p]}."));
            }

            foreach (var (key, roles) in rule.Roles)
            {
                for (var r = 0; r < roles.Count; r++) Known(roles[r], At($"$.rules[{i}].roles.{key}[{r}]"));
            }
        }
    }

    private void Overridable(IReadOnlySet<string>? known)
    {
        Unique(_formula.Overridable.Select((r, i) => (r, At($"$.overridable[{i}]"))), "formula.duplicate_rule", "rule");
        for (var i = 0; i < _formula.Overridable.Count; i++)
        {
            var id = _formula.Overridable[i];
            if (CoreRules.Contains(id)) Note("formula.core_rule", At($"$.overridable[{i}]"), $"'{id}' is a core rule: nobody can override it.");
            else if (known?.Contains(id) == false) Note("formula.unknown_rule", At($"$.overridable[{i}]"), $"There is no rule '{id}'.");
        }
    }

    private void Preflight(IReadOnlySet<string>? known)
    {
        Unique(_formula.Preflight.Select((c, i) => (c.Id, At($"$.preflight[{i}].id"))), "formula.duplicate_check", "preflight check");
        for (var i = 0; i < _formula.Preflight.Count; i++)
        {
            var id = _formula.Preflight[i].Id;
            if (known?.Contains(id) == false) Note("formula.unknown_check", At($"$.preflight[{i}].id"), $"There is no preflight check '{id}'.");
        }
    }

    private void ForbiddenStrings()
    {
        for (var i = 0; i < _formula.ForbiddenStrings.Count; i++)
        {
            if (_formula.ForbiddenStrings[i] is not { Match: ForbiddenMatch.Regex } forbidden) continue;
            try
            {
                _ = new Regex(forbidden.Text, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
            }
            catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
            {
                Note("formula.regex", At($"$.forbidden_strings[{i}].text"), $"The regular expression cannot be used: {refused.Message}");
            }
        }
    }

    private void Links()
    {
        if (_formula.Links.External is not ("none" or "requirements" or "any"))
        {
            Note("formula.shape", "$.links.external", "'external' should be one of none, requirements, any.");
        }
    }

    private bool Known(string role, string path)
    {
        if (_phaseOfRole.ContainsKey(role)) return true;
        Note("formula.unknown_role", path, $"No file has the role '{role}'.");
        return false;
    }

    private void Unique(IEnumerable<(string Name, string Path)> names, string check, string what)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, path) in names)
        {
            if (name.Length > 0 && !seen.Add(name)) Note(check, path, $"The {what} '{name}' stands twice.");
        }
    }

    private void Note(string check, string path, string message) => _findings.Add(FormulaFindings.Error(check, path, message));

    private static string At(FormattableString path) => path.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^[0-9]{2}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex TwoDigits();
}
