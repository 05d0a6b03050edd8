using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Cli.Settings;
using DocsGen.Storage;

namespace DocsGen.Cli;

/// <summary>Where the store is: a folder, or a PostgreSQL database; one of the two is null.</summary>
internal sealed record StorePlace(string? Folder, DatabaseAddress? Database)
{
    private const string StoreFolder = ".docsgen";

    /// <summary>Flags first, then settings, then the folder that is found by walking up, else the one that would be made here.</summary>
    /// <exception cref="CliError">Both kinds are named.</exception>
    public static StorePlace Find(ParseResult parsed, SettingLookup settings, Terminal terminal)
    {
        var (folder, database) = (parsed.GetValue(GlobalOptions.Store), parsed.GetValue(GlobalOptions.Database));
        if (folder is not null && database is not null) throw Both("--store", "--database");
        if (folder is null && database is null)
        {
            var (storeSetting, databaseSetting) = (settings.Find("store"), settings.Find("database"));
            if (storeSetting is not null && databaseSetting is not null) throw Both($"store ({storeSetting.Origin})", $"database ({databaseSetting.Origin})");
            (folder, database) = (storeSetting?.Value, databaseSetting?.Value);
        }

        if (database is not null) return new(null, DatabaseAddress.Parse(database));
        return new(folder is not null ? Path.GetFullPath(folder, terminal.Folder) : WalkUp(terminal.Folder), null);
    }

    /// <summary>For people; never with a password.</summary>
    public override string ToString() => Folder ?? Database!.ToString();

    private static string WalkUp(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, StoreFolder);
            if (EmbeddedStore.Exists(candidate)) return candidate;
        }

        return Path.Combine(from, StoreFolder);
    }

    private static CliError Both(string one, string other) => CliError.Usage("store.ambiguous", $"{one} and {other} both say where the store is. Name one of them.");
}
