using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>Creates a run: its id, its inputs as artifacts, its first event, in that order. Driving is another use case.</summary>
public sealed class StartRun(RunPorts ports)
{
    public ValueTask<RunState> ExecuteAsync(StartRunRequest request, Actor actor, CancellationToken cancellationToken) =>
        CreateAsync(request.Settings, Files(request), [], actor, cancellationToken);

    /// <summary>Creates a run from input files as a run stores them, with further first events.</summary>
    internal async ValueTask<RunState> CreateAsync(
        RunSettings settings,
        IEnumerable<(string Kind, string File, ReadOnlyMemory<byte> Bytes)> files,
        IReadOnlyList<RunEvent> more,
        Actor actor,
        CancellationToken cancellationToken)
    {
        var now = ports.Clock.GetUtcNow();
        var id = await ports.Runs.ReserveIdAsync(DateOnly.FromDateTime(now.UtcDateTime), cancellationToken);
        var artifacts = new List<NewArtifact>();
        var inputs = new List<RunInput>();
        foreach (var (kind, file, bytes) in files)
        {
            var relative = $"input/{file}";
            var staged = await ports.Blobs.StageAsync(bytes, cancellationToken);
            artifacts.Add(new(LogicalPath.In(id, relative), staged, ArtifactType.Input, actor, now));
            inputs.Add(new(kind, relative, staged.Hash, staged.Size));
        }

        var (created, first) = RunLog.Begin(id, new(settings, inputs), actor, now);
        var (state, rest) = RunLog.Append(created, more, actor, now);
        var commit = new RunCommit { After = state, ExpectedVersion = 0, Events = [.. first, .. rest], Artifacts = artifacts };
        var outcome = await ports.Runs.CommitAsync(commit, cancellationToken);
        // The id was reserved for us alone, and so were its paths.
        return outcome == CommitOutcome.Committed ? state : throw new InvalidOperationException($"{id} could not be created: {outcome}.");
    }

    private static IEnumerable<(string Kind, string File, ReadOnlyMemory<byte> Bytes)> Files(StartRunRequest request)
    {
        yield return ("requirements", "requirements.json", request.Requirements);
        yield return ("formula", "formula.json", request.Formula.ToBytes());
        if (request.Host is { } host) yield return ("host", "host-structure.txt", Lines(host.Paths));
        if (request.Example is { } example) yield return ("example", "example-structure.txt", Lines(example.Paths));
        if (request.Brief is { } brief) yield return ("brief", "brief.md", brief);
        foreach (var (name, bytes) in request.Originals) yield return ("original", $"original/{name}", bytes);
    }

    private static ReadOnlyMemory<byte> Lines(IReadOnlyList<string> paths) => Encoding.UTF8.GetBytes(string.Concat(paths.Select(p => p + "\n")));
}

/// <summary>The inputs of a run, read and checked by the caller.</summary>
public sealed record StartRunRequest
{
    public required RunSettings Settings { get; init; }

    /// <summary>The file as given.</summary>
    public required ReadOnlyMemory<byte> Requirements { get; init; }

    public required FormulaPackage Formula { get; init; }
    public HostStructure? Host { get; init; }

    /// <summary>Structure of the example docset.</summary>
    public HostStructure? Example { get; init; }

    public ReadOnlyMemory<byte>? Brief { get; init; }

    /// <summary>Uploaded zips as they came, by file name, kept beside what was read from them.</summary>
    public IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> Originals { get; init; } = [];
}
