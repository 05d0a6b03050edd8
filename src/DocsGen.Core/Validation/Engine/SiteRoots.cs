namespace DocsGen.Core.Validation;

/// <summary>
/// What links mean that begin with a slash: by the start of their path (<c>/docs</c>; empty for <c>/</c>), the folder that it stands for, by its path from
/// the docset with a slash at its end (empty for the docset itself, <c>../x/</c> for one beside it); null for another site, whose links are not followed.
/// </summary>
public sealed class SiteRoots(IReadOnlyDictionary<string, string?> starts)
{
    // As sites serve them: a page goes by its name without ending, a folder by its index.
    private static readonly string[] Endings = ["", ".md", "/index.md", "/README.md", "/readme.md"];

    /// <summary>The starts and what they stand for.</summary>
    public IReadOnlyDictionary<string, string?> Starts => starts;

    /// <summary>Where an absolute path leads; as it is where no start fits.</summary>
    /// <param name="target">What it is otherwise.</param>
    /// <param name="link">As it is written.</param>
    /// <param name="exists">Whether a file is there.</param>
    internal LinkTarget Resolve(LinkTarget target, string link, Func<string, bool> exists)
    {
        var path = link.Trim();
        if (path[0] != '/' || Longest(path) is not { } start) return target;
        if (starts[start] is not { } folder) return new(TargetKind.External, "", null);
        var relative = LinkTarget.Of($"./{folder}{path[start.Length..].TrimStart('/')}", "");
        var file = relative.File.TrimEnd('/');
        foreach (var ending in Endings)
        {
            var candidate = file is "." ? ending.TrimStart('/') : file + ending;
            if (candidate.EndsWith(".md", StringComparison.Ordinal) && exists(candidate)) return relative with { File = candidate };
        }

        return relative with { File = file };
    }

    private string? Longest(string path)
    {
        string? longest = null;
        foreach (var start in starts.Keys)
        {
            var fits = path.StartsWith(start, StringComparison.Ordinal) && (path.Length == start.Length || path[start.Length] is '/' or '#' or '?');
            if (fits && start.Length >= (longest?.Length ?? 0)) longest = start;
        }

        return longest;
    }
}
