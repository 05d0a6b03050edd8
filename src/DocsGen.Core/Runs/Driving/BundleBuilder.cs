using System.IO.Pipelines;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Artifacts.Zip;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Agents;

namespace DocsGen.Core.Runs.Driving;

/// <summary>
/// Builds the bundle on the transition to complete (A7): exactly the planned core files, plus the README where the formula asks for one. The zip is
/// streamed into the store while it is written, never held whole.
/// </summary>
internal sealed class BundleBuilder(RunPorts ports, RunMaterial material, IBundleReadme readme, FencedWriter writer)
{
    public async ValueTask CompleteAsync(PlannedFiles plan, Formula formula, CancellationToken cancellationToken)
    {
        var state = writer.State;
        var active = state.Active(ArtifactType.CoreDoc).ToDictionary(a => a.FileName, StringComparer.Ordinal);
        List<BundleEntry> entries = [.. plan.Files.Where(f => active.ContainsKey(f.Name)).Select(f => Entry(f.Name, active[f.Name].Hash))];
        var now = ports.Clock.GetUtcNow();
        var folder = state.Bundles.IsEmpty ? "final" : $"final_v{state.Bundles.Count + 1}";
        List<NewArtifact> artifacts = [];
        List<WrittenArtifact> written = [];
        if (await ReadmeAsync(formula, cancellationToken) is { } text)
        {
            var staged = await ports.Blobs.StageAsync(text, cancellationToken);
            written.Add(new($"{folder}/{formula.BundleReadme}", staged.Hash, staged.Size, ArtifactType.Index, null));
            artifacts.Add(new(LogicalPath.In(state.Id, written[0].Path), staged, ArtifactType.Index, Actor.Tool, now));
            entries.Add(new(formula.BundleReadme!, _ => ValueTask.FromResult<Stream>(new MemoryStream(text.ToArray(), writable: false))));
        }

        var zip = await StageAsync(entries, cancellationToken);
        var relative = $"{folder}/{state.Settings.Slug}-documentation-bundle.zip";
        artifacts.Add(new(LogicalPath.In(state.Id, relative), zip, ArtifactType.Bundle, Actor.Tool, now));
        written.Add(new(relative, zip.Hash, zip.Size, ArtifactType.Bundle, null));
        var bundle = new BundleRecord(relative, zip.Hash, zip.Size, entries.Count);
        await writer.CommitAsync(new RunCommand.Complete(bundle, written, formula.FinalPhase), Actor.Tool, artifacts, null, cancellationToken);
    }

    private BundleEntry Entry(string name, ContentHash hash) => new(name, cancellationToken => ports.Blobs.OpenAsync(hash, cancellationToken));

    private async ValueTask<ReadOnlyMemory<byte>?> ReadmeAsync(Formula formula, CancellationToken cancellationToken)
    {
        if (formula.BundleReadme is null) return null;
        return readme.DraftReadme(await material.ContextAsync(writer.State, cancellationToken)) switch
        {
            Draft.Written written => written.Markdown,
            Draft.Failed failed => throw new InvalidOperationException($"The formula's README could not be written: {failed.Reason}"),
            _ => default(ReadOnlyMemory<byte>?),
        };
    }

    private async ValueTask<StagedBlob> StageAsync(IReadOnlyList<BundleEntry> entries, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        var writing = Task.Run(
            async () =>
            {
                Exception? failure = null;
                try
                {
                    await using var output = pipe.Writer.AsStream(leaveOpen: true);
                    await BundleWriter.WriteAsync(entries, output, cancellationToken);
                }
                catch (Exception exception)
                {
                    failure = exception;
                    throw;
                }
                finally
                {
                    // A failure travels through the pipe, so that the reader never takes half a bundle for a whole one.
                    await pipe.Writer.CompleteAsync(failure);
                }
            },
            cancellationToken);
        await using var input = pipe.Reader.AsStream();
        var staged = await ports.Blobs.StageAsync(input, cancellationToken);
        await writing;
        return staged;
    }
}
