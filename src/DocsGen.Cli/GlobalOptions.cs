using System.CommandLine;

namespace DocsGen.Cli;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Store = new("--store")
    {
        Description = "Folder of the store (default: .docsgen, found by walking up)",
        HelpName = "DIR",
        Recursive = true,
    };

    public static readonly Option<string?> Database = new("--database")
    {
        Description = "PostgreSQL database in place of a folder: postgres://user@host:port/database",
        HelpName = "URL",
        Recursive = true,
    };

    public static readonly Option<string?> Server = new("--server")
    {
        Description = "Server in place of a store, for spaces, changesets and documents",
        HelpName = "URL",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON on standard output, errors too", Recursive = true };

    public static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Print no progress", Recursive = true };
}
