using DocsGen.Core.Artifacts;
using DocsGen.Core.Artifacts.Zip;
using DocsGen.Core.Runs.Attestations;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// Signs a statement about the last bundle of a run and stores it beside the bundle. The run is proved first: nothing damaged is attested. The same key again
/// answers the stored attestation, since ECDSA signatures differ each time (A2). Only people attest.
/// </summary>
public sealed class AttestRun(RunPorts ports)
{
    /// <summary>Attests the last bundle, whatever the run's status is now.</summary>
    public async ValueTask<AttestAnswer> ExecuteAsync(RunId run, ISigner signer, Actor actor, CancellationToken cancellationToken)
    {
        if (CommandRun.OnlyPeople(actor, "attest a run") is { } refused) return new AttestAnswer.Refused(refused.Code, refused.Message);
        while (true)
        {
            var events = await ports.Runs.EventsAsync(run, after: 0, cancellationToken);
            if (events.Count == 0) return new AttestAnswer.NoRun();
            var state = RunLog.Fold(events);
            if (state.IsDeleted) return Refusal(RunRetention.DeletedBefore(state));
            if (state.Bundle is not { } bundle) return NotEarned(state);
            var path = AttestationPath(run, bundle, signer);
            if (await ports.Artifacts.FindAsync(path, cancellationToken) is { } there) return await AgainAsync(there, bundle, signer, cancellationToken);
            var proof = await new VerifyRun(ports).ExecuteAsync(run, cancellationToken);
            if (proof.Problems.Count > 0) return new AttestAnswer.Refused("run.damaged", $"{run} is damaged, and nothing damaged is attested: {proof.Problems[0]}. See 'docsgen verify {run}'.");
            var completed = events.Select((e, i) => (e, i)).Last(p => p.e.Type == "run.completed").i;
            var statement = ProvenanceStatement.Write([.. events.Take(completed + 1)], await FilesAsync(bundle, cancellationToken));
            var envelope = DsseEnvelope.Sign(DsseEnvelope.InTotoPayload, statement, signer).ToBytes();
            if (await StoreAsync(state, bundle, path, envelope, actor, cancellationToken) is { } answer) return answer;
        }
    }

    private static AttestAnswer.Refused Refusal(RunDecision.Refused refused) => new(refused.Code, refused.Message);

    private static AttestAnswer.Refused NotEarned(RunState state) =>
        new("bundle.not_earned", $"{state.Id} has no bundle to attest: it exists only after the final gate opened, and the run is {state.Status.ToWire()}.");

    // In the folder of the completion whose bundle it is about (A8).
    private static LogicalPath AttestationPath(RunId run, BundleRecord bundle, ISigner signer) =>
        LogicalPath.In(run, $"{bundle.Path[..bundle.Path.LastIndexOf('/')]}/attestation-{signer.KeyId[..8]}.dsse.json");

    private async ValueTask<AttestAnswer> AgainAsync(Artifact there, BundleRecord bundle, ISigner signer, CancellationToken cancellationToken)
    {
        var bytes = await ports.Blobs.ReadAsync(there.Hash, cancellationToken);
        return DsseEnvelope.Read(bytes).Signatures.Any(s => s.KeyId == signer.KeyId)
            ? new AttestAnswer.Done(bundle, new(there.Path.Relative, there.Hash, there.Size, there.Type, null), bytes, IsNew: false)
            : new AttestAnswer.Refused("attest.other_key", $"{there.Path.Relative} is by another key whose id begins alike. Make a new key with 'docsgen key new', and attest with that.");
    }

    private async ValueTask<IReadOnlyList<BundledFile>> FilesAsync(BundleRecord bundle, CancellationToken cancellationToken)
    {
        await using var content = await ports.Blobs.OpenAsync(bundle.Hash, cancellationToken);
        var zip = ZipReader.Open(content, new());
        return [.. zip.Entries.Select(e => new BundledFile(e.Name, ContentHash.Of(zip.Read(e))))];
    }

    /// <summary>Null when the run moved on meanwhile, and everything is to be looked at again.</summary>
    private async ValueTask<AttestAnswer?> StoreAsync(RunState state, BundleRecord bundle, LogicalPath path, byte[] envelope, Actor actor, CancellationToken cancellationToken)
    {
        var staged = await ports.Blobs.StageAsync(envelope, cancellationToken);
        var written = new WrittenArtifact(path.Relative, staged.Hash, staged.Size, ArtifactType.Attestation, null);
        var decision = RunMachine.Decide(state, new RunCommand.RecordAttestation(written));
        if (decision is not RunDecision.Accepted accepted) return Refusal((RunDecision.Refused)decision);
        var now = ports.Clock.GetUtcNow();
        var (after, stored) = RunLog.Append(state, accepted.Events, actor, now);
        var commit = new RunCommit { After = after, ExpectedVersion = state.Version, Events = stored, Artifacts = [new(path, staged, ArtifactType.Attestation, actor, now)] };
        return await ports.Runs.CommitAsync(commit, cancellationToken) == CommitOutcome.Committed ? new AttestAnswer.Done(bundle, written, envelope, IsNew: true) : null;
    }
}

/// <summary>What attesting gave.</summary>
public abstract record AttestAnswer
{
    private AttestAnswer()
    {
    }

    /// <summary>The attestation; <paramref name="IsNew"/> is false when this key had attested this bundle before.</summary>
    public sealed record Done(BundleRecord Bundle, WrittenArtifact Artifact, ReadOnlyMemory<byte> Envelope, bool IsNew) : AttestAnswer;

    /// <summary>Refused; nothing was written.</summary>
    public sealed record Refused(string Code, string Message) : AttestAnswer;

    /// <summary>There is no such run.</summary>
    public sealed record NoRun : AttestAnswer;
}
