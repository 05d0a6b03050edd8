namespace DocsGen.Cli.Settings;

/// <summary>A setting, its value and where the value comes from.</summary>
internal sealed record SettingValue(string Key, string Value, string Origin);

/// <summary>A setting that exists.</summary>
internal sealed record SettingKey(string Name, string? Default, string Description)
{
    /// <summary>The environment variable that sets it: <c>DOCSGEN_REVIEW_MODE</c>.</summary>
    public string Variable => $"DOCSGEN_{Name.ToUpperInvariant()}";

    public static readonly IReadOnlyList<SettingKey> All =
    [
        new("store", null, "folder of the store; else .docsgen, found by walking up"),
        new("user", null, "who acts; else the name of the signed-in user"),
        new("profile", "full", "which files of the formula"),
        new("strictness", "strict", "strict or lenient"),
        new("review_mode", "interactive", "interactive or batch"),
        new("auto_approve", "", "phases whose approval is skipped, such as 0,5"),
        new("formula", "plugin", "name of a built-in formula, or a path"),
        new("agent", "template", "template, or folder=DIR"),
        new("lease_seconds", "15", "how long a silent driver keeps a run, 1 to 3600"),
    ];
}
