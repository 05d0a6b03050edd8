using DocsGen.Core.Formulas;
using DocsGen.Core.Text;
using DocsGen.Core.Validation.Rules;

namespace DocsGen.Core.Validation;

/// <summary>All rules there are. A formula switches them on; an id that stands in no list here is a mistake in the formula.</summary>
public static class RuleCatalog
{
    internal static IReadOnlyList<IRule> Rules { get; } =
    [
        new MissingFile(), new UnplannedFile(), new RequiredSection(), new SingleTitle(), new Navigation(),
        new MalformedMarkdown(), new TooComplexMarkdown(), new InvalidCode(), new ForbiddenPlaceholder(),
        new InternalLinks(), new LinkAnchors(), new RelativeLinks(), new ExternalLinks(), new ArtifactLinks(),
        new ForbiddenTerms(), new UndefinedTerms(), new RedefinedTerms(), new Acronyms(),
        new MissingSchema(), new SchemaDrift(), new NewEntities(), new MissingPersistence(),
        new ErrorMessages(), new OrphanErrorCodes(), new UnpairedValidation(),
        new UndocumentedFlows(), new UndocumentedIntegrations(), new UndocumentedPerformance(), new UndocumentedPermissions(),
        new UnmappedParts(), new MissingDiagrams(), new MissingPolicies(), new CompletenessThreshold(),
    ];

    /// <summary>What each rule is, in the order of the documentation.</summary>
    public static IReadOnlyList<RuleInfo> All { get; } = [.. Rules.Select(r => r.Info)];

    /// <summary>The rule of an id; null when there is none.</summary>
    public static RuleInfo? Find(string id)
    {
        foreach (var rule in All)
        {
            if (string.Equals(rule.Id, id, StringComparison.Ordinal)) return rule;
        }

        return null;
    }

    /// <summary>The id that a misspelt one was probably meant to be, as the end of a sentence; empty when none is near.</summary>
    public static string Nearest(string id) => Closest.Of(id, All.Concat(SuppressionRules.All).Select(r => r.Id)) is { } near ? $"; the nearest is {near}" : "";

    /// <summary>The rules that a gate runs, with their severity there, in their order; none at the preflight, which has checks of its own.</summary>
    public static IReadOnlyList<(RuleInfo Rule, Severity Severity)> At(Formula formula, Strictness strictness, int phase) =>
        phase == 0 ? [] : [.. RuleSelection.For(formula, strictness, phase, Rules).Select(r => (r.Rule.Info, r.Severity))];
}
