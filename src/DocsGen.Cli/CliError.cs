using DocsGen.Client;
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
        ArtifactCorruptException e => new("artifact.corrupt", Sentence(e), ExitCodes.Unreachable),
        StoreBusyException e => new("store.busy", Sentence(e), ExitCodes.Unreachable),
        StoreTooNewException e => new("store.too_new", Sentence(e), ExitCodes.Unreachable),
        StoreFailedException e => new("store.failed", Sentence(e), ExitCodes.Unreachable),
        ServerException { Status: System.Net.HttpStatusCode.Unauthorized } e => new(e.Code, $"{e.Message} Sign in with 'docsgen login', or give a token in {ServerPlace.TokenVariable}.", ExitCodes.NotAllowed),
        ServerException e => new(e.Code, e.Message, e.IsNotAllowed ? ExitCodes.NotAllowed : e.Status is null || (int)e.Status >= 500 || e.Status == System.Net.HttpStatusCode.TooManyRequests ? ExitCodes.Unreachable : ExitCodes.Usage),
        ZipRefusedException e => Usage("zip.refused", Sentence(e)),
        FormatException e => Usage("usage", e.Message),
        FileNotFoundException or DirectoryNotFoundException => Usage("input.not_found", exception.Message),
        UnauthorizedAccessException or IOException => Usage("input.unreadable", exception.Message),
        _ => null,
    };

    // Exceptions lead with their code for logs; people get the sentence, and programs the code in a field of its own.
    private static string Sentence(Exception exception)
    {
        var message = exception.Message;
        var colon = message.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && message[..colon].Contains('.', StringComparison.Ordinal) && message[..colon].All(c => char.IsAsciiLetterLower(c) || c is '.' or '_')
            ? message[(colon + 2)..]
            : message;
    }
}
