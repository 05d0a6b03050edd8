using System.Globalization;
using DocsGen.Storage;

namespace DocsGen.Cli.Settings;

/// <summary>A setting, its value and where the value comes from.</summary>
internal sealed record SettingValue(string Key, string Value, string Origin);

/// <summary>A setting that exists, and what it may be.</summary>
internal sealed record SettingKey(string Name, string? Default, string Description, string MustBe, Func<string, bool> Accepts, bool IsSecret = false)
{
    /// <summary>The environment variable that sets it: <c>DOCSGEN_REVIEW_MODE</c>.</summary>
    public string Variable => $"DOCSGEN_{Name.ToUpperInvariant()}";

    public static readonly IReadOnlyList<SettingKey> All =
    [
        new("store", null, "folder of the store; else .docsgen, found by walking up", "a folder", NotBlank),
        new("database", null, "PostgreSQL database in place of a folder", "an address such as postgres://user@host:5432/docsgen", DatabaseAddress.IsAddress, IsSecret: true),
        new("server", null, "server in place of a store, for spaces, changesets and documents", "an address such as https://docs.example.org", ServerPlace.IsAddress),
        new("user", null, "who acts; else the name of the signed-in user", "a name", NotBlank),
        new("profile", "full", "which files of the formula", "the name of a profile", NotBlank),
        OneOf("strictness", "strict", "strict or lenient", "strict", "lenient"),
        OneOf("review_mode", "interactive", "interactive or batch", "interactive", "batch"),
        new("auto_approve", "", "phases whose approval is skipped, such as 0,5", "numbers of phases, such as 0,5", ArePhases),
        OneOf("overwrite", "never", "never, or explicit: files of new runs may be replaced in place, each with a token", "never", "explicit"),
        new("formula", "plugin", "name of a built-in formula, or a path", "a name or a path", NotBlank),
        new("agent", "template", "template, or folder=DIR", "template or folder=DIR", NotBlank),
        new("lease_seconds", "15", "how long a silent driver keeps a run, and a silent publish its changeset, 1 to 3600", "a whole number from 1 to 3600", IsLease),
    ];

    private static SettingKey OneOf(string name, string standard, string description, params string[] choices) =>
        new(name, standard, description, string.Join(" or ", choices), value => choices.Contains(value, StringComparer.OrdinalIgnoreCase));

    private static bool NotBlank(string value) => !string.IsNullOrWhiteSpace(value);

    private static bool ArePhases(string value) =>
        value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(part => part.All(char.IsAsciiDigit));

    private static bool IsLease(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 3600;
}
