using System.Buffers;

namespace DocsGen.Core.Sync;

/// <summary>What identifies a document in its space for good, wherever it moves: chosen by the client that pushes it first.</summary>
public readonly record struct FileId
{
    private const int MaxLength = 200;

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private readonly string? value;

    private FileId(string value) => this.value = value;

    public string Value => value ?? throw new InvalidOperationException("A FileId must be parsed, not defaulted.");

    /// <summary>Parses an id: not empty, at most 200 characters, without <c>/</c>, <c>\</c>, <c>..</c> and control characters.</summary>
    /// <exception cref="FormatException">The text is none; the message says why.</exception>
    public static FileId Parse(string? text)
    {
        var reason = text switch
        {
            null or "" => "it is empty",
            // Most ids are letters, digits and dashes, and need no closer look.
            { Length: <= MaxLength } when !text.AsSpan().ContainsAnyExcept(Plain) => null,
            { Length: > MaxLength } => $"it is longer than {MaxLength} characters",
            _ when text.Contains('/', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal) => "it holds a slash",
            _ when text.Contains("..", StringComparison.Ordinal) => "it holds '..'",
            _ when text.Any(c => char.IsControl(c) || char.IsSurrogate(c)) => "it holds a control character or a surrogate",
            _ => null,
        };
        return reason is null ? new(text!) : throw new FormatException($"'{text}' cannot be a file id: {reason}.");
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
