using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>How much each rule weighs in each file of a folder: by the settings for some files, else by the settings, else by the formula.</summary>
internal sealed class FolderSeverities
{
    private readonly FolderSettings settings;
    private readonly Dictionary<string, Severity?> everywhere = new(StringComparer.Ordinal);

    public FolderSeverities(Formula formula, FolderSettings settings)
    {
        this.settings = settings;
        foreach (var info in RuleCatalog.All) everywhere[info.Id] = null;
        foreach (var info in SuppressionRules.All) everywhere[info.Id] = info.Strict;
        foreach (var spec in formula.Rules) everywhere[spec.Id] = spec.SeverityIn(settings.Strictness, formula.FinalPhase);
        // They run whatever a formula says: a file that cannot be read would pass every other rule.
        foreach (var rule in RuleCatalog.Rules.OfType<IFaultRule>()) everywhere[rule.Info.Id] ??= Severity.Error;
        if (settings.AllowedHosts is not null) everywhere["links.external.forbidden"] ??= Severity.Error;
        foreach (var (rule, severity) in settings.Rules) everywhere[rule] = severity;
    }

    /// <summary>The formula's rules with the severities that the validator is to run them with: those that are on somewhere.</summary>
    public IReadOnlyList<RuleSpec> Specs(Formula formula)
    {
        var specs = new List<RuleSpec>(RuleCatalog.All.Count);
        foreach (var info in RuleCatalog.All)
        {
            var severity = everywhere[info.Id] ?? (MostSomewhere(info.Id) is null ? null : Severity.Info);
            var spec = formula.Rules.FirstOrDefault(r => string.Equals(r.Id, info.Id, StringComparison.Ordinal)) ?? new() { Id = info.Id };
            specs.Add(spec with { Strict = severity, Lenient = severity, Before = null });
        }

        return specs;
    }

    /// <summary>An issue as it weighs in its file; null where its rule is off. What a rule only remarks stays a remark.</summary>
    public Issue? Weigh(Issue issue)
    {
        if (settings.Overrides.Count == 0 || !everywhere.TryGetValue(issue.Rule, out var usual)) return issue;
        if (usual is not null && issue.Severity != usual) return issue;
        return In(issue.Rule, issue.File, usual) is not { } severity ? null : severity == issue.Severity ? issue : issue with { Severity = severity };
    }

    /// <summary>The severity of a rule in a file; null for off.</summary>
    public Severity? Of(string rule, string? file) => In(rule, file, everywhere.GetValueOrDefault(rule));

    private Severity? In(string rule, string? file, Severity? severity)
    {
        if (file is null) return severity;
        foreach (var part in settings.Overrides)
        {
            if (part.Rules.TryGetValue(rule, out var other) && settings.Any(part.Files, file)) severity = other;
        }

        return severity;
    }

    /// <summary>The most that settings for some files give a rule; null where none does.</summary>
    public Severity? MostSomewhere(string rule) => settings.Overrides.Select(o => o.Rules.GetValueOrDefault(rule)).Where(s => s is not null).Min();
}
