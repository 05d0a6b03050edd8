using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run artifacts</c>: everything that a run has stored, with hashes.</summary>
internal sealed class RunArtifactsCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<int?> phase = RunOptions.Phase();
    private readonly Option<string?> type = new("--type") { Description = "Only this type: Input, CoreDoc, Report, Plan, Index, Manifest, Bundle, Attestation", HelpName = "T" };

    public RunArtifactsCommand(Terminal terminal)
        : base("artifacts", "List the artifacts of a run", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(phase);
        Options.Add(type);
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
        var artifacts = (await session.Store.Artifacts.ListAsync(state.Id, cancellationToken))
            .Where(a => (wanted is null || a.Type == wanted) && (folders is null || folders.Contains(a.Path.Folder)))
            .ToList();
        session.Print.Table(
            ["path", "type", "bytes", "sha256", "by"],
            [.. artifacts.Select(a => (IReadOnlyList<string>)[a.Path.Relative, a.Type.ToString(), a.Size.ToString(CultureInfo.InvariantCulture), a.Hash.Short, a.CreatedBy.ToString()])]);
        session.Print.Document("artifacts", json =>
        {
            json.WriteString("runId", state.Id.Value);
            json.WriteStartArray("artifacts");
            foreach (var artifact in artifacts)
            {
                json.WriteStartObject();
                json.WriteString("path", artifact.Path.Value);
                json.WriteNumber("generation", artifact.Generation);
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
