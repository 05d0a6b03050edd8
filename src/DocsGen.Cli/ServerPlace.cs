using System.CommandLine;
using DocsGen.Cli.Settings;

namespace DocsGen.Cli;

/// <summary>Which server commands about spaces talk to, where they talk to one.</summary>
internal static class ServerPlace
{
    /// <summary>The environment variable with the token.</summary>
    public const string TokenVariable = "DOCSGEN_TOKEN";

    /// <summary>The flag first, then the setting, which a flag that names a store goes before; null for a store.</summary>
    /// <exception cref="CliError">A store is named as well, or it is no address.</exception>
    public static Uri? Find(ParseResult parsed, SettingLookup settings)
    {
        var store = parsed.GetValue(GlobalOptions.Store) is not null ? "--store" : parsed.GetValue(GlobalOptions.Database) is not null ? "--database" : null;
        if (parsed.GetValue(GlobalOptions.Server) is { } given)
        {
            return store is null ? Parse("--server", given) : throw CliError.Usage("store.ambiguous", $"--server and {store} both say where the spaces are. Name one of them.");
        }

        return store is null && settings.Find("server") is { } setting ? Parse($"server ({setting.Origin})", setting.Value) : null;
    }

    /// <summary>The server that the flag names.</summary>
    /// <exception cref="CliError">It names none.</exception>
    public static Uri Require(ParseResult parsed) => parsed.GetValue(GlobalOptions.Server) is { } given ? Parse("--server", given) : throw CliError.Usage("usage", "Say which server: --server URL.");

    public static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri is { Query: "", Fragment: "", UserInfo: "" };

    private static Uri Parse(string name, string text) =>
        IsAddress(text) ? new(text.TrimEnd('/')) : throw CliError.Usage("usage", $"{name} is '{text}'; give an address such as https://docs.example.org.");
}
