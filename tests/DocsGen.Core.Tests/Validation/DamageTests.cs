using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

/// <summary>
/// The sample docset is without fault and, damaged in one place, has exactly the one issue of that place: the rule, the severity, the
/// file, the line and the byte column.
/// </summary>
public class DamageTests
{
    private static readonly Lazy<Task<DraftedDocset>> Sample = new(() => SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full"));

    public static IEnumerable<object[]> Numbers => Damages.All.Select((d, i) => new object[] { i, d.ToString() });

    [Fact]
    public void Every_rule_has_a_damage() =>
        RuleCatalog.All.Select(r => r.Id).Except(Damages.All.Where(d => d.Severity is not null).Select(d => d.Rule), StringComparer.Ordinal).ShouldBeEmpty();

    [Theory]
    [InlineData(Strictness.Strict)]
    [InlineData(Strictness.Lenient)]
    public async Task Undamaged_there_is_no_issue_at_all(Strictness strictness)
    {
        var request = Request(await Sample.Value, phase: 5) with { Strictness = strictness };

        Validator.Validate(request, CancellationToken.None).Issues.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_damage_gives_exactly_its_one_issue(int number, string what)
    {
        what.ShouldNotBeEmpty();
        var damage = Damages.All[number];
        var whole = Request(await Sample.Value, damage.Phase);
        var (request, expected) = Apply(damage, whole);

        var before = Validator.Validate(whole with { Formula = request.Formula, Strictness = request.Strictness }, CancellationToken.None).Issues;
        var issues = IssueComparison.Of(before, Validator.Validate(request, CancellationToken.None).Issues).New;

        issues.Where(i => i.Severity != Severity.Info).Select(Line).ShouldBe(expected);
        issues.Where(i => i.Severity == Severity.Info).ShouldAllBe(i => i.Rule == "completeness.threshold");
    }

    private static (ValidationRequest Request, string[] Expected) Apply(Damage damage, ValidationRequest whole)
    {
        var request = whole with { Formula = damage.Formula(whole.Formula), Strictness = damage.Lenient ? Strictness.Lenient : Strictness.Strict };
        var file = damage.Where;
        switch (damage.Where)
        {
            case Damage.InRequirements: request = request with { Requirements = Changed(damage) }; break;
            case Damage.InPlan: request = request with { Plan = request.Plan with { Files = [.. request.Plan.Files, request.Plan.Files[^1] with { Name = damage.To, Role = "new", Parent = "root" }] } }; break;
            case Damage.InDocuments: request = request with { Documents = [.. request.Documents, new(damage.To, "# Notes\n"u8.ToArray())] }; break;
            default: request = request with { Documents = [.. request.Documents.Select(d => d.Name == Name(whole, file) ? new(d.Name, Bytes(Damage.WithoutCaret(damage.Apply(Text(d))))) : d)] }; break;
        }

        return (request, damage.Severity is null ? [] : [Expected(damage, whole)]);
    }

    private static string Expected(Damage damage, ValidationRequest whole)
    {
        var role = damage.In ?? damage.Where;
        if (role == Damage.OfDocset) return Line(damage, null, (0, 0));
        if (role == "new") return Line(damage, damage.To, (0, 0));
        var file = Name(whole, role);
        var text = Text(whole.Documents.Single(d => d.Name == file));
        if (role == damage.Where) text = damage.Apply(text);
        if (damage.At.Length > 0)
        {
            var marked = Damage.WithoutCaret(damage.At);
            text = Damage.WithoutCaret(text);
            text.ShouldContain(marked);
            var at = text.IndexOf(marked, StringComparison.Ordinal);
            text = string.Concat(text.AsSpan(0, at), damage.At, text.AsSpan(at + marked.Length));
        }

        return Line(damage, file, Damage.CaretIn(text));
    }

    private static Requirements Changed(Damage damage)
    {
        var json = damage.Apply(File.ReadAllText(SampleFiles.FullPath(SampleFiles.TaskBoard + "/requirements.json")));
        return RequirementsReader.Read(Encoding.UTF8.GetBytes(json)).Requirements.ShouldNotBeNull();
    }

    private static ValidationRequest Request(DraftedDocset drafted, int phase)
    {
        var context = drafted.Context;
        var index = context.Formula.Phases.Single(p => p.TerminologyIndex is not null);
        var documents = drafted.Documents.Where(d => context.Plan.ByName(d.Name)!.Phase <= phase).ToList();
        return new()
        {
            Formula = context.Formula,
            Plan = context.Plan,
            Requirements = context.Requirements,
            Terminology = TerminologyExtractor.Extract(documents, context.Plan, index.TerminologyIndex!.After),
            Strictness = Strictness.Strict,
            Phase = phase,
            Documents = documents,
            GenerationArtifacts = new HashSet<string>(StringComparer.Ordinal) { "01-planned-files.json", "05-final-validation-report.md" },
        };
    }

    private static string Name(ValidationRequest request, string role) => request.Plan.ByRole(role).ShouldNotBeNull(role).Name;

    private static string Text(DocumentSource document) => Encoding.UTF8.GetString(document.Bytes.Span);

    /// <summary>UTF-8, where a lone surrogate gives a byte that is none.</summary>
    private static byte[] Bytes(string text)
    {
        var parts = text.Split('\uD800');
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(parts[0]));
        foreach (var part in parts.Skip(1)) bytes.AddRange([0xFF, .. Encoding.UTF8.GetBytes(part)]);
        return [.. bytes];
    }

    private static string Line(Damage damage, string? file, (int Line, int Column) at) => $"{damage.Severity} {damage.Rule} {file ?? "docset"}:{at.Line}:{at.Column}";

    private static string Line(Issue issue) => $"{issue.Severity} {issue.Rule} {issue.File ?? "docset"}:{issue.Line}:{issue.Column}";
}
