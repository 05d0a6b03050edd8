using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>integrations.undocumented</c>: in the files of the roles <c>integrations</c>, the name of each integration stands in rendered text;
/// and with it its auth and failure policy, as written in the requirements, and its docs link, as a link or as text. "With it" means: in
/// the section of a heading that is exactly its name; where there is none, in a table row that holds the name; where there is none, in the
/// same file. What the requirements leave empty is not asked for.
/// </summary>
internal sealed class UndocumentedIntegrations : RequirementsRule
{
    public override RuleInfo Info { get; } = new("integrations.undocumented", "Integration undocumented", "An integration, its auth, its failure policy or its docs link is missing from its files.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var scope = context.Scope("integrations");
        if (!scope.Due) return;
        foreach (var integration in requirements.Integrations)
        {
            var mention = context.Docset.Names.First(integration.Name, scope.Files);
            if (mention is null)
            {
                context.Report(scope.Home, $"The integration {integration.Name} is not documented {scope.Where}.");
                continue;
            }

            var regions = Regions(integration.Name.Trim(), scope);
            CheckPart(integration, "auth", integration.Auth, regions, mention, context);
            CheckPart(integration, "failure policy", integration.FailurePolicy, regions, mention, context);
            CheckPart(integration, "docs link", integration.DocsUrl, regions, mention, context);
        }
    }

    private static void CheckPart(
        Integration integration, string what, string value, List<Region> regions, Mention mention, RuleContext context)
    {
        value = value.Trim();
        if (value.Length > 0 && !regions.Exists(r => r.Holds(value))) context.Report(mention.File, mention.Offset, $"The {what} of the integration {integration.Name} is missing here: {value}.");
    }

    private static List<Region> Regions(string name, FileScope scope)
    {
        var sections = new List<Region>();
        var rows = new List<Region>();
        var files = new List<Region>();
        foreach (var file in scope.Files)
        {
            for (var i = 0; i < file.Headings.Count; i++)
            {
                if (string.Equals(file.Headings[i].Text, name, StringComparison.Ordinal)) sections.Add(new(file, file.Headings[i].Offset, file.SectionEnd(i)));
            }

            foreach (var table in file.Tables)
            {
                foreach (var row in table.Rows)
                {
                    if (row.Cells.Any(c => WholeWords.IndexOfName(c.Text, name) >= 0)) rows.Add(new(file, row.Offset, row.Cells[^1].Offset + 1));
                }
            }

            files.Add(new(file, 0, int.MaxValue));
        }

        return sections.Count > 0 ? sections : rows.Count > 0 ? rows : files;
    }

    /// <summary>A part of a file, by offsets.</summary>
    private sealed record Region(MarkdownModel File, int Start, int End)
    {
        public bool Holds(string value)
        {
            foreach (var run in File.Runs)
            {
                if (run.Offset >= Start && run.Offset < End && WholeWords.IndexOfName(run.Text, value) >= 0) return true;
            }

            foreach (var link in File.Links)
            {
                // A link in a row's last cell begins after the cell does; the row's own line still counts.
                if (link.Offset >= Start && (link.Offset < End || OnLastLine(link.Offset)) && string.Equals(link.Target, value, StringComparison.Ordinal)) return true;
            }

            return false;
        }

        private bool OnLastLine(int offset) => End < int.MaxValue && File.At(offset).Line == File.At(End - 1).Line;
    }
}
