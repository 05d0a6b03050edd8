using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>
/// Holds a folder of Markdown to its settings: the rules of a formula, or those that suit any tree, with the severities that the settings give them, and
/// the suppressions that hold on the day that is asked for. Runs know none of this: a gate hears neither comments nor settings.
/// </summary>
public static class FolderValidation
{
    private const string UnreadableRule = "markdown.malformed";

    /// <summary>Validates all of it.</summary>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public static FolderResult Validate(FolderRequest folder, CancellationToken cancellationToken = default) => Validate(folder, ValidationMemory.Empty, cancellationToken).Result;

    /// <summary>Validates what an earlier validation does not tell already; the issues are exactly those of a whole validation.</summary>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public static (FolderResult Result, ValidationMemory Memory) Validate(FolderRequest folder, ValidationMemory memory, CancellationToken cancellationToken = default)
    {
        var (request, severities) = Request(folder);
        var (result, next, _) = Validator.Validate(request, memory, cancellationToken);
        var pass = new SuppressionPass(folder.Settings, severities, folder.Today);
        var unreadable = folder.Unreadable.Select(u => new RawIssue(UnreadableRule, severities.Of(UnreadableRule, null) ?? Severity.Error, u.Name, default, u.Why)).ToList();
        var found = result.Issues.Concat(Fingerprints.Finish(unreadable, request.Plan));
        var issues = pass.Mark(found.Select(severities.Weigh).OfType<Issue>(), folder.Documents);
        issues.AddRange(Fingerprints.Finish(pass.Remarks, request.Plan));
        Fingerprints.Sort(issues);
        return (new(issues, result.Completeness), next);
    }

    /// <summary>Every rule with its severity in this folder, the rules about suppressions too; null for off.</summary>
    public static IReadOnlyList<(RuleInfo Rule, Severity? Severity)> Rules(FolderRequest folder)
    {
        var severities = Request(folder).Severities;
        return [.. RuleCatalog.All.Concat(SuppressionRules.All).Select(r => (r, severities.Of(r.Id, null)))];
    }

    /// <summary>The same by id, where a rule that is only on for some files has the most that it weighs in any.</summary>
    public static IReadOnlyDictionary<string, Severity?> Weights(FolderRequest folder)
    {
        var severities = Request(folder).Severities;
        return RuleCatalog.All.Concat(SuppressionRules.All).ToDictionary(r => r.Id, r => severities.Of(r.Id, null) ?? severities.MostSomewhere(r.Id), StringComparer.Ordinal);
    }

    // What the validator is asked, and how what it finds is to be weighed.
    private static (ValidationRequest Request, FolderSeverities Severities) Request(FolderRequest folder)
    {
        var settings = folder.Settings;
        var request = folder.Formula is { } formula
            ? FormulaRequests.Final(formula, folder.Profile, folder.Requirements, folder.Documents)
            : GeneralRules.Request(folder.Documents, requirements: folder.Requirements);
        var severities = new FolderSeverities(request.Formula, settings);
        request = request with
        {
            ForbiddenTerms = settings.ForbiddenTerms,
            OtherFiles = folder.OtherFiles,
            SymbolicLinks = folder.SymbolicLinks,
            FrontMatterTitles = true,
            ExistsOutside = folder.ExistsOutside,
            Roots = settings.Roots,
            Strictness = settings.Strictness,
            Formula = request.Formula with
            {
                Rules = severities.Specs(request.Formula),
                ForbiddenStrings = settings.Placeholders ?? request.Formula.ForbiddenStrings,
                Links = settings.AllowedHosts is { } hosts ? new() { External = "requirements", AllowedHosts = hosts } : request.Formula.Links,
            },
        };
        return (request, severities);
    }
}
