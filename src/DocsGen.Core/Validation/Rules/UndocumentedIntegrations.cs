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
            foreach (var (what, value) in new[] { ("auth", integration.Auth), ("failure policy", integration.FailurePolicy), ("docs link", integration.DocsUrl) })
            {
                if (value.Trim().Length == 0 || IsHeld(value.Trim(), scope, regions)) continue;
                context.Report(mention.File, mention.Offset, $"The {what} of the integration {integration.Name} is missing here: {value.Trim().TrimEnd('.')}.");
            }
        }
    }

    private static bool IsHeld(string value, FileScope scope, List<Region> regions)
    {
        var lines = new Dictionary<MarkdownModel, int[]>();
        foreach (var file in scope.Files)
        {
            var runs = file.Runs.Where(r => WholeWords.IndexOfName(r.Text, value) >= 0).Select(r => file.At(r.Offset).Line);
            var links = file.Links.Where(l => string.Equals(l.Target, value, StringComparison.Ordinal)).Select(l => file.At(l.Offset).Line);
            lines[file] = [.. runs.Concat(links).Order()];
        }

        return regions.Exists(r => r.Holds(lines[r.File]));
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
                if (string.Equals(file.Headings[i].Text, name, StringComparison.Ordinal)) sections.Add(new(file, file.At(file.Headings[i].Offset).Line, LastLine(file, file.SectionEnd(i))));
            }

            foreach (var table in file.Tables)
            {
                foreach (var row in table.Rows)
                {
                    if (row.Cells.Any(c => WholeWords.IndexOfName(c.Text, name) >= 0)) rows.Add(new(file, file.At(row.Offset).Line, file.At(row.Offset).Line));
                }
            }

            files.Add(new(file, 0, int.MaxValue));
        }

        return sections.Count > 0 ? sections : rows.Count > 0 ? rows : files;
    }

    private static int LastLine(MarkdownModel file, int end) => end == int.MaxValue ? int.MaxValue : file.At(end).Line - 1;

    /// <summary>A part of a file, by its lines.</summary>
    private sealed record Region(MarkdownModel File, int First, int Last)
    {
        /// <summary>Whether one of some lines, ascending, is in it.</summary>
        public bool Holds(int[] lines)
        {
            var next = Array.BinarySearch(lines, First);
            if (next < 0) next = ~next;
            return next < lines.Length && lines[next] <= Last;
        }
    }
}
