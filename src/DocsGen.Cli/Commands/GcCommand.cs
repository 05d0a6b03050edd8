using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;

namespace DocsGen.Cli.Commands;

/// <summary><c>docsgen gc</c>: says what could be freed; with <c>--apply</c> condemns what nothing names, and frees what was condemned long enough ago.</summary>
internal sealed class GcCommand : DocsGenCommand
{
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromMinutes(1);

    private readonly Option<bool> apply = new("--apply") { Description = "Do it; without this it is a dry run" };
    private readonly Option<string> grace = new("--grace")
    {
        Description = "How long a blob stays condemned before it is freed",
        HelpName = "SPAN",
        DefaultValueFactory = _ => "24h",
    };

    public GcCommand(Terminal terminal)
        : base("gc", "Free blobs that nothing names (a dry run without --apply)", terminal)
    {
        Options.Add(apply);
        Options.Add(grace);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var text = parsed.GetValue(grace)!;
        if (Durations.Parse(text) is not { } span || span < ShortestGrace)
        {
            throw CliError.Usage("gc.grace", $"--grace is '{text}'; give a span of at least a minute, such as 24h: it must be longer than any upload takes.");
        }

        var forReal = parsed.GetValue(apply);
        var garbage = session.Store.Garbage;
        var report = forReal ? await garbage.CollectAsync(span, cancellationToken) : await garbage.SurveyAsync(span, cancellationToken);
        Print(session.Print, report, forReal, text);
        session.Print.Document("gc", json =>
        {
            json.WriteBoolean("applied", forReal);
            Write(json, "kept", report.Kept);
            Write(json, "condemned", report.Condemned);
            Write(json, "freed", report.Freed);
            json.WriteNumber("tempFiles", report.TempFiles);
        });
        return ExitCodes.Done;
    }

    private static void Print(Printer print, GarbageReport report, bool applied, string span)
    {
        print.Line($"{(applied ? "freed" : "would free"),-12}{InWords(report.Freed)}, and {report.TempFiles.ToString(CultureInfo.InvariantCulture)} temporary files");
        print.Line($"{(applied ? "condemned" : "unnamed"),-12}{InWords(report.Condemned)}; what is condemned is freed by a later run, after {span}");
        print.Line($"{"kept",-12}{InWords(report.Kept)}");
        if (!applied) print.Line("Nothing was changed: this was a dry run. 'docsgen gc --apply' does it.");
    }

    private static string InWords(BlobSum sum) => string.Create(CultureInfo.InvariantCulture, $"{sum.Count} blobs, {sum.Bytes} bytes");

    private static void Write(Utf8JsonWriter json, string name, BlobSum sum)
    {
        json.WriteStartObject(name);
        json.WriteNumber("blobs", sum.Count);
        json.WriteNumber("bytes", sum.Bytes);
        json.WriteEndObject();
    }
}
