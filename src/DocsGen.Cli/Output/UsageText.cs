using System.CommandLine;
using System.CommandLine.Parsing;

namespace DocsGen.Cli.Output;

/// <summary>What is wrong with a command line, in our words: the parser's own name neither the argument nor what there is.</summary>
internal static class UsageText
{
    /// <summary>One or more sentences; null when nothing is wrong.</summary>
    public static string? WhatIsWrong(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var sentence = Misspelt(parsed) ?? (parsed.Errors.Count == 0 ? null : string.Join(' ', parsed.Errors.Select(Describe)));
        return sentence is null ? null : $"{sentence} See '{PathOf(command)} --help'.";
    }

    /// <summary>Lets an option take these values only, and completes to them.</summary>
    public static void Only(this Option option, params string[] values)
    {
        option.CompletionSources.Add(values);
        option.Validators.Add(result => Judge(result, option.Name, values));
    }

    /// <summary>Lets an argument take these values only, and completes to them.</summary>
    public static void Only(this Argument argument, params string[] values)
    {
        argument.CompletionSources.Add(values);
        argument.Validators.Add(result => Judge(result, argument.Name, values));
    }

    private static void Judge(SymbolResult result, string name, string[] values)
    {
        foreach (var token in result.Tokens.Where(t => !values.Contains(t.Value, StringComparer.Ordinal)))
        {
            result.AddError($"{name} cannot be '{token.Value}': it is {string.Join(", ", values[..^1])} or {values[^1]}.");
        }
    }

    private static string? Misspelt(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var unknown = parsed.UnmatchedTokens is [var first, ..] ? first : null;
        var names = string.Join(", ", command.Subcommands.Select(c => c.Name));
        if (unknown?.StartsWith('-') == true) return $"There is no option '{unknown}'.";
        if (names.Length > 0 && parsed.Errors.Count > 0) return unknown is null ? $"Say which command: {names}." : $"There is no command '{unknown}'; there are {names}.";
        // A misspelt option would else be taken for a file. What stands after -- is meant as it is.
        var taken = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).FirstOrDefault(t => t.Value.Length > 1 && t.Value[0] == '-');
        return taken is null || parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash) ? null : $"There is no option '{taken.Value}'.";
    }

    private static string Describe(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0 } argument => $"{argument.Argument.Name} is missing.",
        OptionResult { Tokens: [var token, ..] } option when error.Message.StartsWith("Cannot parse", StringComparison.Ordinal) =>
            $"{option.Option.Name} takes a whole number, not '{token.Value}'.",
        _ => error.Message.TrimEnd('.') + ".",
    };

    private static string PathOf(Command command)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = command; symbol is not null; symbol = symbol.Parents.FirstOrDefault()) names.Push(symbol is RootCommand ? "docsgen" : symbol.Name);
        return string.Join(' ', names);
    }
}
