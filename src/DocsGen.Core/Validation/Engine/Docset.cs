using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>The parsed documents of one validation, with what several rules look up in them.</summary>
internal sealed class Docset
{
    private readonly Dictionary<string, MarkdownModel> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlannedFile> planned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IndexedTerm> indexed = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<NameIndex> names;
    private readonly Lazy<VerbatimTexts> verbatim;
    private readonly Lazy<EntityTables> entityTables;
    private readonly Lazy<ErrorForms> errorForms;

    public Docset(ValidationRequest request, IReadOnlyList<MarkdownModel> files)
    {
        Request = request;
        foreach (var file in request.Plan.Files) planned.TryAdd(file.Name, file);
        foreach (var file in files) byName.TryAdd(file.Name, file);
        Files = InPlanOrder(files);
        ForbiddenStrings = [.. request.Formula.ForbiddenStrings.Select(f => new ForbiddenMatcher(f))];
        ForbiddenTerms = [.. (request.Requirements?.Terminology.ForbiddenTerms ?? []).Select(t => new ForbiddenTermMatcher(t))];
        foreach (var term in request.Terminology?.Terms ?? []) indexed.TryAdd(term.Term, term);
        names = new(() => NameIndex.Build(request.Requirements, Files));
        verbatim = new(() => VerbatimTexts.Of(request.Requirements));
        entityTables = new(() => EntityTables.Find(this));
        errorForms = new(() => ErrorForms.Find(this));
    }

    public ValidationRequest Request { get; }

    /// <summary>Planned files in plan order, then the others by name.</summary>
    public IReadOnlyList<MarkdownModel> Files { get; }

    /// <summary>What the formula forbids in any document.</summary>
    public IReadOnlyList<ForbiddenMatcher> ForbiddenStrings { get; }

    /// <summary>What the requirements forbid in prose.</summary>
    public IReadOnlyList<ForbiddenTermMatcher> ForbiddenTerms { get; }

    /// <summary>Where the names of the requirements stand.</summary>
    public NameIndex Names => names.Value;

    /// <summary>Texts of the requirements, which are exempt from the rules on prose.</summary>
    public VerbatimTexts Verbatim => verbatim.Value;

    /// <summary>Tables of fields.</summary>
    public EntityTables EntityTables => entityTables.Value;

    /// <summary>Tables and sections of error codes.</summary>
    public ErrorForms ErrorForms => errorForms.Value;

    /// <summary>What the completeness rule counted; null until it ran.</summary>
    public CompletenessResult? Completeness { get; set; }

    public MarkdownModel? ByName(string name) => byName.GetValueOrDefault(name);

    /// <summary>A term of the index, any case; null when the index lacks it.</summary>
    public IndexedTerm? IndexedTerm(string term) => indexed.GetValueOrDefault(term);

    public PlannedFile? PlannedByName(string name) => planned.GetValueOrDefault(name);

    /// <summary>Whether a planned file's own phase is at its gate or past it.</summary>
    public bool IsDue(PlannedFile file) => file.Phase <= Request.Phase || Request.Final;

    public FileScope Scope(RuleSpec spec, string key)
    {
        var named = spec.Roles.TryGetValue(key, out var roles) && roles.Count > 0;
        var chosen = named ? Request.Plan.Files.Where(f => roles!.Contains(f.Role, StringComparer.Ordinal)).ToList() : [];
        if (chosen.Count == 0) return new(Files, Request.Plan.Files.All(IsDue), Planned: false, named, Home: null, "in any file");
        var found = new List<MarkdownModel>(chosen.Count);
        foreach (var file in chosen)
        {
            if (ByName(file.Name) is { } model) found.Add(model);
        }

        var home = chosen.Count == 1 ? chosen[0].Name : null;
        return new(found, chosen.TrueForAll(IsDue), Planned: true, named, home, $"in {string.Join(" or ", chosen.Select(f => f.Name))}");
    }

    private List<MarkdownModel> InPlanOrder(IReadOnlyList<MarkdownModel> files)
    {
        var ordered = new List<MarkdownModel>(files.Count);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Request.Plan.Files)
        {
            if (byName.TryGetValue(file.Name, out var model) && taken.Add(file.Name)) ordered.Add(model);
        }

        ordered.AddRange(files.Where(f => !planned.ContainsKey(f.Name)).OrderBy(f => f.Name, StringComparer.Ordinal));
        return ordered;
    }
}
