using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;

namespace DocsGen.Cli.Commands.Run;

/// <summary>Arguments that several run commands share, with their completions.</summary>
internal static class RunOptions
{
    /// <summary>RUN, the latest when not named; completes to the store's run ids.</summary>
    public static Argument<string?> RunArgument(Terminal terminal)
    {
        var argument = new Argument<string?>("RUN") { Description = "The run (default: the latest of the store)", Arity = ArgumentArity.ZeroOrOne };
        argument.CompletionSources.Add(context => RunIds(terminal, context.ParseResult));
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !RunId.TryParse(result.Tokens[0].Value, out _))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a run id; one looks like run_2025_12_14_0001. See 'docsgen run list'.");
            }
        });
        return argument;
    }

    public static Option<string?> Execution() => new("--execution") { Description = "The execution that is decided on, such as phase2_exec_001", HelpName = "E" };

    public static Option<int?> Phase() => new("--phase") { Description = "Only this phase", HelpName = "N" };

    /// <summary>Why: it goes into the record, and onto other people's terminals.</summary>
    public static Option<string> Reason(bool required = true)
    {
        var option = new Option<string>("--reason") { Description = "Why; it goes into the record", HelpName = "TEXT", Required = required };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is { } text && text.Any(char.IsControl)) result.AddError("--reason is one line of text, without control characters.");
        });
        return option;
    }

    public static Option<bool> NoDrive() => new("--no-drive") { Description = "Only record it; do not go on" };

    /// <summary>Parses an execution given as text; null when none was given.</summary>
    public static ExecutionId? ParseExecution(string? text) => text is null ? null : ExecutionId.Parse(text);

    /// <summary>The ids of the runs that the command at hand would find.</summary>
    public static IEnumerable<string> RunIds(Terminal terminal, ParseResult parsed)
    {
        using var session = new Session(terminal, parsed, wantsJson: false);
        try
        {
            if (!session.HasStore) return [];
            // Completion must answer in line; an embedded store answers at once, and a server that does not is given up on.
            return session.Store.Runs.ListAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult().Select(r => r.Id.Value).ToList();
        }
        catch (Exception exception) when (CliError.From(exception) is not null)
        {
            // Whoever presses Tab asked for words, not for an error: the command itself will tell.
            return [];
        }
    }
}
