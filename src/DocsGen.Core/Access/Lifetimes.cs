using System.Globalization;

namespace DocsGen.Core.Access;

/// <summary>Spans of time as people type them: <c>90s</c>, <c>30m</c>, <c>24h</c>, <c>30d</c>.</summary>
public static class Lifetimes
{
    private const int MaxDays = 3660;

    /// <summary>Parses a span; null when it is none, or longer than ten years.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        TimeSpan? span = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
        return span?.TotalDays <= MaxDays ? span : null;
    }
}
