using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run artifacts</c>: what is active in a run, since which gate, with hashes; with <c>--all</c> everything that it has stored.</summary>
internal sealed class RunArtifactsCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<int?> phase = RunOptions.Phase();
    private readonly Option<bool> all = new("--all") { Description = "The versions that are not active too" };
    private readonly Option<string?> type = new("--type") { Description = "Only this type: Input, CoreDoc, Report, Plan, Index, Manifest, Bundle, Attestation", HelpName = "T" };

    public RunArtifactsCommand(Terminal terminal)
        : base("artifacts", "List the artifacts of a run", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(phase);
        Options.Add(type);
        Options.Add(all);
        type.CompletionSources.Add(Enum.GetNames<ArtifactType>());
        type.Validators.Add(r =>
        {
            if (r.GetValue(type) is { } name && !Enum.GetNames<ArtifactType>().Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                r.AddError($"'{name}' is no artifact type; there are {string.Join(", ", Enum.GetNames<ArtifactType>())}.");
            }
        });
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken);
        var wanted = parsed.GetValue(type) is { } name ? Enum.Parse<ArtifactType>(name, ignoreCase: true) : (ArtifactType?)null;
        var folders = parsed.GetValue(phase) is { } number ? state.Executions.Where(e => e.Id.Phase == number).Select(e => e.Id.Folder).ToHashSet(StringComparer.Ordinal) : null;
        var stored = (await session.Store.Artifacts.ListAsync(state.Id, cancellationToken))
            .Where(a => (wanted is null || a.Type == wanted) && (folders is null || folders.Contains(a.Path.Folder)))
            .ToList();
        var active = ActiveArtifacts.Of(state);
        var artifacts = parsed.GetValue(all) ? stored : [.. stored.Where(a => active.IsActive(a))];
        session.Print.Table(
            ["path", "type", "bytes", "sha256", "by", "active since"],
            [.. artifacts.Select(a => (IReadOnlyList<string>)[
                a.Path.Relative, a.Type.ToString(), a.Size.ToString(CultureInfo.InvariantCulture), a.Hash.Short, a.CreatedBy.ToString(),
                active.IsActive(a) ? active.Since(a)?.Value ?? "the start" : "(not active)"])]);
        if (artifacts.Count < stored.Count) session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{stored.Count - artifacts.Count} that are not active are left out; '--all' lists them."));
        session.Print.Document("artifacts", json =>
        {
            json.WriteString("runId", state.Id.Value);
            json.WriteStartArray("artifacts");
            foreach (var artifact in artifacts)
            {
                json.WriteStartObject();
                json.WriteString("path", artifact.Path.Value);
                json.WriteNumber("generation", artifact.Generation);
                json.WriteBoolean("active", active.IsActive(artifact));
                if (active.Since(artifact) is { } since) json.WriteString("since", since.Value);
                json.WriteString("type", artifact.Type.ToString());
                json.WriteNumber("size", artifact.Size);
                json.WriteString("sha256", artifact.Hash.Value);
                json.WriteString("createdBy", artifact.CreatedBy.ToString());
                json.WriteString("createdUtc", RunJson.Time(artifact.CreatedUtc));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }
}
