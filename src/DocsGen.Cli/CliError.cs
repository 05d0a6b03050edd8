using DocsGen.Core.Artifacts;
using DocsGen.Core.Artifacts.Zip;
using DocsGen.Storage;

namespace DocsGen.Cli;

/// <summary>A refusal that the user sees: a stable code, a sentence that says what to do, and the exit code.</summary>
internal sealed class CliError(string code, string message, int exitCode) : Exception(message)
{
    public string Code { get; } = code;

    public int ExitCode { get; } = exitCode;

    public static CliError Usage(string code, string message) => new(code, message, ExitCodes.Usage);

    /// <summary>The one table from what may be thrown to what is shown; null for a bug.</summary>
    public static CliError? From(Exception exception) => exception switch
    {
        CliError error => error,
        ArtifactCorruptException e => new("artifact.corrupt", e.Message, ExitCodes.Unreachable),
        StoreBusyException e => new("store.busy", e.Message, ExitCodes.Unreachable),
        StoreTooNewException e => new("store.too_new", e.Message, ExitCodes.Unreachable),
        StoreFailedException e => new("store.failed", e.Message, ExitCodes.Unreachable),
        ZipRefusedException e => Usage("zip.refused", e.Message),
        FormatException e => Usage("usage", e.Message),
        FileNotFoundException or DirectoryNotFoundException => Usage("input.not_found", exception.Message),
        UnauthorizedAccessException or IOException => Usage("input.unreadable", exception.Message),
        _ => null,
    };
}
