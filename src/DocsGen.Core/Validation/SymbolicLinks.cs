namespace DocsGen.Core.Validation;

/// <summary>
/// The symbolic links of a tree, by their paths in it, and the path that each leads to in the end, from the tree too (a dot for the tree itself); one that
/// begins with <c>..</c> leads out of the tree, and null is for one that leads nowhere. What is there through a link counts as there, under its own name;
/// what is out of the tree does not: it may not be there for others who read the tree.
/// </summary>
public sealed class SymbolicLinks(IReadOnlyDictionary<string, string?> targets)
{
    // Each step goes at least one name further down what is left of a path, unless the targets name links themselves.
    private const int MostSteps = 100;

    public static SymbolicLinks None { get; } = new(new Dictionary<string, string?>(StringComparer.Ordinal));

    /// <summary>The links and where they lead.</summary>
    public IReadOnlyDictionary<string, string?> Targets => targets;

    /// <summary>The path that a path is in the end, and where it goes through a link that leads out of the tree or nowhere, that link with what is wrong with it.</summary>
    internal (string Path, string? Dead) Follow(string path)
    {
        if (targets.Count == 0) return (path, null);
        for (var step = 0; step < MostSteps; step++)
        {
            if (FirstIn(path) is not { } link) return (path, null);
            if (targets[link] is not { } to) return (path, Through(path, link, "nowhere"));
            if (to == ".." || to.StartsWith("../", StringComparison.Ordinal)) return (path, Through(path, link, "out of the folder"));
            var rest = path[link.Length..].TrimStart('/');
            path = rest.Length == 0 ? to : to == "." ? rest : $"{to}/{rest}";
        }

        return (path, Through(path, path, "in circles"));
    }

    private string? FirstIn(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); ; end = path.IndexOf('/', end + 1))
        {
            var part = end < 0 ? path : path[..end];
            if (targets.ContainsKey(part)) return part;
            if (end < 0) return null;
        }
    }

    private static string Through(string path, string link, string where) =>
        path.TrimEnd('/').Length == link.Length ? $"which is a symbolic link that leads {where}" : $"and {link} is a symbolic link that leads {where}";
}
