using System.Globalization;

namespace DocsGen.Storage.Sql;

/// <summary>Times as the store writes them: UTC, to the millisecond, sortable as text.</summary>
internal static class Times
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Format(DateTimeOffset utc) => utc.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
