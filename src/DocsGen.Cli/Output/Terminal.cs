namespace DocsGen.Cli.Output;

/// <summary>What the program is connected to; tests give their own.</summary>
internal sealed record Terminal
{
    public required TextWriter Out { get; init; }
    public required TextWriter Error { get; init; }

    /// <summary>Raw standard output, for artifacts.</summary>
    public required Func<Stream> OpenOut { get; init; }

    /// <summary>Standard input, for what a program or a person passes in, such as a password.</summary>
    public Func<TextReader> OpenIn { get; init; } = () => TextReader.Null;

    public bool OutIsTerminal { get; init; }
    public bool ErrorIsTerminal { get; init; }

    /// <summary>How many characters a line of the terminal holds now.</summary>
    public Func<int> Columns { get; init; } = () => 80;

    /// <summary>How many lines the terminal shows now.</summary>
    public Func<int> Rows { get; init; } = () => 24;

    /// <summary>Reads one line, without its end; it answers null at the end of input. Null itself where nobody sits at a terminal.</summary>
    public Func<string?>? ReadLine { get; init; }

    /// <summary>Reads one key; it answers null at the end of input. Null itself where nobody sits at a terminal.</summary>
    public Func<char?>? ReadKey { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }
    public required string Folder { get; init; }
    public required TimeProvider Clock { get; init; }
    public required Func<string> NewId { get; init; }

    /// <summary>The real one.</summary>
    public static Terminal Real() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        OpenOut = Console.OpenStandardOutput,
        OpenIn = () => Console.In,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Columns = () => Console.WindowWidth > 0 ? Console.WindowWidth : 80,
        Rows = () => Console.WindowHeight > 0 ? Console.WindowHeight : 24,
        ReadLine = Console.IsInputRedirected || Console.IsOutputRedirected ? null : Console.ReadLine,
        ReadKey = Console.IsInputRedirected || Console.IsOutputRedirected ? null : () => char.ToLowerInvariant(Console.ReadKey(intercept: true).KeyChar),
        Environment = System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal),
        Folder = Directory.GetCurrentDirectory(),
        Clock = TimeProvider.System,
        NewId = () => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)),
    };
}
