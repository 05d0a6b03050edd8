using System.Globalization;
using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

/// <summary>
/// All issues of some docsets, generated and deliberately bad ones, are those of the committed reports, word for word.
/// <c>DOCSGEN_RECORD=1</c> writes the reports anew, so that a change of a rule shows as their difference.
/// </summary>
public class GoldenReportTests
{
    private const string Folder = "samples/golden";

    [Theory]
    [InlineData(SampleFiles.TaskBoard)]
    [InlineData(SampleFiles.ServiceHandbook)]
    [InlineData(SampleFiles.Minimal)]
    public async Task A_generated_docset_has_the_issues_of_its_report(string sample)
    {
        var drafted = await SampleFiles.DraftAsync(sample, "full");

        Compare(Path.GetFileName(sample), Judge(drafted.Context.Formula.FinalPhase, drafted));
    }

    [Fact]
    public void A_docset_that_somebody_wrote_in_a_hurry_has_the_issues_of_its_report()
    {
        var drafted = new DraftedDocset(SampleFiles.Context(SampleFiles.ServiceHandbook, "full"), Documents("messy"));

        var result = Judge(drafted.Context.Formula.FinalPhase, drafted);

        result.Issues.Count.ShouldBeGreaterThanOrEqualTo(30);
        Compare("messy", result);
    }

    [Theory]
    [InlineData("tree")]
    [InlineData("trifles")]
    public void A_folder_has_the_issues_of_its_report(string name)
    {
        var documents = Documents(name);
        var others = Files(name).Except(documents.Select(d => d.Name), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);

        Compare(name, Validator.Validate(GeneralRules.Request(documents, others), CancellationToken.None));
    }

    private static ValidationResult Judge(int phase, DraftedDocset drafted)
    {
        var context = drafted.Context;
        var index = context.Formula.Phases.Single(p => p.TerminologyIndex is not null).TerminologyIndex!;
        return Validator.Validate(
            new()
            {
                Formula = context.Formula,
                Plan = context.Plan,
                Requirements = context.Requirements,
                Terminology = TerminologyExtractor.Extract(drafted.Documents, context.Plan, index.After),
                Strictness = Strictness.Strict,
                Phase = phase,
                Documents = drafted.Documents,
                GenerationArtifacts = new HashSet<string>(StringComparer.Ordinal) { "01-plan.json" },
            },
            CancellationToken.None);
    }

    private static List<DocumentSource> Documents(string name) =>
        [.. Files(name).Where(f => f.EndsWith(".md", StringComparison.Ordinal)).Select(f => new DocumentSource(f, File.ReadAllBytes(SampleFiles.FullPath($"{Folder}/{name}/{f}"))))];

    private static IEnumerable<string> Files(string name)
    {
        var folder = SampleFiles.FullPath($"{Folder}/{name}");
        return Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal);
    }

    private static void Compare(string name, ValidationResult result)
    {
        var text = new StringBuilder();
        text.Append(result.Passed ? "passed" : "failed").Append(", ").Append(IssueCounts.Of(result.Issues).InWords()).Append('\n');
        foreach (var category in result.Completeness?.Categories ?? []) text.Append(CultureInfo.InvariantCulture, $"{category.Category}: {category.Documented} of {category.Total}\n");
        foreach (var issue in result.Issues) text.Append('\n').Append(ReportWriter.Place(issue)).Append(' ').Append(issue.Severity).Append(' ').Append(issue.Rule).Append("\n  ").Append(issue.Message).Append('\n');
        var path = SampleFiles.FullPath($"{Folder}/{name}.report.txt");
        var recorded = text.ToString();
        if (Environment.GetEnvironmentVariable("DOCSGEN_RECORD") == "1") File.WriteAllText(path, recorded);
        File.ReadAllText(path).ShouldBe(recorded);
    }
}
