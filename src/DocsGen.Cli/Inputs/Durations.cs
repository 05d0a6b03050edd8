using System.Globalization;
using DocsGen.Core.Access;

namespace DocsGen.Cli.Inputs;

/// <summary>Spans of time as people type them: <c>90s</c>, <c>30m</c>, <c>24h</c>, <c>30d</c>.</summary>
internal static class Durations
{
    /// <summary>Parses a span; null when it is none, or longer than ten years.</summary>
    public static TimeSpan? Parse(string text) => Lifetimes.Parse(text);

    /// <summary>Parses a day (<c>2026-12-31</c>, from its beginning on in UTC) or a span from now on.</summary>
    /// <exception cref="CliError">It is neither.</exception>
    public static DateTimeOffset Until(string option, string text, DateTimeOffset now)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return new(day, TimeOnly.MinValue, TimeSpan.Zero);
        return Parse(text) is { } span ? now + span : throw CliError.Usage("usage", $"{option} is '{text}'; give a day such as 2026-12-31, or a span such as 30d, 12h or 45m.");
    }
}
