using System.Globalization;
using System.Security.Cryptography;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Artifacts.Zip;
using DocsGen.Core.Runs.Attestations;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// Proves a run from its stored bytes: the event chain, that the run's row is what the events fold to, every artifact's hash and size, that events and index name the same artifacts, that each
/// manifest snapshot is what its gate saw, that each bundle is what its core files give, and that each attestation is about the bundle beside it. It changes nothing.
/// </summary>
public sealed class VerifyRun(RunPorts ports, BlobProof? proof = null)
{
    // Between two commits of a driver there is time for both reads, many times over.
    private const int MostReads = 100;

    private readonly BlobProof contents = proof ?? new(ports.Blobs);

    /// <summary>Proves one run; <paramref name="row"/> is its row as lists show it, null where the caller has none.</summary>
    public async ValueTask<Verification> ExecuteAsync(RunId run, CancellationToken cancellationToken, RunRow? row = null)
    {
        if (await ReadAsync(run, cancellationToken) is not var (events, artifacts)) return new(run, 0, 0, 0, ["the run is written faster than it can be read; verify it again at its next stop"]);
        if (events.Count == 0) return new(run, 0, 0, 0, ["the run has no events"]);
        if (RunLog.FindBreak(events) is { } broken) return new(run, events.Count, 0, 0, [$"the event chain is broken: {broken}"]);
        if (events.FirstOrDefault(e => !RunLog.IsOf(e, run)) is { } foreign) return new(run, events.Count, 0, 0, [string.Create(CultureInfo.InvariantCulture, $"event {foreign.Seq} is of another run")]);
        var states = RunLog.States(events).ToList();
        var problems = new List<string>();
        if (row is not null) await CompareRowAsync(states, row, problems, cancellationToken);
        var state = states[^1];
        if (state.IsDeleted) return new(run, events.Count, artifacts.Count, 0, artifacts.Count == 0 ? problems : [.. problems, "the run is deleted, but artifacts of it are left"]);
        var bytes = 0L;
        foreach (var artifact in artifacts) bytes += await CheckBytesAsync(artifact, problems, cancellationToken);
        CompareWithEvents(state, events, artifacts, problems);
        if (problems.Count > 0) return new(run, events.Count, artifacts.Count, bytes, problems);
        await new GateSnapshots(ports).CheckAsync(events, states, problems, cancellationToken);
        // Each bundle is compared with what was active when it was made, not with what is active now.
        foreach (var then in states.Where((_, i) => events[i].Type == "run.completed")) await CheckBundleAsync(then, artifacts, then.Bundle!, problems, cancellationToken);
        foreach (var artifact in artifacts.Where(a => a.Type == ArtifactType.Attestation)) await CheckAttestationAsync(state, artifact, problems, cancellationToken);
        return new(run, events.Count, artifacts.Count, bytes, problems);
    }

