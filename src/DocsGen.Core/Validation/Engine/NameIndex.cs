using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>In what kind of text a name stands.</summary>
[Flags]
internal enum NamePlaces
{
    None = 0,
    Heading = 1,
    Row = 2,
    ListItem = 4,
    Text = 8,
    Anywhere = Heading | Row | ListItem | Text,
}

/// <summary>The first time that a name stands in a file in one kind of text.</summary>
internal sealed record Mention(MarkdownModel File, TextRun Run, int Index, NamePlaces Place)
{
    public int Offset => Run.OffsetOf(Index);
}

/// <summary>
/// Where the names that the requirements define stand in rendered text, whole and in their case, as a reader sees it: no-break spaces and
/// invisible characters make no difference. Where one name is part of another
/// (<c>C</c> in <c>C#</c>, <c>Item</c> in <c>Create Item</c>) only the longer one counts.
/// </summary>
internal sealed class NameIndex
{
    private readonly Dictionary<string, List<Mention>> mentions = new(StringComparer.Ordinal);

    private NameIndex()
    {
    }

    public static NameIndex Build(Requirements? requirements, IReadOnlyList<MarkdownModel> files)
    {
        var index = new NameIndex();
        if (requirements is null) return index;
        var byFirst = ByFirstCharacter(NamesOf(requirements));
        foreach (var file in files)
        {
            foreach (var run in file.Runs) index.Scan(file, run, byFirst);
        }

        return index;
    }

    /// <summary>The first mention in some files, in their order, in some kinds of text; null for none.</summary>
    public Mention? First(string name, IReadOnlyList<MarkdownModel> files, NamePlaces places = NamePlaces.Anywhere)
    {
        if (!mentions.TryGetValue(name.Trim(), out var all)) return null;
        foreach (var file in files)
        {
            foreach (var mention in all)
            {
                if (ReferenceEquals(mention.File, file) && (mention.Place & places) != NamePlaces.None) return mention;
            }
        }

        return null;
    }

    private void Scan(MarkdownModel file, TextRun run, Dictionary<char, (string Name, string Shown)[]> byFirst)
    {
        var place = PlaceOf(run);
        var seen = SeenText.Of(run.Text);
        var text = seen.Text;
        for (var i = 0; i < text.Length; i++)
        {
            // In the middle of a word no name can begin: most characters need no look-up.
            if (i > 0 && WholeWords.IsWordCharacter(text[i]) && WholeWords.IsWordCharacter(text[i - 1])) continue;
            if (!byFirst.TryGetValue(text[i], out var candidates)) continue;
            foreach (var (name, shown) in candidates)
            {
                if (string.CompareOrdinal(text, i, shown, 0, shown.Length) != 0 || !WholeWords.IsWholeName(text, i, shown)) continue;
                Add(name, new(file, run, seen.IndexOf(i), place));
                i += shown.Length - 1;
                break;
            }
        }
    }

    private void Add(string name, Mention mention)
    {
        if (!mentions.TryGetValue(name, out var all)) mentions[name] = all = [];
        for (var i = all.Count - 1; i >= 0 && ReferenceEquals(all[i].File, mention.File); i--)
        {
            if (all[i].Place == mention.Place) return;
        }

        all.Add(mention);
    }

    private static NamePlaces PlaceOf(TextRun run) => run.Kind switch
    {
        RunKind.Heading => NamePlaces.Heading,
        RunKind.Cell => NamePlaces.Row,
        RunKind.HeaderCell => NamePlaces.Text,
        RunKind.Paragraph => run.InList ? NamePlaces.ListItem : NamePlaces.Text,
    };

    private static HashSet<string> NamesOf(Requirements requirements)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entity in requirements.Entities) names.Add(entity.Name.Trim());
        foreach (var flow in requirements.AllFlows) names.Add(flow.Name.Trim());
        foreach (var role in requirements.UsersAndFlows.Roles)
        {
            names.Add(role.Name.Trim());
            foreach (var permission in role.Permissions) names.Add(permission.Trim());
        }

        foreach (var error in requirements.Errors) names.Add(error.Code.Trim());
        foreach (var entry in requirements.Entities.SelectMany(e => e.Validation)) names.Add(entry.ErrorCode.Trim());
        foreach (var integration in requirements.Integrations) names.Add(integration.Name.Trim());
        foreach (var component in requirements.Components) names.Add(component.Name.Trim());
        foreach (var service in requirements.Services) names.Add(service.Name.Trim());
        foreach (var target in requirements.PerformanceTargets) names.Add(target.Name.Trim());
        names.Remove("");
        return names;
    }

    /// <summary>Longest first, so that a longer name wins over one that it begins with.</summary>
    private static Dictionary<char, (string Name, string Shown)[]> ByFirstCharacter(HashSet<string> names) => names
        .Select(n => (Name: n, Shown: SeenText.Of(n).Text))
        .Where(n => n.Shown.Length > 0)
        .GroupBy(n => n.Shown[0])
        .ToDictionary(g => g.Key, g => g.OrderByDescending(n => n.Shown.Length).ThenBy(n => n.Name, StringComparer.Ordinal).ToArray());
}
