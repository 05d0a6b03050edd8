using DocsGen.Core.Formulas;
using DocsGen.Core.Validation.Rules;

namespace DocsGen.Core.Validation;

/// <summary>
/// What is checked in a draft as soon as it is there: it can be read and is not empty, it has one H1, no placeholder, and links only to
/// planned files. The gate checks all of it again.
/// </summary>
public static class QuickChecks
{
    /// <summary>The rule id of an issue that says that a draft is empty.</summary>
    public const string EmptyRule = "structure.empty";

    private static readonly IFileRule[] Rules = [new MalformedMarkdown(), new TooComplexMarkdown(), new SingleTitle(), new ForbiddenPlaceholder(), new InternalLinks()];

    /// <summary>The issues of one draft, in canonical order; all of them are errors.</summary>
    public static IReadOnlyList<Issue> Check(DocumentSource document, PlannedFiles plan, Formula formula, Requirements requirements)
    {
        var file = MarkdownModel.Parse(document);
        var drafts = new List<RawIssue>();
        if (IsEmpty(file)) drafts.Add(new(EmptyRule, Severity.Error, file.Name, default, "The file is empty."));

        // Phase 0, so that links need only be planned: which files are there already is not known here.
        var docset = new Docset(
            new()
            {
                Formula = formula,
                Plan = plan,
                Requirements = requirements,
                Strictness = Strictness.Strict,
                Phase = 0,
                Documents = [document],
            },
            [file]);
        foreach (var rule in Rules)
        {
            if (file.Readable || rule is IFaultRule) FileCheck.Run(docset, file, new(rule, new() { Id = rule.Info.Id }, Severity.Error), drafts, CancellationToken.None);
        }

        return Fingerprints.Finish(drafts, plan);
    }

    private static bool IsEmpty(MarkdownModel file) => file.Readable && file.Runs.Count == 0 && file.Fences.Count == 0 && file.Html.Count == 0;
}
