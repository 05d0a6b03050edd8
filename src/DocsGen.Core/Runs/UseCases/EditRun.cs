using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>A file that a person brings back: its phase, its name, the version they took out, and its new bytes.</summary>
public sealed record EditedFile(int Phase, string Name, ContentHash Before, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Takes back edited files as new versions made by the person who brings them, all phases in one transaction. A file that moved on since it was taken out
/// is a conflict, and then none is taken. No agent is called (R8).
/// </summary>
public sealed class EditRun(RunPorts ports)
{
    public async ValueTask<RunAnswer> ExecuteAsync(RunId run, IReadOnlyList<EditedFile> files, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (CommandRun.OnlyPeople(actor, "edit a run") is { } refused) return refused;
        var staged = new List<(EditedFile File, StagedBlob Blob)>();
        foreach (var file in files) staged.Add((file, await ports.Blobs.StageAsync(file.Bytes, cancellationToken)));
        var changed = staged.Where(s => s.Blob.Hash != s.File.Before).ToList();
        return await CommandRun.ExecuteAsync(ports, run, state => ValueTask.FromResult(Prepare(state, changed, reason, actor)), actor, cancellationToken);
    }

    // The new versions wait in the folder of the execution that will hold them: no other can have it (A8).
    private Prepared Prepare(RunState state, List<(EditedFile File, StagedBlob Blob)> changed, string reason, Actor actor)
    {
        var now = ports.Clock.GetUtcNow();
        var command = new RunCommand.Edit([.. changed.Select(c => new FileEdit(c.File.Phase, c.File.Name, c.File.Before, c.Blob.Hash, c.Blob.Size))], reason);
        return new(command, [.. changed.Select(c => new NewArtifact(
            LogicalPath.In(state.Id, $"{state.NextExecution(c.File.Phase).Folder}/{c.File.Name}"), c.Blob, ArtifactType.CoreDoc, actor, now))]);
    }
}
