namespace DocsGen.Core.Formulas;

/// <summary>Resolves which files a run will produce, under which names.</summary>
public static class FilePlanner
{
    /// <summary>Plans the files of a profile, in phase and drafting order.</summary>
    /// <exception cref="ArgumentException">The formula has no such profile; the message lists those it has.</exception>
    /// <param name="example">Structure of an example docset, whose words the domain's files take where the requirements name none; null for none.</param>
    public static PlannedFiles Plan(Formula formula, string profileName, Requirements requirements, HostStructure? example = null)
    {
        var conventions = ExampleConventions.Words(example);
        var profile = formula.Profiles.FirstOrDefault(p => string.Equals(p.Name, profileName, StringComparison.Ordinal))
            ?? throw new ArgumentException(
                $"Formula '{formula.Name}' has no profile '{profileName}'; it has {string.Join(", ", formula.Profiles.Select(p => p.Name))}.", nameof(profileName));
        var taken = formula.Phases.SelectMany(phase => phase.Files.Select(file => new { Phase = phase, File = file }))
            .Where(f => Takes(profile, f.File.Role))
            .ToList();
        var parents = formula.Phases.SelectMany(phase => phase.Files).ToDictionary(f => f.Role, f => f.Parent, StringComparer.Ordinal);
        var roles = taken.Select(f => f.File.Role).ToHashSet(StringComparer.Ordinal);
        return new PlannedFiles
        {
            Formula = formula.Name,
            FormulaVersion = formula.Version,
            Profile = profile.Name,
            Slug = requirements.Plugin.Slug,
            Files = [.. taken.Select(f => Resolve(f.File, f.Phase.Number, PlannedParent(f.File.Parent, parents, roles), requirements, conventions))],
        };
    }

    /// <summary>Whether a profile keeps the file of this role.</summary>
    internal static bool Takes(ProfileSpec profile, string role) =>
        profile.Include?.Contains(role, StringComparer.Ordinal) != false && !profile.Exclude.Contains(role, StringComparer.Ordinal);

    /// <summary>The file's name under a slug, with these words.</summary>
    internal static string FileName(FileSpec file, string slug, string words) => file.Pattern
        .Replace("{slug}", slug, StringComparison.Ordinal)
        .Replace("{number}", file.Number, StringComparison.Ordinal)
        .Replace("{words}", words, StringComparison.Ordinal);

    private static PlannedFile Resolve(FileSpec file, int phase, string? parent, Requirements requirements, IReadOnlyDictionary<string, string> conventions)
    {
        // Requirements before example docset before formula.
        var words = requirements.FileNames.GetValueOrDefault(file.Number) ?? (file.Domain ? conventions.GetValueOrDefault(file.Number) : null) ?? file.Words;
        return new PlannedFile
        {
            Name = FileName(file, requirements.Plugin.Slug, words),
            Role = file.Role,
            Phase = phase,
            Number = file.Number,
            Title = file.Title.Replace("{name}", requirements.Plugin.Name, StringComparison.Ordinal),
            Template = file.Template ?? file.Role,
            Sections = file.Sections,
            Defines = file.Defines,
            Parent = parent,
            Navigation = file.Navigation,
            Summary = file.Summary,
        };
    }

    /// <summary>A parent that the profile leaves out gives way to its own parent, in the end to the root.</summary>
    private static string? PlannedParent(string? parent, Dictionary<string, string?> parents, HashSet<string> planned)
    {
        for (var steps = 0; parent is not null && !planned.Contains(parent) && steps < parents.Count; steps++)
        {
            parent = parents.GetValueOrDefault(parent);
        }

        return parent;
    }
}
