using System.Collections.Concurrent;
using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>The parsed documents of one validation, with what several rules look up in them.</summary>
internal sealed class Docset
{
    // Of so many files with one name none is the likely one: index.md, README.md.
    private const int MostNamesakes = 8;

    private readonly Dictionary<string, MarkdownModel> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlannedFile> planned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlannedFile>.AlternateLookup<ReadOnlySpan<char>> plannedBySpan;
    private readonly Dictionary<string, IndexedTerm> indexed = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<NameIndex> names;
    private readonly Lazy<VerbatimTexts> verbatim;
    private readonly Lazy<EntityTables> entityTables;
    private readonly Lazy<ErrorForms> errorForms;
    private readonly Lazy<NearNames> nearNames;
    private readonly Lazy<ILookup<string, string>> byBaseName;
    private readonly ConcurrentDictionary<string, bool> outside = new(StringComparer.Ordinal);
    private IReadOnlyList<MarkdownModel>? complete;

    public Docset(ValidationRequest request, IReadOnlyList<MarkdownModel> files)
        : this(request) => Complete(files);

    /// <summary>A docset whose files are still being parsed: only what stands in the request can be asked for.</summary>
    public Docset(ValidationRequest request)
    {
        Request = request;
        foreach (var file in request.Plan.Files) planned.TryAdd(file.Name, file);
        plannedBySpan = planned.GetAlternateLookup<ReadOnlySpan<char>>();
        Forbidden = new(request.Formula.ForbiddenStrings.Select(f => new ForbiddenMatcher(f)));
        ForbiddenInCode = new(Forbidden.Matchers.Where(m => m.Spec.In == ForbiddenScope.ProseAndCode));
        ForbiddenTerms = [.. (request.Requirements?.Terminology.ForbiddenTerms ?? []).Concat(request.ForbiddenTerms).Select(t => new ForbiddenTermMatcher(t))];
        foreach (var term in request.Terminology?.Terms ?? []) indexed.TryAdd(term.Term, term);
        names = new(() => NameIndex.Build(request.Requirements, Files));
        verbatim = new(() => VerbatimTexts.Of(request.Requirements));
        entityTables = new(() => EntityTables.Find(this));
        errorForms = new(() => ErrorForms.Find(this));
        nearNames = new(() => new(TargetNames()));
        byBaseName = new(() => TargetNames().ToLookup(BaseName, StringComparer.OrdinalIgnoreCase));
    }

    public ValidationRequest Request { get; }

    /// <summary>Planned files in plan order, then the others by name.</summary>
    public IReadOnlyList<MarkdownModel> Files => complete ?? throw Incomplete();

    /// <summary>The file that a broken link probably means: one of the same name in another folder or case, else one of a name like it; null for none.</summary>
    public string? ClosestFile(string name)
    {
        if (byBaseName.Value[BaseName(name)].ToList() is not { Count: > 0 } namesakes) return nearNames.Value.Closest(name);
        return namesakes.Count > MostNamesakes ? null : Closest.Of(name, namesakes) ?? namesakes.Min(StringComparer.Ordinal);
    }

    /// <summary>How many issues of one rule are listed for one file: 100,000 over all files, but never under 200 for each.</summary>
    public int MaxIssuesPerFile => MaxIssues(Request);

    /// <summary>The same for a request.</summary>
    public static int MaxIssues(ValidationRequest request) => Math.Max(200, 100_000 / Math.Max(1, request.Documents.Count));

    /// <summary>What the formula forbids in any document.</summary>
    public ForbiddenSearch Forbidden { get; }

    /// <summary>What it forbids in code, too.</summary>
    public ForbiddenSearch ForbiddenInCode { get; }

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

    public MarkdownModel? ByName(string name) => complete is null ? throw Incomplete() : byName.GetValueOrDefault(name);

    /// <summary>Now all files are parsed.</summary>
    public void Complete(IReadOnlyList<MarkdownModel> files)
    {
        foreach (var file in files) byName.TryAdd(file.Name, file);
        complete = InPlanOrder(files);
    }

    /// <summary>A term of the index, any case; null when the index lacks it.</summary>
    public IndexedTerm? IndexedTerm(string term) => indexed.GetValueOrDefault(term);

    /// <summary>Whether there is no plan but the files themselves.</summary>
    public bool PlanIsWhatIsThere => string.Equals(Request.Formula.Name, GeneralRules.FormulaName, StringComparison.Ordinal);

    /// <summary>Where a link of a file leads, with what its docset says of links that begin with a slash.</summary>
    public LinkTarget TargetOf(MarkdownModel file, int linkIndex)
    {
        var target = file.TargetOf(linkIndex);
        if (target.Kind == TargetKind.Absolute && Request.Roots is { } roots) target = roots.Resolve(target, file.Links[linkIndex].Target, Exists);
        if (target.Kind != TargetKind.Relative) return target;
        var path = Request.SymbolicLinks.Follow(target.File).Path;
        // Hardly any link of a tree leads through a symbolic one.
        return ReferenceEquals(path, target.File) ? target : target with { File = path };
    }

    /// <summary>Whether a path is that of a planned file, of another file that may be named, or of one outside that is there.</summary>
    public bool Exists(string file)
    {
        var path = Request.SymbolicLinks.Follow(file).Path;
        return planned.ContainsKey(path) || ExistsOtherwise(path);
    }

    /// <summary>The same without the planned files.</summary>
    public bool ExistsOtherwise(string file)
    {
        var bare = file.TrimEnd('/');
        if (Request.OtherFiles.Contains(bare)) return true;
        return Request.ExistsOutside is { } exists && bare.StartsWith("..", StringComparison.Ordinal) && outside.GetOrAdd(bare, exists);
    }

    /// <summary>What was asked about paths outside, and the answers.</summary>
    public IEnumerable<KeyValuePair<string, bool>> AskedOutside => outside;

    public PlannedFile? PlannedByName(string name) => planned.GetValueOrDefault(name);

    /// <summary>A name as a text: the plan's own where it is planned, so that a hundred thousand links to a thousand files keep a thousand texts.</summary>
    public string NameOf(ReadOnlySpan<char> name) => plannedBySpan.TryGetValue(name, out var file) ? file.Name : name.ToString();

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

    private static InvalidOperationException Incomplete() => new("A rule that looks at other files must be a rule on links or on the docset.");

    private IEnumerable<string> TargetNames() => Request.Plan.Files.Select(f => f.Name).Concat(PlanIsWhatIsThere ? Request.OtherFiles.Where(n => n != ".") : []);

    private static string BaseName(string path) => path[(path.TrimEnd('/').LastIndexOf('/') + 1)..].TrimEnd('/');

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
