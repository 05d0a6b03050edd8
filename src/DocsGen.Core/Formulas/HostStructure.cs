namespace DocsGen.Core.Formulas;

/// <summary>The files of the host that the plugin is built for: clean relative paths, sorted ordinally. Contents do not matter.</summary>
/// <param name="Paths">Paths with forward slashes.</param>
public sealed record HostStructure(IReadOnlyList<string> Paths);
