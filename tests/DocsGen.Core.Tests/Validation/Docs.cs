using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

/// <summary>A tiny docset with a tiny formula, built by hand: every file's role is its name without <c>.md</c>.</summary>
internal sealed class Docs
{
    private readonly List<DocumentSource> documents = [];
    private readonly List<PlannedFile> planned = [];
    private readonly HashSet<string> artifacts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> roles = new(StringComparer.Ordinal);

    public int Phase { get; set; } = 2;
    public Strictness Strictness { get; set; } = Strictness.Strict;
    public Requirements? Requirements { get; set; }
    public TerminologyIndex? Terminology { get; set; }
    public LinkPolicy Links { get; set; } = new();
    public IReadOnlyList<string> Rules { get; set; } = [.. RuleCatalog.All.Select(r => r.Id)];
    public Thresholds Completeness { get; set; } = new();

    public IReadOnlyList<ForbiddenString> ForbiddenStrings { get; set; } =
    [
        new() { Text = "TODO", In = ForbiddenScope.ProseAndCode },
        new() { Text = "TBD" },
        new() { Text = "???", Match = ForbiddenMatch.Text },
        new() { Text = "[placeholder]", Match = ForbiddenMatch.Text },
        new() { Text = "to be determined", Match = ForbiddenMatch.Text },
        new() { Text = "<insert [^<>]* here>", Match = ForbiddenMatch.Regex, In = ForbiddenScope.ProseAndCode },
        new() { Text = @"\{[A-Za-z]\w*\}", Match = ForbiddenMatch.Regex },
    ];

    public static Docs With(string markdown) => new Docs().Add("a.md", markdown);

    /// <summary>Reads requirements of which only the given members are written.</summary>
    public static Requirements Require(string members)
    {
        var json = $$"""{ "plugin": { "name": "Sample", "slug": "sample", "summary": "" }, {{members}} }""";
        var reading = RequirementsReader.Read(Encoding.UTF8.GetBytes(json));
        reading.Findings.ShouldBeEmpty();
        return reading.Requirements.ShouldNotBeNull();
    }

    public Docs Add(string name, string markdown, int phase = 1) => Plan(name, phase).AddUnplanned(name, markdown);

    public Docs Add(string name, byte[] bytes)
    {
        Plan(name);
        documents.Add(new(name, bytes));
        return this;
    }

    public Docs AddUnplanned(string name, string markdown)
    {
        documents.Add(new(name, Encoding.UTF8.GetBytes(markdown)));
        return this;
    }

    public Docs Plan(string name, int phase = 1, IReadOnlyList<string>? sections = null, string? parent = "root", bool navigation = false)
    {
        planned.Add(new()
        {
            Name = name,
            Role = name[..^3],
            Phase = phase,
            Title = name,
            Template = "",
            Sections = sections ?? [],
            Parent = parent,
            Navigation = navigation,
        });
        return this;
    }

    public Docs Artifact(string name)
    {
        artifacts.Add(name);
        return this;
    }

    /// <summary>Gives a role key to every rule.</summary>
    public Docs Role(string key, params string[] names)
    {
        roles[key] = names;
        return this;
    }

    public Docs Needing(string requirements)
    {
        Requirements = Require(requirements);
        return this;
    }

    public ValidationRequest Request() => new()
    {
        Formula = Formula(),
        Plan = new() { Formula = "tiny", FormulaVersion = "1", Profile = "full", Slug = "sample", Files = planned },
        Requirements = Requirements,
        Terminology = Terminology,
        Strictness = Strictness,
        Phase = Phase,
        Documents = documents,
        GenerationArtifacts = artifacts,
    };

    public ValidationResult Validate() => Validator.Validate(Request(), CancellationToken.None);

    /// <summary>The issues of one rule, as <c>file:line:column message</c>.</summary>
    public IReadOnlyList<string> Issues(string rule)
    {
        Rules = [rule];
        return [.. Validate().Issues.Where(i => i.Rule == rule).Select(i => $"{ReportWriter.Place(i)} {i.Message}")];
    }

    /// <summary>The places of the issues of one rule.</summary>
    public IReadOnlyList<string> Places(string rule)
    {
        Rules = [rule];
        return [.. Validate().Issues.Where(i => i.Rule == rule).Select(ReportWriter.Place)];
    }

    public Formula Formula() => new()
    {
        Name = "tiny",
        Version = "1",
        Title = "Tiny",
        Phases = [PhaseOf(0, 0), PhaseOf(1, 1), PhaseOf(2, 1)],
        Profiles = [new() { Name = "full" }],
        Rules = [.. Rules.Select(r => new RuleSpec { Id = r, Roles = roles })],
        ForbiddenStrings = ForbiddenStrings,
        Links = Links,
        Completeness = Completeness,
    };

    private static PhaseSpec PhaseOf(int number, int files) => new()
    {
        Number = number,
        Name = $"Phase {number}",
        Agent = "tiny",
        PassedReport = "passed.md",
        FailedReport = "failed.md",
        Files = files == 0 ? [] : [new() { Role = "a", Title = "A" }],
    };
}
