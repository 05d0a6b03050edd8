using System.Globalization;

namespace DocsGen.Core.Artifacts;

/// <summary>Names a run by its UTC day and its number on that day in its store: <c>run_2025_12_14_0001</c>.</summary>
public readonly record struct RunId
{
    private readonly string? value;

    private RunId(string value) => this.value = value;

    /// <summary>The id as text.</summary>
    public string Value => value ?? throw new InvalidOperationException("A RunId must be parsed or made, not defaulted.");

    /// <summary>Makes the id of the <paramref name="number"/>th run of a day. Numbers start at 1.</summary>
    public static RunId For(DateOnly day, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return new(string.Create(CultureInfo.InvariantCulture, $"run_{day:yyyy_MM_dd}_{number:0000}"));
    }

    /// <summary>What the ids of a day start with: <c>run_2025_12_14_</c>.</summary>
    public static string DayPrefix(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"run_{day:yyyy_MM_dd}_");

    /// <summary>Parses an id.</summary>
    /// <exception cref="FormatException">The text is not a run id.</exception>
    public static RunId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException($"'{text}' is not a run id; one looks like run_2025_12_14_0001.");

    /// <summary>Parses an id; false when the text is something else.</summary>
    public static bool TryParse(string? text, out RunId id)
    {
        id = default;
        if (text is null || text.Length < 19 || !text.StartsWith("run_", StringComparison.Ordinal) || text[14] != '_') return false;
        if (!DateOnly.TryParseExact(text[4..14], "yyyy_MM_dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return false;
        var digits = text[15..];
        if (digits.Length is < 4 or > 9 || !digits.All(char.IsAsciiDigit)) return false;
        var number = int.Parse(digits, CultureInfo.InvariantCulture);
        if (number < 1) return false;
        id = For(day, number);
        return id.Value == text;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
