using DocsGen.Core.Formulas;

namespace DocsGen.Core.Drafting;

/// <summary>
/// Finds the place of a part in the host's structure: files that carry its name, else the folder that by its own name holds
/// parts of that kind. It says nothing where the structure says nothing.
/// </summary>
internal sealed class StructureMap(HostStructure? host)
{
    private readonly IReadOnlyList<string> _paths = host?.Paths ?? [];

    /// <summary>Whether the run knows the host's files at all.</summary>
    public bool Known => _paths.Count > 0;

    public Markdown Entity(string name) => Place(name, "Entities", "Models", "Domain", "Data");

    public Markdown Component(string name, string kind) =>
        kind.Equals("page", StringComparison.OrdinalIgnoreCase) ? Place(name, "Pages", "Components", "Shared") : Place(name, "Components", "Pages", "Shared");

    public Markdown Service(string name) => Place(name, "Services");

    private Markdown Place(string name, params string[] folders)
    {
        if (!Known) return new Markdown("no host structure was given");
        var files = _paths.Where(p => Stem(p).Equals(name, StringComparison.OrdinalIgnoreCase)).Take(3).ToList();
        if (files.Count > 0) return new Markdown(string.Join(", ", files.Select(MarkdownText.CodeCell)));
        foreach (var folder in folders)
        {
            if (Folder(folder) is { } path) return new Markdown(MarkdownText.CodeCell(path) + " (not there yet; this folder holds its kind)");
        }

        return new Markdown("no place in the host structure carries its name or kind");
    }

    /// <summary>The shallowest folder of this name, ordinal order among equals; folders under one called Plugins come first.</summary>
    private string? Folder(string name) => _paths
        .Select(p => p.Split('/'))
        .Select(segments => new { segments, at = Array.FindIndex(segments, 0, segments.Length - 1, s => s.Equals(name, StringComparison.OrdinalIgnoreCase)) })
        .Where(f => f.at >= 0)
        .OrderBy(f => f.segments.Take(f.at).Any(s => s.Equals("Plugins", StringComparison.OrdinalIgnoreCase)) ? 0 : 1)
        .ThenBy(f => f.at)
        .Select(f => string.Join('/', f.segments.Take(f.at + 1)) + "/")
        .FirstOrDefault();

    private static string Stem(string path)
    {
        var file = path[(path.LastIndexOf('/') + 1)..];
        var dot = file.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? file[..dot] : file;
    }
}
