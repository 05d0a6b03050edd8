using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>What any tree of Markdown can be held to, without a formula and without requirements: every document that is there counts as planned.</summary>
public static class GeneralRules
{
    private static readonly string[] Ids =
    [
        "structure.h1", "markdown.malformed", "markdown.too_complex", "code.invalid", "placeholders.forbidden",
        "links.internal.resolves", "links.anchor.resolves", "links.relative_only",
    ];

    private static readonly ForbiddenString[] Placeholders =
    [
        new() { Text = "TODO", In = ForbiddenScope.ProseAndCode },
        new() { Text = "TBD" },
        new() { Text = "FIXME", In = ForbiddenScope.ProseAndCode },
        new() { Text = "???", Match = ForbiddenMatch.Text },
        new() { Text = "[placeholder]", Match = ForbiddenMatch.Text },
        new() { Text = "to be determined", Match = ForbiddenMatch.Text },
        new() { Text = "lorem ipsum", Match = ForbiddenMatch.Text },
    ];

    /// <summary>A request that runs them.</summary>
    /// <param name="documents">Markdown, by path within the tree.</param>
    /// <param name="others">Files beside them that links may name, such as images.</param>
    /// <param name="strictness">How strict.</param>
    public static ValidationRequest Request(IReadOnlyList<DocumentSource> documents, IReadOnlySet<string>? others = null, Strictness strictness = Strictness.Strict) => new()
    {
        Formula = new()
        {
            Name = "folder",
            Version = "1",
            Title = "Any folder of Markdown",
            Phases = [new() { Number = 0, Name = "Validation", Agent = "none", PassedReport = "report.md", FailedReport = "report.md" }],
            Profiles = [new() { Name = "full" }],
            Rules = [.. Ids.Select(id => new RuleSpec { Id = id })],
            ForbiddenStrings = Placeholders,
            Links = new() { External = "any" },
        },
        Plan = new()
        {
            Formula = "folder",
            FormulaVersion = "1",
            Profile = "full",
            Slug = "",
            Files = [.. documents.Select(d => new PlannedFile { Name = d.Name, Role = d.Name, Phase = 0, Title = d.Name, Template = "" })],
        },
        Strictness = strictness,
        Phase = 0,
        Documents = documents,
        OtherFiles = others ?? new HashSet<string>(StringComparer.Ordinal),
    };
}
