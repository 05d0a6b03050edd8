using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>Where a document lives in its space: a relative path by <see cref="PathRules"/>, in NFC.</summary>
public readonly record struct ServerPath
{
    private readonly string? value;

    private ServerPath(string value) => this.value = value;

    public string Value => value ?? throw new InvalidOperationException("A ServerPath must be parsed, not defaulted.");

    /// <summary>The form under which two paths are one.</summary>
    public string Fold => PathRules.Fold(Value);

    /// <summary>Parses a path.</summary>
    /// <exception cref="FormatException">It breaks a rule; the message says which.</exception>
    public static ServerPath Parse(string? text) => PathRules.Judge(text, out var path) is { } reason
        ? throw new FormatException($"'{text}' cannot be a path: {reason}.")
        : new(path);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
