using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>What a rebuild changes; null keeps what the old run had.</summary>
/// <param name="Tool">The version of DocsGen that rebuilds, which is seldom the one that built.</param>
public sealed record RebuildChanges(ReadOnlyMemory<byte>? Requirements, HostStructure? Host, string Tool);

/// <summary>
/// Starts a new run that does an older one again, with the same inputs or with new ones (R9). It is allowed in every status, and the old run stays as it was.
/// Only people rebuild.
/// </summary>
public sealed class RebuildRun(RunPorts ports)
{
    public async ValueTask<RunAnswer> ExecuteAsync(RunId old, RebuildChanges changes, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (CommandRun.OnlyPeople(actor, "rebuild a run") is { } refused) return refused;
        if (string.IsNullOrWhiteSpace(reason)) return new RunAnswer.Refused("rebuild.reason_missing", "Say why with --reason: it goes into the record.");
        if (await ports.LoadAsync(old, cancellationToken) is not { } state) return new RunAnswer.NoRun();
        if (state.IsDeleted)
        {
            var gone = RunRetention.DeletedBefore(state);
            return new RunAnswer.Refused(gone.Code, $"{gone.Message} Its inputs went with it: start a run with 'docsgen run start'.");
        }

        var files = new List<(string, string, ReadOnlyMemory<byte>)>();
        // A new host structure was not read from the old run's zip.
        foreach (var input in state.Inputs.Where(i => changes.Host is null || i.Path != "input/original/host.zip"))
        {
            var bytes = Changed(input.Kind, changes) ?? await ports.Blobs.ReadAsync(input.Hash, cancellationToken);
            files.Add((input.Kind, input.Path["input/".Length..], bytes));
        }

        if (changes.Host is not null && state.Inputs.All(i => i.Kind != "host")) files.Add(("host", "host-structure.txt", Changed("host", changes)!.Value));
        var settings = Settings(state.Settings, changes);
        RunEvent rebuilt = new RunEvent.Rebuilt(old, reason);
        return new RunAnswer.Done(await new StartRun(ports).CreateAsync(settings, files, [rebuilt], actor, cancellationToken), [rebuilt]);
    }

    private static RunSettings Settings(RunSettings old, RebuildChanges changes) =>
        changes.Requirements is { } bytes && RequirementsReader.Read(bytes).Requirements is { } read
            ? old with { Name = read.Plugin.Name, Slug = read.Plugin.Slug, Tool = changes.Tool }
            : old with { Tool = changes.Tool };

    private static ReadOnlyMemory<byte>? Changed(string kind, RebuildChanges changes) => kind switch
    {
        "requirements" => changes.Requirements,
        "host" when changes.Host is { } host => Encoding.UTF8.GetBytes(string.Concat(host.Paths.Select(p => p + "\n"))),
        // Not plain null: a null array would convert to empty bytes.
        _ => default(ReadOnlyMemory<byte>?),
    };
}
