namespace DocsGen.Core.Validation;

/// <summary>Where a link leads.</summary>
internal enum TargetKind
{
    /// <summary>Nowhere: the target is empty.</summary>
    Empty,

    /// <summary>A file beside this one, or a heading of this one.</summary>
    Relative,

    /// <summary>A path from a root, a drive, or <c>file:</c>.</summary>
    Absolute,

    /// <summary>Another host, or another scheme.</summary>
    External,
}

/// <summary>A link target taken apart.</summary>
/// <param name="Kind">Where it leads.</param>
/// <param name="File">For a relative one, the file by its path within the docset, percent-decoded, without query; empty for a link within the file, a dot for the docset's own folder.</param>
/// <param name="Fragment">The anchor, percent-decoded; null for none.</param>
internal sealed record LinkTarget(TargetKind Kind, string File, string? Fragment)
{
    /// <summary>Takes a target apart.</summary>
    /// <param name="target">As it is written.</param>
    /// <param name="from">The path of the file that holds the link: relative targets are beside it.</param>
    public static LinkTarget Of(string target, string from)
    {
        target = Urls.Clean(target);
        if (target.Length == 0) return new(TargetKind.Empty, "", null);
        if (target.Length > 1 && target[0] is '/' or '\\' && target[1] == '/') return new(TargetKind.External, "", null);
        if (target[0] is '/' or '\\') return new(TargetKind.Absolute, "", null);
        if (Urls.Scheme(target) is { } scheme)
        {
            return new(scheme.Length == 1 || string.Equals(scheme, "file", StringComparison.Ordinal) ? TargetKind.Absolute : TargetKind.External, "", null);
        }

        var hash = target.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash >= 0 ? Uri.UnescapeDataString(target[(hash + 1)..]) : null;
        var file = hash >= 0 ? target[..hash] : target;
        var query = file.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0) file = file[..query];
        return new(TargetKind.Relative, Resolve(Uri.UnescapeDataString(file), from), fragment);
    }

    // What leads out of the docset keeps its dots, and so names no file of it.
    private static string Resolve(string file, string from)
    {
        if (file.Length == 0) return file;
        if (!file.Contains("./", StringComparison.Ordinal) && !file.EndsWith('.')) return string.Concat(from.AsSpan(0, from.LastIndexOf('/') + 1), file);
        var folder = from.LastIndexOf('/') is >= 0 and var slash ? from[..slash].Split('/') : [];
        var segments = new List<string>(folder);
        foreach (var segment in file.Split('/'))
        {
            if (segment == ".") continue;
            if (segment == ".." && segments.Count > 0 && segments[^1] != "..") segments.RemoveAt(segments.Count - 1);
            else segments.Add(segment);
        }

        return segments.Count == 0 || segments is [""] ? "." : string.Join('/', segments);
    }
}
