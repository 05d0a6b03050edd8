using DocsGen.Core.Artifacts;
using DocsGen.Core.Artifacts.Zip;
using DocsGen.Core.Runs.Attestations;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// Proves a run from its stored bytes: the event chain, every artifact's hash and size, that events and index name the same artifacts, that each
/// bundle holds exactly the core files that were active, and that each attestation is about the bundle beside it. It changes nothing.
/// </summary>
public sealed class VerifyRun(RunPorts ports)
{
    // Between two commits of a driver there is time for both reads, many times over.
    private const int MostReads = 100;

    public async ValueTask<Verification> ExecuteAsync(RunId run, CancellationToken cancellationToken)
    {
        if (await ReadAsync(run, cancellationToken) is not var (events, artifacts)) return new(run, 0, 0, 0, ["the run is written faster than it can be read; verify it again at its next stop"]);
        if (events.Count == 0) return new(run, 0, 0, 0, ["the run has no events"]);
        if (RunLog.FindBreak(events) is { } broken) return new(run, events.Count, 0, 0, [$"the event chain is broken: {broken}"]);
        var problems = new List<string>();
        var state = RunLog.Fold(events);
        if (state.IsDeleted) return new(run, events.Count, artifacts.Count, 0, artifacts.Count == 0 ? [] : ["the run is deleted, but artifacts of it are left"]);
        var bytes = 0L;
        foreach (var artifact in artifacts) bytes += await CheckBytesAsync(artifact, problems, cancellationToken);
        CompareWithEvents(state, events, artifacts, problems);
        if (problems.Count > 0) return new(run, events.Count, artifacts.Count, bytes, problems);
        // Each bundle is compared with what was active when it was made, not with what is active now.
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Type != "run.completed") continue;
            var then = RunLog.Fold([.. events.Take(i + 1)]);
            await CheckBundleAsync(then, then.Bundle!, problems, cancellationToken);
        }

        foreach (var artifact in artifacts.Where(a => a.Type == ArtifactType.Attestation)) await CheckAttestationAsync(state, artifact, problems, cancellationToken);
        return new(run, events.Count, artifacts.Count, bytes, problems);
    }

    // Events and artifacts of one moment: each commit writes both, and one between the two reads would look like damage. Null when there was no such moment.
    private async ValueTask<(IReadOnlyList<StoredEvent> Events, IReadOnlyList<Artifact> Artifacts)?> ReadAsync(RunId run, CancellationToken cancellationToken)
    {
        var events = await ports.Runs.EventsAsync(run, after: 0, cancellationToken);
        for (var read = 1; read <= MostReads; read++)
        {
            var artifacts = await ports.Artifacts.ListAsync(run, cancellationToken);
            var newer = await ports.Runs.EventsAsync(run, events.Count == 0 ? 0 : events[^1].Seq, cancellationToken);
            if (newer.Count == 0) return (events, artifacts);
            events = [.. events, .. newer];
        }

        return null;
    }

    // Without a key nobody can say whether its signature holds; that it is about this run and the bundle beside it can be said.
    private async ValueTask CheckAttestationAsync(RunState state, Artifact artifact, List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            var attested = AttestedBundle.Read(DsseEnvelope.Read(await ports.Blobs.ReadAsync(artifact.Hash, cancellationToken)));
            var bundle = state.Bundles.Find(b => b.Path == $"{artifact.Path.Folder}/{attested.Name}");
            if (attested.Run != state.Id.Value) problems.Add($"{artifact.Path.Relative}: it is about {attested.Run}, not about this run");
            else if (bundle?.Hash != attested.Hash) problems.Add($"{artifact.Path.Relative}: it is about a bundle with sha256 {attested.Hash.Short}, which is not the one beside it");
        }
        catch (AttestationRefusedException refused)
        {
            problems.Add($"{artifact.Path.Relative}: {refused.Sentence.TrimEnd('.')}");
        }
    }

    private async ValueTask<long> CheckBytesAsync(Artifact artifact, List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await ports.Blobs.OpenAsync(artifact.Hash, cancellationToken);
            if (content.Length != artifact.Size) problems.Add($"{artifact.Path.Relative}: the record says {artifact.Size} bytes, the store holds {content.Length}");
            return content.Length;
        }
        catch (ArtifactCorruptException exception)
        {
            problems.Add($"{artifact.Path.Relative}: {exception.Message}");
            return 0;
        }
    }

    private static void CompareWithEvents(RunState state, IReadOnlyList<StoredEvent> events, IReadOnlyList<Artifact> artifacts, List<string> problems)
    {
        var rows = artifacts.ToLookup(a => a.Path.Relative, StringComparer.Ordinal);
        var named = state.Inputs.Select(i => (i.Path, i.Hash))
            .Concat(events.Select(e => RunLog.Read(e).Event).OfType<RunEvent.ArtifactWritten>().Select(e => (e.Artifact.Path, e.Artifact.Hash)))
            .Concat(events.Select(e => RunLog.Read(e).Event).OfType<RunEvent.OverwriteGranted>().Select(e => (e.Path, Hash: e.After)))
            .Concat(state.PendingEdits.SelectMany(p => p.Value.Select(e => (Path: $"{state.NextExecution(p.Key).Folder}/{e.File}", Hash: e.After))))
            .ToList();
        foreach (var (path, hash) in named)
        {
            if (!rows[path].Any(a => a.Hash == hash)) problems.Add($"{path}: the events name {hash.Short}, the index does not");
        }

        var known = named.Select(n => n.Path).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(artifacts.Select(a => a.Path.Relative).Where(p => !known.Contains(p)).Select(p => $"{p}: it is in the index, but no event names it"));
    }

    private async ValueTask CheckBundleAsync(RunState state, BundleRecord bundle, List<string> problems, CancellationToken cancellationToken)
    {
        await using var content = await ports.Blobs.OpenAsync(bundle.Hash, cancellationToken);
        var zip = ZipReader.Open(content, new());
        var active = state.Active(ArtifactType.CoreDoc).ToDictionary(a => a.FileName, a => a.Hash, StringComparer.Ordinal);
        foreach (var entry in zip.Entries.Where(e => active.ContainsKey(e.Name)))
        {
            if (ContentHash.Of(zip.Read(entry)) != active[entry.Name]) problems.Add($"{bundle.Path}: {entry.Name} is not the active version");
        }

        var names = zip.Entries.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(active.Keys.Where(n => !names.Contains(n)).Order(StringComparer.Ordinal).Select(n => $"{bundle.Path}: {n} is missing"));
        problems.AddRange(names.Where(n => !active.ContainsKey(n) && n != "README.md").Order(StringComparer.Ordinal).Select(n => $"{bundle.Path}: {n} does not belong there"));
    }
}

/// <summary>What a verification found: nothing, or what is wrong and where.</summary>
public sealed record Verification(RunId Run, int Events, int Artifacts, long Bytes, IReadOnlyList<string> Problems);
