namespace DocsGen.Core.Validation;

/// <summary>
/// The files in which a rule looks for something: those of the roles that the formula names and the plan has; all files where it names
/// none or none of them is planned.
/// </summary>
/// <param name="Files">The documents that are there, in plan order.</param>
/// <param name="Due">Whether all of them ought to be there at this gate, so that what is missing now is missing.</param>
/// <param name="Planned">Whether the formula names roles and the plan has one of them.</param>
/// <param name="Named">Whether the formula names roles at all.</param>
/// <param name="Home">The one file that it is about; null when there are several.</param>
/// <param name="Where">For messages: <c>in a.md</c>, <c>in a.md or b.md</c>, <c>in any file</c>.</param>
internal sealed record FileScope(IReadOnlyList<MarkdownModel> Files, bool Due, bool Planned, bool Named, string? Home, string Where)
{
    public bool Holds(MarkdownModel file)
    {
        foreach (var candidate in Files)
        {
            if (ReferenceEquals(candidate, file)) return true;
        }

        return false;
    }
}
