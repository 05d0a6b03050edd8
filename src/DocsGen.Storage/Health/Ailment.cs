namespace DocsGen.Storage.Health;

/// <summary>Something that is wrong with a store.</summary>
/// <param name="Code">A stable word for programs.</param>
/// <param name="What">What it is, and where.</param>
/// <param name="Mend">What to do about it: a command where there is one.</param>
/// <param name="IsNote">It is good to know, and nothing is wrong.</param>
public sealed record Ailment(string Code, string What, string Mend, bool IsNote = false);
