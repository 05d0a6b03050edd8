using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs.Agents;

namespace DocsGen.Agents;

/// <summary>
/// Takes each planned file from a folder, so that an existing, hand-written docset goes through the same gates as a run. A file that is not there is left
/// out, and the gate says so. Links are not followed, since they could lead anywhere.
/// </summary>
public sealed class FolderAgent(string folder) : IDraftingAgent
{
    private const int MaxBytes = 4 * 1024 * 1024;

    public AgentIdentity Identity { get; } = new("folder", "1");

    public ValueTask<PhaseOutline> PlanPhaseAsync(PhasePlanRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new PhaseOutline([]));

    public ValueTask<Draft> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Take(request.File.Name));
    }

    private Draft Take(string name)
    {
        // Without its folder the agent knows nothing of any file: that is no file left out.
        if (!Directory.Exists(folder)) return new Draft.Failed($"the folder {folder} does not exist.");
        try
        {
            var bytes = RegularFile.Read(Path.Combine(folder, name), MaxBytes);
            return new Draft.Written(bytes, new(name, ContentHash.Of(bytes).Short, Tokens: null));
        }
        catch (FileNotFoundException)
        {
            return new Draft.LeftOut($"{name} is not in {folder}.");
        }
        catch (IOException exception)
        {
            return new Draft.Failed(exception.Message);
        }
    }
}
