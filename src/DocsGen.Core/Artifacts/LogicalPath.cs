namespace DocsGen.Core.Artifacts;

/// <summary>
/// Where an artifact lives in a run: <c>run_2025_12_14_0001/phase3_v2/sample-13-arch.md</c>. The first segment is the run's id; the
/// rest follows <see cref="PathRules"/>.
/// </summary>
public readonly record struct LogicalPath
{
    private readonly string? value;

    private LogicalPath(string value) => this.value = value;

    /// <summary>The path as text, in NFC.</summary>
    public string Value => value ?? throw new InvalidOperationException("A LogicalPath must be parsed or made, not defaulted.");

    /// <summary>The run that the artifact belongs to.</summary>
    public RunId Run => RunId.Parse(Value[..Value.IndexOf('/', StringComparison.Ordinal)]);

    /// <summary>The path within the run: <c>phase3_v2/sample-13-arch.md</c>.</summary>
    public string Relative => Value[(Value.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>The last segment: <c>sample-13-arch.md</c>.</summary>
    public string FileName => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The folder within the run: <c>phase3_v2</c>.</summary>
    public string Folder => Relative.Contains('/', StringComparison.Ordinal) ? Relative[..Relative.LastIndexOf('/')] : "";

    /// <summary>Makes a path in a run from one that is relative to it.</summary>
    /// <exception cref="FormatException">The relative path breaks a path rule; the message says which.</exception>
    public static LogicalPath In(RunId run, string relative) => Parse($"{run}/{relative}");

    /// <summary>Parses a whole path.</summary>
    /// <exception cref="FormatException">The path breaks a path rule; the message says which.</exception>
    public static LogicalPath Parse(string text)
    {
        if (PathRules.Judge(text, out var path) is { } reason) throw new FormatException($"'{text}' cannot be a path: {reason}.");
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !RunId.TryParse(path[..slash], out _)) throw new FormatException($"'{text}' is no logical path: it must start with a run id and a slash.");
        return new(path);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
