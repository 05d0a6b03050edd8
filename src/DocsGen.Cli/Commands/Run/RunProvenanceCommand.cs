using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run provenance [RUN] [--file F]</c>: by whom, with what and from what each core file was made.</summary>
internal sealed class RunProvenanceCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<string?> file = new("--file") { Description = "Only this file, with everything that is known of it", HelpName = "F" };

    public RunProvenanceCommand(Terminal terminal)
        : base("provenance", "Show by whom and from what each file was made", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(file);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken);
        var origins = await new ExplainFiles(session.Ports).ExecuteAsync(state, cancellationToken);
        if (parsed.GetValue(file) is { } name)
        {
            origins = [.. origins.Where(o => o.File == name)];
            if (origins.Count == 0) throw CliError.Usage("artifact.not_found", $"{state.Id} has no core file {name}. 'docsgen run provenance {state.Id}' lists them.");
            if (!session.Print.Json) Show(session.Print, state, origins[0]);
        }
        else
        {
            session.Print.Table(["file", "execution", "by", "source", "drafts", "ms", "tokens", "sha256"], [.. origins.Select(Row)]);
        }

        session.Print.Document("provenance", json =>
        {
            json.WriteString("runId", state.Id.Value);
            json.WriteStartArray("files");
            foreach (var origin in origins) Write(json, origin);
            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }

    private static IReadOnlyList<string> Row(FileOrigin origin)
    {
        var made = origin.Artifact.Provenance;
        return
        [
            origin.File,
            origin.Execution.Value,
            origin.By.ToString(),
            made is null ? "(edited by hand)" : made.Source,
            made is null ? "-" : Number(made.Drafts),
            made is null ? "-" : Number(made.DurationMs),
            made?.Tokens is { } tokens ? Number(tokens) : "-",
            origin.IsActive ? origin.Artifact.Hash.Short : $"{origin.Artifact.Hash.Short} (not accepted yet)",
        ];
    }

    private static void Show(Printer print, RunState state, FileOrigin origin)
    {
        print.Line($"{print.Bold(origin.File)}  {(origin.IsActive ? "active" : "not accepted by a gate yet")}");
        print.Line($"  sha256:    {origin.Artifact.Hash}, {Number(origin.Artifact.Size)} bytes");
        print.Line($"  path:      {origin.Artifact.Path}");
        print.Line($"  execution: {origin.Execution}");
        print.Line($"  by:        {origin.By}");
        if (origin.Artifact.Provenance is not { } made)
        {
            print.Line("  made:      edited by hand; no agent was called");
            return;
        }

        print.Line($"  agent:     {made.Agent} {made.AgentVersion}");
        print.Line($"  source:    {made.Source}, version {made.SourceVersion}");
        print.Line($"  drafts:    {Number(made.Drafts)}, in {Number(made.DurationMs)} ms{(made.Tokens is { } tokens ? $", {Number(tokens)} tokens" : ", no model was called")}");
        print.Line("  inputs:");
        var names = state.Inputs.ToLookup(i => i.Hash, i => i.Path);
        foreach (var hash in made.Inputs) print.Line($"    {hash}  {string.Join(", ", names[hash])}");
    }

    private static void Write(Utf8JsonWriter json, FileOrigin origin)
    {
        json.WriteStartObject();
        json.WriteString("file", origin.File);
        json.WriteString("path", origin.Artifact.Path);
        json.WriteString("sha256", origin.Artifact.Hash.Value);
        json.WriteNumber("size", origin.Artifact.Size);
        json.WriteBoolean("active", origin.IsActive);
        json.WriteString("execution", origin.Execution.Value);
        json.WriteString("by", origin.By.ToString());
        if (origin.Artifact.Provenance is { } made)
        {
            json.WriteString("agent", made.Agent);
            json.WriteString("agentVersion", made.AgentVersion);
            json.WriteString("source", made.Source);
            json.WriteString("sourceVersion", made.SourceVersion);
            json.WriteNumber("drafts", made.Drafts);
            json.WriteNumber("durationMs", made.DurationMs);
            if (made.Tokens is { } tokens) json.WriteNumber("tokens", tokens);
            json.WriteStartArray("inputs");
            foreach (var hash in made.Inputs) json.WriteStringValue(hash.Value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
