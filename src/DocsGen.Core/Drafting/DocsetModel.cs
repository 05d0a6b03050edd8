using System.Globalization;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Agents;

namespace DocsGen.Core.Drafting;

/// <summary>Everything that templates can say about a docset, made once per run; a page adds only what is its own.</summary>
internal sealed class DocsetModel
{
    private readonly Dictionary<string, object?> _shared;
    private readonly Dictionary<string, Dictionary<string, object?>> _files;
    private readonly List<PlannedFile> _reading;

    private DocsetModel(DraftingContext context, LinkTargets links)
    {
        _reading = [.. context.Plan.Files.OrderBy(f => f.Parent is null ? 0 : 1).ThenBy(f => f.Number, StringComparer.Ordinal)];
        _files = _reading.ToDictionary(f => f.Role, FileView, StringComparer.Ordinal);
        foreach (var file in _reading) _files[file.Role]["children"] = _reading.Where(f => f.Parent == file.Role).Select(f => (object)_files[f.Role]).ToList();
        _shared = Shared(context, links);
    }

    /// <summary>Builds the model; renders a page where only that tells which heading got which anchor.</summary>
    public static DocsetModel Build(DraftingContext context, Func<DocsetModel, PlannedFile, string> render)
    {
        var plain = new DocsetModel(context, LinkTargets.Plain(context.Plan, context.Requirements));
        if (!LinkTargets.Ambiguous(context.Plan, context.Requirements)) return plain;
        return new DocsetModel(context, LinkTargets.Exact(context.Plan, context.Requirements, file => render(plain, file)));
    }

    /// <summary>The model of one page; null stands for the bundle's README, which is no planned file.</summary>
    public IReadOnlyDictionary<string, object?> Page(PlannedFile? file)
    {
        var page = new Dictionary<string, object?>(_shared, StringComparer.Ordinal);
        if (file is null) return page;
        var at = _reading.FindIndex(f => f.Name == file.Name);
        page["page"] = _files[file.Role];
        page["parent"] = file.Parent is { } parent && _files.TryGetValue(parent, out var view) && view["is_root"] is false ? view : null;

        // The first page of a part has its part before it; one link to that is enough.
        page["previous"] = at > 1 && _reading[at - 1].Role != file.Parent ? _files[_reading[at - 1].Role] : null;
        page["next"] = at + 1 < _reading.Count ? _files[_reading[at + 1].Role] : null;
        return page;
    }

    private static Dictionary<string, object?> FileView(PlannedFile file) => new(StringComparer.Ordinal)
    {
        ["name"] = file.Name,
        ["title"] = MarkdownText.OneLine(file.Title),
        ["number"] = file.Number,
        ["role"] = file.Role,
        ["summary"] = file.Summary,
        ["sections"] = file.Sections,
        ["link"] = new Markdown(MarkdownText.Link(MarkdownText.OneLine(file.Title), file.Name)),
        ["is_root"] = file.Parent is null,
    };

    private Dictionary<string, object?> Shared(DraftingContext context, LinkTargets links)
    {
        var requirements = context.Requirements;
        var structure = new StructureMap(context.Host);
        var root = _reading.Count > 0 && _reading[0].Parent is null ? _files[_reading[0].Role] : null;
        return new(StringComparer.Ordinal)
        {
            ["name"] = MarkdownText.OneLine(requirements.Plugin.Name),
            ["slug"] = requirements.Plugin.Slug,
            ["summary"] = requirements.Plugin.Summary,
            ["source"] = new RequirementsSource(requirements.Source),
            ["files"] = _files,
            ["root"] = root,
            ["file_count"] = _reading.Count.ToString(CultureInfo.InvariantCulture),
            ["entities"] = EntityViews.Make(requirements, links, structure),
            ["flows"] = FlowViews.Flows(requirements.AllFlows, requirements, links),
            ["primary_flows"] = FlowViews.Flows(requirements.UsersAndFlows.PrimaryFlows, requirements, links),
            ["secondary_flows"] = FlowViews.Flows(requirements.UsersAndFlows.SecondaryFlows, requirements, links),
            ["roles"] = FlowViews.Roles(requirements, links),
            ["permissions"] = FlowViews.PermissionRows(requirements),
            ["errors"] = FlowViews.Errors(requirements, links),
            ["components"] = PartViews.Components(requirements, links, structure),
            ["services"] = PartViews.Services(requirements, links, structure),
            ["integrations"] = PartViews.Integrations(requirements, links),
            ["terms"] = PartViews.Terms(requirements),
            ["forbidden_terms"] = PartViews.ForbiddenTerms(requirements),
            ["targets"] = PartViews.Targets(requirements),
            ["audit"] = PartViews.Audit(requirements.Audit, requirements),
            ["permissions_model"] = requirements.Policies.PermissionsModel,
            ["policies"] = PartViews.Named(requirements.Policies.Others, requirements),
            ["host"] = PartViews.Host(requirements.Host, context.Host, requirements),
            ["has_relations"] = requirements.Entities.Any(e => e.Relations.Count > 0),
            ["has_enums"] = requirements.Entities.Any(e => e.Fields.Any(f => f.Enum.Count > 0)),
            ["has_invariants"] = requirements.Entities.Any(e => e.Invariants.Count > 0),
            ["has_persisted"] = requirements.Entities.Any(e => e.Persisted),
            ["has_rules"] = requirements.Entities.Any(e => e.Validation.Count > 0),
            ["has_inputs"] = requirements.Entities.Any(e => e.Fields.Any(field => requirements.AllFlows.Any(flow => FlowParts.Concerns(flow, e, field, requirements)))),
            ["has_wrong_values"] = requirements.Entities.Any(e => e.Validation.Any(v => v.ErrorCode.Length > 0 && Boundaries.Of(v, e) is not null)),
            ["has_mild"] = requirements.Errors.Any(e => Severities.IsMild(e.Severity)),
            ["said"] = Notes.Said(requirements.Source, "ui.messages", "ui.accessibility", "ui.navigation", "ui.interactions", "ui.sync", "deployment", "updates", "macros"),
            ["has_parts"] = requirements.Components.Count + requirements.Services.Count > 0,
            ["er_diagram"] = Diagrams.EntityRelationships(requirements),
            ["component_diagram"] = Diagrams.Components(requirements),
            ["types"] = TypeViews.Make(requirements, links),
        };
    }
}
