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
/// <param name="File">For a relative one, the file, percent-decoded, without <c>./</c> and query; empty for a link within the file.</param>
/// <param name="Fragment">The anchor, percent-decoded; null for none.</param>
internal sealed record LinkTarget(TargetKind Kind, string File, string? Fragment)
{
    public static LinkTarget Of(string target)
    {
        target = target.Trim();
        if (target.Length == 0) return new(TargetKind.Empty, "", null);
        if (target.StartsWith("//", StringComparison.Ordinal)) return new(TargetKind.External, "", null);
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
        file = Uri.UnescapeDataString(file);
        while (file.StartsWith("./", StringComparison.Ordinal)) file = file[2..];
        return new(TargetKind.Relative, file, fragment);
    }
}
