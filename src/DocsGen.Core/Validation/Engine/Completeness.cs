using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>
/// Counts documented requirements. An entity: a table of fields under its heading. A field: its row there. A flow: its name in the files
/// of <c>examples</c>. An integration: its name in those of <c>integrations</c>. A permission: its name in any file. A validation rule: its
/// error code in the files of <c>arch_validation</c>; without a code, the name of the rule in the section of a heading that is the entity's
/// name. An error code: a form of <see cref="ErrorForms"/> in the files of <c>ui_validation</c>. An invariant: its text, white space aside,
/// in one paragraph, list item or cell of any file.
/// </summary>
internal static class Completeness
{
    public static CompletenessResult Measure(Docset docset, Requirements requirements, RuleSpec spec)
    {
        var request = docset.Request;
        var profile = request.Formula.Profiles.FirstOrDefault(p => string.Equals(p.Name, request.Plan.Profile, StringComparison.Ordinal));
        var threshold = (profile?.Completeness ?? request.Formula.Completeness).For(request.Strictness);
        var schema = docset.Scope(spec, "schema");
        return new(
            [
                new("entities", [.. requirements.Entities.Select(e => Item(e.Name, e.JsonPath, TableFile(docset, schema, e, field: null)))]),
                new("fields", [.. requirements.Entities.SelectMany(e => e.Fields.Select(f => Item($"{e.Name}.{f.Name}", f.JsonPath, TableFile(docset, schema, e, f.Name))))]),
                new("flows", Named(docset, docset.Scope(spec, "examples"), requirements.AllFlows.Select(f => (f.Name, f.JsonPath)))),
                new("integrations", Named(docset, docset.Scope(spec, "integrations"), requirements.Integrations.Select(i => (i.Name, i.JsonPath)))),
                new("permissions", Named(docset, docset.Scope(spec, "permissions"), Permissions(requirements))),
                new("validation rules", ValidationRules(docset, requirements, docset.Scope(spec, "arch_validation"))),
                new("error codes", ErrorCodes(docset, requirements, docset.Scope(spec, "ui_validation"))),
                new("invariants", Invariants(docset, requirements)),
            ],
            threshold);
    }

    private static RequirementCoverage Item(string name, string path, string? file) => new(name, path, file);

    private static string? TableFile(Docset docset, FileScope scope, Entity entity, string? field)
    {
        foreach (var table in docset.EntityTables.Of(entity.Name, scope))
        {
            if (field is null || table.Table.Rows.Any(r => string.Equals(r.Text(table.Field), field, StringComparison.Ordinal))) return table.File.Name;
        }

        return null;
    }

    private static List<RequirementCoverage> Named(Docset docset, FileScope scope, IEnumerable<(string Name, string Path)> names) =>
        [.. names.Select(n => Item(n.Name, n.Path, docset.Names.First(n.Name, scope.Files)?.File.Name))];

    private static IEnumerable<(string Name, string Path)> Permissions(Requirements requirements)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var role in requirements.UsersAndFlows.Roles)
        {
            for (var i = 0; i < role.Permissions.Count; i++)
            {
                if (seen.Add(role.Permissions[i])) yield return (role.Permissions[i], string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{role.JsonPath}.permissions[{i}]"));
            }
        }
    }

    private static List<RequirementCoverage> ValidationRules(Docset docset, Requirements requirements, FileScope scope)
    {
        var items = new List<RequirementCoverage>();
        foreach (var entity in requirements.Entities)
        {
            foreach (var entry in entity.Validation)
            {
                var field = entry.Field.Length > 0 ? $".{entry.Field}" : "";
                var file = entry.ErrorCode.Length > 0
                    ? docset.Names.First(entry.ErrorCode, scope.Files)?.File.Name
                    : InSection(scope, entity.Name.Trim(), entry.Rule.Trim());
                items.Add(Item($"{entity.Name}{field} {entry.Rule}", entry.JsonPath, file));
            }
        }

        return items;
    }

    private static string? InSection(FileScope scope, string heading, string name)
    {
        foreach (var file in scope.Files)
        {
            for (var i = 0; i < file.Headings.Count; i++)
            {
                if (!string.Equals(file.Headings[i].Text, heading, StringComparison.Ordinal)) continue;
                var end = file.SectionEnd(i);
                if (file.RunsBetween(file.Headings[i].Offset, end).Any(r => WholeWords.IndexOfName(r.Text, name) >= 0)) return file.Name;
            }
        }

        return null;
    }

    private static List<RequirementCoverage> ErrorCodes(Docset docset, Requirements requirements, FileScope scope) =>
        [.. requirements.Errors.Select(e => Item(e.Code, e.JsonPath, docset.ErrorForms.First(e.Code.Trim(), scope)?.File.Name))];

    private static List<RequirementCoverage> Invariants(Docset docset, Requirements requirements)
    {
        var items = new List<RequirementCoverage>();
        foreach (var entity in requirements.Entities)
        {
            for (var i = 0; i < entity.Invariants.Count; i++)
            {
                var path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{entity.JsonPath}.invariants[{i}]");
                items.Add(Item($"{entity.Name}: {entity.Invariants[i]}", path, FileWith(docset, Squeeze(entity.Invariants[i]))));
            }
        }

        return items;
    }

    private static string? FileWith(Docset docset, string text)
    {
        foreach (var file in docset.Files)
        {
            foreach (var run in file.Runs)
            {
                if (run.Text.Contains(text, StringComparison.Ordinal) || (run.Text.Contains("  ", StringComparison.Ordinal) && Squeeze(run.Text).Contains(text, StringComparison.Ordinal))) return file.Name;
            }
        }

        return null;
    }

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
