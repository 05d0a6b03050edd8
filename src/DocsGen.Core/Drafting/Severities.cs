namespace DocsGen.Core.Drafting;

/// <summary>Errors stop a flow, warnings and what is less do not: the severity in the requirements tells them apart.</summary>
internal static class Severities
{
    /// <summary>As the catalogue writes it; an entry without one is an error.</summary>
    public static string Of(string severity) => string.IsNullOrWhiteSpace(severity) ? "error" : severity.Trim();

    /// <summary>Whether it is a warning, or milder.</summary>
    public static bool IsMild(string severity) => Of(severity).ToLowerInvariant() is "warning" or "warn" or "info" or "information" or "notice" or "hint";
}
