using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs.Agents;

namespace DocsGen.Agents;

/// <summary>
/// Takes each planned file from a folder, so that an existing, hand-written docset goes through the same gates as a run. A file that is not there is left
/// out, and the gate says so. Links are not followed.
/// </summary>
public sealed class FolderAgent(string folder) : IDraftingAgent
{
    private const int MaxBytes = 4 * 1024 * 1024;

    public AgentIdentity Identity { get; } = new("folder", "1");

    public ValueTask<PhaseOutline> PlanPhaseAsync(PhasePlanRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new PhaseOutline([]));

    public async ValueTask<Draft> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        var name = request.File.Name;
        var file = new FileInfo(Path.Combine(folder, name));
        if (!file.Exists) return new Draft.LeftOut($"{name} is not in {folder}.");
        // A link could lead anywhere, and a pipe or device would never end.
        if (file.LinkTarget is not null || (file.Attributes & (FileAttributes.ReparsePoint | FileAttributes.Device)) != FileAttributes.None) return new Draft.Failed($"{file.FullName} is a link; give the file itself.");
        if (file.Length > MaxBytes) return new Draft.Failed($"{file.FullName} has {file.Length} bytes; at most {MaxBytes} are taken.");
        var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        return new Draft.Written(bytes, new(name, ContentHash.Of(bytes).Short, Tokens: null));
    }
}
