using System.Globalization;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>completeness.threshold</c>: the share of documented requirements, as <see cref="Completeness"/> counts them, is under the threshold
/// of the profile or else of the formula. Each undocumented requirement is an info issue. Takes the role keys of the other rules.
/// </summary>
internal sealed class CompletenessThreshold : RequirementsRule
{
    public override RuleInfo Info { get; } = new("completeness.threshold", "Completeness", "Fewer requirements are documented than the threshold asks for; each undocumented one is listed.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var result = Completeness.Measure(context.Docset, requirements, context.Spec);
        context.Docset.Completeness = result;
        foreach (var category in result.Categories)
        {
            foreach (var item in category.Items)
            {
                if (item.FoundIn is null) context.Inform(fileName: null, $"Undocumented, {category.Category}: {item.Name} ({item.JsonPath}).");
            }
        }

        if (result.Ratio >= result.Threshold) return;
        context.Report(fileName: null, string.Create(
            CultureInfo.InvariantCulture, $"{result.Documented} of {result.Total} requirements are documented, {result.Ratio:0.0000}; the threshold is {result.Threshold:0.00##}."));
    }
}
