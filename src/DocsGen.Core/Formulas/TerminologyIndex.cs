namespace DocsGen.Core.Formulas;

/// <summary>The terms of a docset with their canonical definitions, extracted in the phase that the formula names.</summary>
/// <param name="Terms">Sorted by term, ordinal, ignoring case.</param>
public sealed record TerminologyIndex(IReadOnlyList<IndexedTerm> Terms);

/// <summary>A term of the index.</summary>
/// <param name="Term">As defined.</param>
/// <param name="Definition">Its first sentence, rendered to plain text.</param>
/// <param name="File">The file that defines it.</param>
public sealed record IndexedTerm(string Term, string Definition, string File);