    // The row may be older than the events, which were read later, but never older than the row is now.
    private async ValueTask CompareRowAsync(List<RunState> states, RunRow row, List<string> problems, CancellationToken cancellationToken)
    {
        var now = await ports.Leases.PeekAsync(row.Id, cancellationToken);
        if (now is null || now.Version < states.Count || row.Version > states.Count || row.Version < 1)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"the run's row stands at event {now?.Version ?? row.Version}, {states.Count} are there"));
            return;
        }

        var state = states[(int)row.Version - 1];
        var told = new RunRow(state.Id, state.Settings.Slug, state.Settings.Name, state.Status, state.Version, state.Current?.Id.Phase, state.StoppedBecause, state.CreatedUtc, state.ChangedUtc)
        {
            Archived = state.IsArchived,
            Pinned = state.IsPinned,
            Deleted = state.IsDeleted,
        };
        if (told != row) problems.Add($"the run's row says {row.Status.ToWire()} ({row.Name}), the events give {told.Status.ToWire()} ({told.Name}), or another part of it differs");
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
        var (size, damage) = await contents.CheckAsync(artifact.Hash, cancellationToken);
        if (damage is not null) problems.Add($"{artifact.Path.Relative}: {damage}");
        else if (size != artifact.Size) problems.Add($"{artifact.Path.Relative}: the record says {artifact.Size} bytes, the store holds {size}");
        return size;
    }

    private static void CompareWithEvents(RunState state, IReadOnlyList<StoredEvent> events, IReadOnlyList<Artifact> artifacts, List<string> problems)
    {
        var rows = artifacts.ToLookup(a => a.Path.Relative, StringComparer.Ordinal);
        var facts = events.Select(e => RunLog.Read(e).Event).ToList();
        var named = state.Inputs.Select(i => (i.Path, i.Hash, Type: (ArtifactType?)ArtifactType.Input))
            .Concat(facts.OfType<RunEvent.ArtifactWritten>().Select(e => (e.Artifact.Path, e.Artifact.Hash, Type: (ArtifactType?)e.Artifact.Type)))
            .Concat(facts.OfType<RunEvent.OverwriteGranted>().Select(e => (e.Path, Hash: e.After, Type: (ArtifactType?)null)))
            .Concat(state.PendingEdits.SelectMany(p => p.Value.Select(e => (Path: $"{state.NextExecution(p.Key).Folder}/{e.File}", Hash: e.After, Type: (ArtifactType?)null))))
            .ToList();
        foreach (var (path, hash, type) in named)
        {
            if (!rows[path].Any(a => a.Hash == hash)) problems.Add($"{path}: the events name {hash.Short}, the index does not");
            else if (type is not null && !rows[path].Any(a => a.Hash == hash && a.Type == type)) problems.Add($"{path}: the events call it {type}, the index does not");
        }

        var known = named.Select(n => n.Path).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(artifacts.Select(a => a.Path.Relative).Where(p => !known.Contains(p)).Select(p => $"{p}: it is in the index, but no event names it"));
    }

    private async ValueTask CheckBundleAsync(RunState state, IReadOnlyList<Artifact> artifacts, BundleRecord bundle, List<string> problems, CancellationToken cancellationToken)
    {
        await using var content = await ports.Blobs.OpenAsync(bundle.Hash, cancellationToken);
        var zip = ZipReader.Open(content, new());
        var active = state.Active(ArtifactType.CoreDoc).ToDictionary(a => a.FileName, a => a.Hash, StringComparer.Ordinal);
        // What was written beside the bundle, such as its README, stands in it too.
        var folder = bundle.Path[..(bundle.Path.LastIndexOf('/') + 1)];
        foreach (var beside in artifacts.Where(a => a.Type == ArtifactType.Index && a.Path.Relative.StartsWith(folder, StringComparison.Ordinal))) active[beside.Path.Relative[folder.Length..]] = beside.Hash;
        var before = problems.Count;
        foreach (var entry in zip.Entries.Where(e => active.ContainsKey(e.Name)))
        {
            if (ContentHash.Of(zip.Read(entry)) != active[entry.Name]) problems.Add($"{bundle.Path}: {entry.Name} is not the active version");
        }

        var names = zip.Entries.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(active.Keys.Where(n => !names.Contains(n)).Order(StringComparer.Ordinal).Select(n => $"{bundle.Path}: {n} is missing"));
        problems.AddRange(names.Where(n => !active.ContainsKey(n)).Order(StringComparer.Ordinal).Select(n => $"{bundle.Path}: {n} does not belong there"));
        if (problems.Count == before && await BuildAsync(active, cancellationToken) != bundle.Hash) problems.Add($"{bundle.Path}: it is not, byte for byte, what its files give");
    }

    // A6: the same files give the same zip, whenever and wherever.
    private async ValueTask<ContentHash> BuildAsync(Dictionary<string, ContentHash> files, CancellationToken cancellationToken)
    {
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var output = new HashingStream(hasher);
        await BundleWriter.WriteAsync(files.Select(f => new BundleEntry(f.Key, c => ports.Blobs.OpenAsync(f.Value, c))), output, cancellationToken);
        return ContentHash.FromDigest(hasher.GetHashAndReset());
    }
}

/// <summary>What a verification found: nothing, or what is wrong and where.</summary>
public sealed record Verification(RunId Run, int Events, int Artifacts, long Bytes, IReadOnlyList<string> Problems);
