using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DocsGen.Cli.Output;
using Microsoft.Data.Sqlite;

// Options that every command takes are one object each for the whole process, as there is one command line: trees are built one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace DocsGen.Cli.Tests;

/// <summary>The program in this process, in a folder of its own, on a clock that stands still: run ids, times and durations are known beforehand.</summary>
public sealed class Cli : IDisposable
{
    public const string FirstRun = "run_2026_01_02_0001";

    private static int ids;
    private CliServer? server;

    public Cli()
    {
        Directory.CreateDirectory(Root);
        Folder = Root;
    }

    /// <summary>The folder that is gone afterwards; answers call it WORK.</summary>
    public string Root { get; } = Path.Combine(Path.GetTempPath(), "docsgen-cli", Path.GetRandomFileName());

    /// <summary>Where commands run.</summary>
    public string Folder { get; set; }

    /// <summary>Whether standard output and error are a terminal.</summary>
    public bool OnTerminal { get; set; }

    public int Columns { get; set; } = 80;

    public int Rows { get; set; } = 24;

    /// <summary>What somebody at the terminal types: a key each, and whole lines where one is asked for; null where nobody sits there.</summary>
    public Queue<string>? Typed { get; set; }

    /// <summary>What is passed in.</summary>
    public string Input { get; set; } = "";

    /// <summary>What happens elsewhere before a key is typed.</summary>
    public Func<string, Task>? BeforeKey { get; set; }

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal) { ["DOCSGEN_USER"] = "ada" };

    /// <summary>What time it is; it stands still in between.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public string this[string name] => Path.Combine(Root, name);

    public static string Sample(string name) => Path.Combine(Repository, "samples", name);

    public static string Repository { get; } = FindRepository();

    /// <summary>Whether commands about spaces go through a server over the store, each in the name of DOCSGEN_USER by a token of theirs.</summary>
    public bool IsServed { get; init; }

    public async Task<Answer> RunAsync(params string[] args)
    {
        if (IsServed) await (server ??= new(this)).PrepareAsync();
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        using var raw = new MemoryStream();
        var code = await CliApp.RunAsync(args, new Terminal
        {
            Out = output,
            Error = error,
            OpenOut = () => new Kept(raw),
            OpenIn = () => new StringReader(Input),
            OutIsTerminal = OnTerminal,
            ErrorIsTerminal = OnTerminal,
            Columns = () => Columns,
            Rows = () => Rows,
            ReadKey = Typed is null ? null : Key,
            ReadLine = Typed is null ? null : () => Typed.TryDequeue(out var line) ? line : null,
            Environment = Environment,
            Folder = Folder,
            Clock = new StillClock(Now),
            NewId = () => string.Create(CultureInfo.InvariantCulture, $"id{Interlocked.Increment(ref ids)}"),
        });
        return new(code, Named(output.ToString()), Named(error.ToString()), raw.ToArray());
    }

    /// <summary>A complete run of the smallest sample.</summary>
    public async Task<Answer> CompleteAsync(params string[] more) =>
        (await RunAsync(["run", "start", Sample("minimal"), "--review-mode", "batch", .. more])).ShouldExit(0);

    /// <summary>A run of the smallest sample that waits for the approval of its first phase.</summary>
    public async Task<Answer> WaitingAsync() => (await RunAsync("run", "start", Sample("minimal"))).ShouldExit(4);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Reaches into the store behind the program's back, and changes something there.</summary>
    public void Sql(string statement) => Execute(statement).ShouldBeGreaterThan(0);

    /// <summary>Reaches into the store behind the program's back.</summary>
    public int Execute(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={this[".docsgen/store.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is the test's own.
        command.CommandText = statement;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        server?.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private char? Key()
    {
        if (!Typed!.TryDequeue(out var key)) return null;
        BeforeKey?.Invoke(key).GetAwaiter().GetResult();
        return key[0];
    }

    private string Named(string text) => text.Replace(Root, "WORK", StringComparison.Ordinal).Replace(Repository, "REPO", StringComparison.Ordinal);

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "DocsGen.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }

    internal sealed class StillClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => 0;
    }

    // The command closes what it was given; the test reads it afterwards.
    private sealed class Kept(MemoryStream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}

/// <summary>What one command answered.</summary>
public sealed partial record Answer(int Code, string Out, string Error, byte[] Raw)
{
    /// <summary>Standard output as the one JSON document that <c>--json</c> promises.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>Standard output without what depends on the words of the templates: hashes and sizes.</summary>
    public string Masked => Sizes().Replace(Hashes().Replace(Out, "HASH"), "N bytes");

    public Answer ShouldExit(int code)
    {
        Code.ShouldBe(code, Out + Error);
        return this;
    }

    /// <summary>A refusal: nothing on standard output, one sentence on standard error.</summary>
    public void ShouldRefuse(int code, string sentence, string? progress = null)
    {
        Error.ShouldBe($"{(progress is null ? "" : progress + "\n")}error: {sentence}\n");
        Out.ShouldBeEmpty();
        Code.ShouldBe(code);
    }

    /// <summary>One document, of this kind.</summary>
    public JsonElement ShouldBeDocument(string kind)
    {
        var json = Json;
        json.GetProperty("schema").GetInt32().ShouldBe(1);
        json.GetProperty("kind").GetString().ShouldBe(kind, Out);
        return json;
    }

    [GeneratedRegex("\\b([0-9a-f]{64}|[0-9a-f]{12})\\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Hashes();

    [GeneratedRegex("\\b[0-9]+ bytes", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Sizes();
}

/// <summary>A store with one complete run, for tests that only read.</summary>
public sealed class CompleteStore : IAsyncLifetime, IDisposable
{
    public Cli Cli { get; } = new();

    public Answer Started { get; private set; } = null!;

    public async Task InitializeAsync() => Started = await Cli.CompleteAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => Cli.Dispose();
}
