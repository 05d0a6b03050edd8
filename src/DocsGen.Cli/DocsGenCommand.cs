using System.CommandLine;
using DocsGen.Cli.Output;

namespace DocsGen.Cli;

/// <summary>A verb: binds its arguments, calls a use case, prints the outcome, answers an exit code.</summary>
internal abstract class DocsGenCommand : Command
{
    private readonly Terminal terminal;

    protected DocsGenCommand(string name, string description, Terminal terminal)
        : base(name, description)
    {
        this.terminal = terminal;
        SetAction(InvokeAsync);
    }

    /// <summary>How long it may take to end once it is told to; null for the parser's own two seconds.</summary>
    public virtual TimeSpan? Ending => null;

    /// <summary>Does the work. Refusals are thrown as <see cref="CliError"/>.</summary>
    protected abstract Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken);

    /// <summary>Whether standard output is for programs.</summary>
    protected virtual bool WantsJson(ParseResult parsed) => parsed.GetValue(GlobalOptions.Json);

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        // The parser listens for Ctrl-C only once it has this task in hand, and the embedded store answers without ever waiting.
        await Task.Yield();
        using var session = new Session(terminal, parsed, WantsJson(parsed));
        try
        {
            return await ExecuteAsync(session, parsed, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            session.Print.Fail(new("interrupted", "Interrupted. What was made is kept; 'docsgen run resume' goes on.", ExitCodes.Interrupted));
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (CliError.From(exception) is { } error)
        {
            session.Print.Fail(error);
            return error.ExitCode;
        }
        catch (Exception exception)
        {
            session.Print.Fail(new("unexpected", $"Unexpected: {exception.Message} Set DOCSGEN_TRACE=1 for the details, and report it.", ExitCodes.Unexpected));
            if (terminal.Environment.ContainsKey("DOCSGEN_TRACE")) await terminal.Error.WriteLineAsync(exception.ToString());
            return ExitCodes.Unexpected;
        }
    }
}
