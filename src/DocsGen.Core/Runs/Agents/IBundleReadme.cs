namespace DocsGen.Core.Runs.Agents;

/// <summary>Writes the README that a bundle may carry beside the core files; deterministic, whatever agent drafted the files.</summary>
public interface IBundleReadme
{
    /// <summary>Null where the formula asks for none.</summary>
    Draft? DraftReadme(DraftingContext context);
}
