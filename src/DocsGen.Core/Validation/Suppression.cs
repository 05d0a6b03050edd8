namespace DocsGen.Core.Validation;

/// <summary>Somebody answers for an issue, until a day.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Until">The last day on which it holds.</param>
/// <param name="InFile">Whether a comment in the file says so, rather than the settings.</param>
public sealed record Suppression(string Reason, DateOnly Until, bool InFile);
