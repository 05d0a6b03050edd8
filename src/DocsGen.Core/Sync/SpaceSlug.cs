namespace DocsGen.Core.Sync;

/// <summary>The name of a space in commands and headers: lower-case letters, digits and single hyphens, at most 64.</summary>
public readonly record struct SpaceSlug
{
    private readonly string? value;

    private SpaceSlug(string value) => this.value = value;

    public string Value => value ?? throw new InvalidOperationException("A SpaceSlug must be parsed, not defaulted.");

    /// <summary>Parses a slug.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static SpaceSlug Parse(string text) => TryParse(text, out var slug)
        ? slug
        : throw new FormatException($"'{text}' cannot name a space: use lower-case letters, digits and single hyphens, at most 64 characters.");

    /// <summary>Parses a slug; false when the text is none.</summary>
    public static bool TryParse(string? text, out SpaceSlug slug)
    {
        slug = default;
        if (text is not { Length: > 0 and <= 64 } || text[0] == '-' || text[^1] == '-' || text.Contains("--", StringComparison.Ordinal)) return false;
        if (!text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) return false;
        slug = new(text);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
