using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Drafting;

/// <summary>Kinds of requirement that pages link to; the words that a formula's <c>defines</c> uses.</summary>
internal static class Kinds
{
    public const string Entity = "entity";
    public const string Flow = "flow";
    public const string Error = "error";
    public const string Integration = "integration";
    public const string Component = "component";
    public const string Service = "service";
    public const string Role = "role";

    /// <summary>The names of one kind, in the order of the requirements.</summary>
    public static IEnumerable<string> Names(Requirements requirements, string kind) => kind switch
    {
        Entity => requirements.Entities.Select(e => e.Name),
        Flow => requirements.AllFlows.Select(f => f.Name),
        Error => requirements.Errors.Select(e => e.Code),
        Integration => requirements.Integrations.Select(i => i.Name),
        Component => requirements.Components.Select(c => c.Name),
        Service => requirements.Services.Select(s => s.Name),
        Role => requirements.UsersAndFlows.Roles.Select(r => r.Name),
        _ => [],
    };
}

/// <summary>
/// Where each named requirement is defined: the first planned file that defines its kind, and the anchor of its heading there.
/// Every link follows the plan; what no planned file defines is named without a link.
/// </summary>
internal sealed class LinkTargets
{
    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);

    private LinkTargets()
    {
    }

    /// <summary>Targets whose anchors are those of the names alone.</summary>
    public static LinkTargets Plain(PlannedFiles plan, Requirements requirements) => Make(plan, requirements, _ => null);

    /// <summary>
    /// The targets as they are: where headings of a page share an anchor, the page is rendered once to see which got which number.
    /// </summary>
    /// <param name="plan">What may be linked to.</param>
    /// <param name="requirements">What is named.</param>
    /// <param name="render">Renders a page; its headings must not depend on links.</param>
    public static LinkTargets Exact(PlannedFiles plan, Requirements requirements, Func<PlannedFile, string> render) =>
        Make(plan, requirements, file => SharesAnchors(file, requirements) ? Anchors.Headings(render(file)) : null);

    /// <summary>Whether any page needs to be rendered to know its anchors.</summary>
    public static bool Ambiguous(PlannedFiles plan, Requirements requirements) => plan.Files.Any(f => SharesAnchors(f, requirements));

    /// <summary>The name as a link to its definition.</summary>
    public Markdown Link(string kind, string name) => _targets.TryGetValue(Key(kind, name), out var target)
        ? new Markdown(MarkdownText.Link(MarkdownText.OneLine(name), target))
        : new Markdown(MarkdownText.Escape(MarkdownText.OneLine(name)));

    /// <summary>The name as a link, whatever kind of part it is; entities first.</summary>
    public Markdown PartLink(string name)
    {
        foreach (var kind in (ReadOnlySpan<string>)[Kinds.Entity, Kinds.Service, Kinds.Component, Kinds.Integration])
        {
            if (_targets.ContainsKey(Key(kind, name))) return Link(kind, name);
        }

        return new Markdown(MarkdownText.Escape(MarkdownText.OneLine(name)));
    }

    private static LinkTargets Make(PlannedFiles plan, Requirements requirements, Func<PlannedFile, IReadOnlyList<Heading>?> headings)
    {
        var targets = new LinkTargets();
        var defined = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in plan.Files)
        {
            var kinds = file.Defines.Where(defined.Add).ToList();
            if (kinds.Count == 0) continue;
            var open = headings(file)?.Where(h => h.Level > 2).ToList();
            foreach (var kind in kinds)
            {
                foreach (var name in Kinds.Names(requirements, kind)) targets._targets.TryAdd(Key(kind, name), Target(file, MarkdownText.OneLine(name), open));
            }
        }

        return targets;
    }

    private static string Key(string kind, string name) => $"{kind}\n{name}";

    private static string Target(PlannedFile file, string name, List<Heading>? open)
    {
        var anchor = HeadingAnchors.Slug(name);
        if (open?.Find(h => h.Text == name) is { } heading)
        {
            anchor = heading.Anchor;
            open.Remove(heading);
        }

        return anchor.Length > 0 ? $"{file.Name}#{anchor}" : file.Name;
    }

    private static bool SharesAnchors(PlannedFile file, Requirements requirements)
    {
        if (file.Defines.Count == 0) return false;
        var taken = file.Sections.Append(file.Title).Select(HeadingAnchors.Slug).ToHashSet(StringComparer.Ordinal);
        return file.Defines.SelectMany(kind => Kinds.Names(requirements, kind)).Any(name => !taken.Add(HeadingAnchors.Slug(MarkdownText.OneLine(name))));
    }
}
