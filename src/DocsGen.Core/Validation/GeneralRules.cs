using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>What any tree of Markdown can be held to, without a formula: every document that is there counts as planned.</summary>
public static class GeneralRules
{
    /// <summary>The name of the formula that stands for a tree without one.</summary>
    internal const string FormulaName = "folder";

    private static readonly string[] Ids =
    [
        "structure.h1", "markdown.malformed", "markdown.too_complex", "code.invalid", "placeholders.forbidden",
        "links.internal.resolves", "links.anchor.resolves", "links.relative_only", "terminology.forbidden_term",
    ];

    private static readonly string[] IdsByRequirements =
    [
        "schema.entity_missing", "schema.drift", "schema.persisted_missing", "ui.error_message_mismatch", "ui.error_code_orphan", "validation.unpaired",
        "flows.undocumented", "integrations.undocumented", "performance.undocumented", "permissions.undocumented", "completeness.threshold",
    ];

    /// <summary>What no document holds unless it is told otherwise.</summary>
    public static IReadOnlyList<ForbiddenString> Placeholders { get; } =
    [
        new() { Text = "TODO", In = ForbiddenScope.ProseAndCode },
        new() { Text = "TBD" },
        new() { Text = "FIXME", In = ForbiddenScope.ProseAndCode },
        new() { Text = "???", Match = ForbiddenMatch.Text },
        new() { Text = "[placeholder]", Match = ForbiddenMatch.Text },
        new() { Text = "to be determined", Match = ForbiddenMatch.Text },
        new() { Text = "lorem ipsum", Match = ForbiddenMatch.Text },
    ];

    /// <summary>Whether a rule runs in a tree unless settings switch it off.</summary>
    /// <param name="rule">Its id.</param>
    /// <param name="withRequirements">Whether there are requirements to compare with.</param>
    public static bool Runs(string rule, bool withRequirements) => Ids.Contains(rule, StringComparer.Ordinal) || (withRequirements && IdsByRequirements.Contains(rule, StringComparer.Ordinal));

    /// <summary>A request that runs them.</summary>
    /// <param name="documents">Markdown, by path within the tree.</param>
    /// <param name="others">Files beside them that links may name, such as images.</param>
    /// <param name="requirements">Switches on what compares with them; null for none.</param>
    public static ValidationRequest Request(IReadOnlyList<DocumentSource> documents, IReadOnlySet<string>? others = null, Requirements? requirements = null) => new()
    {
        Formula = new()
        {
            Name = FormulaName,
            Version = "1",
            Title = "Any folder of Markdown",
            Phases = [new() { Number = 0, Name = "Validation", Agent = "none", PassedReport = "report.md", FailedReport = "report.md" }],
            Profiles = [new() { Name = "full" }],
            Rules = [.. RuleCatalog.All.Where(r => Runs(r.Id, requirements is not null)).Select(r => new RuleSpec { Id = r.Id, Strict = r.Strict, Lenient = r.Lenient })],
            ForbiddenStrings = Placeholders,
            Links = new() { External = "any" },
        },
        Plan = new()
        {
            Formula = FormulaName,
            FormulaVersion = "1",
            Profile = "full",
            Slug = "",
            Files = [.. documents.Select(d => new PlannedFile { Name = d.Name, Role = d.Name, Phase = 0, Title = d.Name, Template = "" })],
        },
        Requirements = requirements,
        Strictness = Strictness.Strict,
        Phase = 0,
        Documents = documents,
        OtherFiles = others ?? new HashSet<string>(StringComparer.Ordinal),
    };
}
