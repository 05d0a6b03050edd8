using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>
/// Where runs and sync meet: proposes the documents of a complete run to a space. A run owns what a run of its slug pushed under its prefix, and nothing else:
/// it deletes nothing else, and its base is the last version that a run published, so that what people changed since shows as a conflict.
/// </summary>
public sealed class PushRunAsChangeset(SyncPorts sync, RunPorts runs)
{
    private static readonly byte[] Fence = "---\n"u8.ToArray();

    /// <summary>Pushes.</summary>
    /// <param name="space">The space.</param>
    /// <param name="run">The run; it must be complete.</param>
    /// <param name="prefix">The folder of the space that takes its documents; empty for the root.</param>
    /// <param name="again">Not empty: a word that makes this another push than the one before, after a rejection.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    public async ValueTask<SyncAnswer<PushResult>> ExecuteAsync(Space space, RunState run, string prefix, string again, Actor actor, CancellationToken cancellationToken)
    {
        if (run.Status != RunStatus.Complete) return new SyncAnswer<PushResult>.Refused("run.not_complete", $"{run.Id} is {run.Status.ToWire()}; only a complete run is pushed.");
        if (run.IsDeleted) return new SyncAnswer<PushResult>.Refused("run.deleted", $"{run.Id} was deleted.");
        var answer = await PushAsync(space, run, prefix, again, actor, cancellationToken);
        await RecordAsync(space, run, cancellationToken);
        return answer;
    }

    private async ValueTask<SyncAnswer<PushResult>> PushAsync(Space space, RunState run, string prefix, string again, Actor actor, CancellationToken cancellationToken)
    {
        var slug = run.Settings.Slug;
        var owned = (await sync.Documents.OwnedAsync(space.Id, slug, prefix, cancellationToken)).ToDictionary(v => v.File);
        var live = (await sync.Documents.FindAsync(space.Id, [.. owned.Keys], cancellationToken)).ToDictionary(d => d.File);
        var since = run.ActiveSince();
        var (files, current) = (new List<PushedFile>(), new HashSet<FileId>());
        foreach (var document in run.Active(ArtifactType.CoreDoc).OrderBy(a => a.FileName, StringComparer.Ordinal))
        {
            var id = IdOf(slug, prefix, document.FileName);
            current.Add(id);
            var bytes = await WithFrontMatterAsync(await TextContent.ReadAsync(runs.Blobs, document.Hash, cancellationToken), live.GetValueOrDefault(id), cancellationToken);
            var path = ServerPath.Parse(prefix.Length == 0 ? document.FileName : $"{prefix}/{document.FileName}");
            var last = owned.GetValueOrDefault(id);
            if (last is not null && last.Hash == ContentHash.Of(bytes) && last.Path == path) continue;
            var file = await PushedFiles.UpsertAsync(sync.Blobs, id, path, last?.Version ?? 0, bytes, cancellationToken);
            files.Add(file with { Provenance = Provenance(run, prefix, document, since[document.Path]) });
        }

        var final = run.Executions[^1];
        foreach (var gone in owned.Values.Where(v => !current.Contains(v.File) && v.Hash is not null && live.GetValueOrDefault(v.File) is { IsDeleted: false }).OrderBy(v => v.Path.Value, StringComparer.Ordinal))
        {
            files.Add(PushedFiles.Delete(gone.File, gone.Path, gone.Version) with { Provenance = gone.Provenance! with { Run = run.Id.Value, Execution = final.Id.Value, Snapshot = final.Verdict!.Snapshot.Value } });
        }

        if (files.Count == 0) return new SyncAnswer<PushResult>.Refused("push.nothing", $"Every document of {run.Id} is as a run of '{slug}' published it to '{space.Slug}'.");
        var request = new PushRequest
        {
            ClientId = $"{ClientIds(run)}{prefix}{(again.Length == 0 ? "" : $":{again}")}",
            Message = $"{run.Settings.Name} from {run.Id}",
            Files = files,
        };
        return await new PushChangeset(sync).ExecuteAsync(space, request, actor, cancellationToken) switch
        {
            SyncAnswer<PushResult>.Refused { Code: "CLIENT_CHANGESET_ID_REUSED" } => new SyncAnswer<PushResult>.Refused(
                "push.before", $"{run.Id} was pushed before, and the space has moved on since. 'docsgen run push {run.Id} --space {space.Slug} --again' proposes what is left of it."),
            var answer => answer,
        };
    }

    /// <summary>How the client ids of all pushes of a run begin, until it is complete anew.</summary>
    private static string ClientIds(RunState run) => $"{run.Id}:{run.Executions[^1].Verdict!.Snapshot.Short}:";

    // The push is committed by itself, and the run hears of it afterwards. Who was stopped between the two left a changeset that the run does not know: it is
    // found by its client id here, whatever else this push came to, and recorded in the name of who pushed it.
    private async ValueTask RecordAsync(Space space, RunState run, CancellationToken cancellationToken)
    {
        foreach (var id in await sync.Changesets.FindByClientAsync(space.Id, ClientIds(run), cancellationToken))
        {
            if (run.Pushes.Any(p => p.Space == space.Slug.Value && p.Changeset == id.Value)) continue;
            // Anybody may choose a client id; only a run's push carries its provenance.
            var changeset = await sync.Changesets.FindAsync(space.Id, id, cancellationToken);
            if (changeset is null || changeset.Files.All(f => f.Provenance?.Run != run.Id.Value)) continue;
            // A run that somebody began to do again meanwhile takes no record; its next manifest is another.
            await CommandRun.ExecuteAsync(runs, run.Id, new RunCommand.RecordPush(space.Slug.Value, id.Value, run.Executions[^1].Verdict!.Snapshot), changeset.PushedBy, cancellationToken);
        }
    }

    /// <summary>The same file of the same slug and prefix has the same id in every run.</summary>
    private static FileId IdOf(string slug, string prefix, string name) => FileId.Parse($"run-{ContentHash.Of($"{slug}\n{prefix}\n{name}").Value[..24]}");

    private static Provenance Provenance(RunState run, string prefix, WrittenArtifact document, ExecutionId accepted)
    {
        var execution = run.Executions.First(e => e.Id == accepted);
        return new()
        {
            Run = run.Id.Value,
            Slug = run.Settings.Slug,
            Prefix = prefix,
            Artifact = document.Path,
            Execution = accepted.Value,
            Snapshot = execution.Verdict!.Snapshot.Value,
            ApprovedBy = execution.Approval is { Automatic: false } approval ? approval.By.Name : null,
        };
    }

    // What people wrote above a document belongs to the space, not to the run.
    private async ValueTask<byte[]> WithFrontMatterAsync(byte[] bytes, Document? live, CancellationToken cancellationToken)
    {
        if (live?.Hash is not { } hash || bytes.AsSpan().StartsWith(Fence)) return bytes;
        var there = await TextContent.ReadAsync(sync.Blobs, hash, cancellationToken);
        if (!there.AsSpan().StartsWith(Fence)) return bytes;
        var end = there.AsSpan(Fence.Length).IndexOf("\n---\n"u8);
        return end < 0 ? bytes : [.. there.AsSpan(0, Fence.Length + end + "\n---\n".Length), .. bytes];
    }
}
