namespace DocsGen.Core.Formulas;

/// <summary>
/// The files that a run will produce, resolved from formula, profile and requirements. Written once as the plan artifact
/// (<c>01-planned-files.json</c>); every link in the docset follows it.
/// </summary>
public sealed record PlannedFiles
{
    public required string Formula { get; init; }
    public required string FormulaVersion { get; init; }
    public required string Profile { get; init; }
    public required string Slug { get; init; }
    public required IReadOnlyList<PlannedFile> Files { get; init; }

    /// <summary>The file of a role; null when the profile leaves it out.</summary>
    public PlannedFile? ByRole(string role) => Files.FirstOrDefault(f => f.Role == role);

    /// <summary>The file of a name, compared ordinally; null when none is planned.</summary>
    public PlannedFile? ByName(string fileName) => Files.FirstOrDefault(f => f.Name == fileName);

    /// <summary>Files of one phase in drafting order.</summary>
    public IEnumerable<PlannedFile> InPhase(int phase) => Files.Where(f => f.Phase == phase);
}

/// <summary>One planned core file.</summary>
public sealed record PlannedFile
{
    /// <summary>File name within the docset, which is flat: <c>sample-13-arch.md</c>.</summary>
    public required string Name { get; init; }

    public required string Role { get; init; }
    public required int Phase { get; init; }
    public string Number { get; init; } = "";
    public required string Title { get; init; }
    public required string Template { get; init; }
    public IReadOnlyList<string> Sections { get; init; } = [];

    /// <summary>Kinds of requirement that have a heading of their own here, see <see cref="FileSpec.Defines"/>.</summary>
    public IReadOnlyList<string> Defines { get; init; } = [];

    /// <summary>Role of the index that lists this file; null for the root.</summary>
    public string? Parent { get; init; }

    /// <summary>Whether the file must link back to the root.</summary>
    public bool Navigation { get; init; }

    public string Summary { get; init; } = "";
}
