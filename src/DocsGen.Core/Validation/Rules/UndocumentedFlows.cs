using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>flows.undocumented</c>: a flow, primary or secondary, whose name does not stand in rendered text (a heading, list item, table row or
/// paragraph; whole, in its case) in a file of the roles <c>examples</c> and in a file of the roles <c>ui</c>; one issue where
/// the two are the same files.
/// </summary>
internal sealed class UndocumentedFlows : RequirementsRule
{
    public override RuleInfo Info { get; } = new("flows.undocumented", "Flow undocumented", "A flow with no example or no UI section.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var examples = context.Scope("examples");
        var ui = context.Scope("ui");
        var apart = examples.Planned || ui.Planned;
        var together = apart && string.Equals(examples.Where, ui.Where, StringComparison.Ordinal);
        foreach (var flow in requirements.AllFlows)
        {
            if (together)
            {
                if (examples.Due && context.Docset.Names.First(flow.Name, examples.Files) is null) context.Report(examples.Home, $"The flow \"{flow.Name}\" has no example and no UI section {examples.Where}.");
                continue;
            }

            if (examples.Due && context.Docset.Names.First(flow.Name, examples.Files) is null) context.Report(examples.Home, $"The flow \"{flow.Name}\" has no example {examples.Where}.");
            if (ui.Due && apart && context.Docset.Names.First(flow.Name, ui.Files) is null) context.Report(ui.Home, $"The flow \"{flow.Name}\" has no UI section {ui.Where}.");
        }
    }
}
