using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

/// <summary>The gates over what the template agent writes: whole it passes, and each damage is found by its rule.</summary>
public class SampleGateTests
{
    [Theory]
    [InlineData(SampleFiles.TaskBoard, "full")]
    [InlineData(SampleFiles.TaskBoard, "minimal")]
    [InlineData(SampleFiles.TaskBoard, "no-diagrams")]
    [InlineData(SampleFiles.Minimal, "full")]
    [InlineData(SampleFiles.Hostile, "full")]
    [InlineData(SampleFiles.ServiceHandbook, "full")]
    public async Task A_drafted_docset_passes_every_strict_gate(string sample, string profile)
    {
        var drafted = await SampleFiles.DraftAsync(sample, profile);

        foreach (var phase in drafted.Context.Formula.Phases.Where(p => p.Files.Count > 0))
        {
            Gate(drafted, phase.Number).Issues.Where(i => i.Severity != Severity.Info).Select(Line).ShouldBeEmpty($"phase {phase.Number}");
        }

        if (sample != SampleFiles.ServiceHandbook) Gate(drafted, drafted.Context.Formula.FinalPhase).Completeness.ShouldNotBeNull().Ratio.ShouldBe(1);
    }

    [Theory]
    [InlineData("schema", "`string` | yes |", "`string` | no |", "schema.drift")]
    [InlineData("schema", "string", "text", "schema.drift")]
    [InlineData("schema", "| Validation |", "| Checks |", "schema.entity_missing")]
    [InlineData("ui-validation", " | error |", " Oh. | error |", "ui.error_message_mismatch")]
    [InlineData("root", "# ", "", "structure.h1")]
    [InlineData("arch", "## ", "### ", "structure.required_section")]
    [InlineData("arch", ".md)", ".mdx)", "links.internal.resolves")]
    [InlineData("arch", "\n\n", "\n\nTBD\n\n", "placeholders.forbidden")]
    [InlineData("arch", "\n\n", "\n\n[x](https://elsewhere.test)\n\n", "links.external.forbidden")]
    [InlineData("diagrams", "erDiagram", "pie", "diagrams.missing")]
    [InlineData("diagrams", "sequenceDiagram", "sequenceDiagrams", "diagrams.missing")]
    [InlineData("diagrams", "```\n", "", "markdown.malformed")]
    public async Task Damage_is_found_by_its_rule(string role, string from, string to, string rule)
    {
        var drafted = await SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full");
        var text = drafted.Text(role);
        text.ShouldContain(from);
        var at = from == "```\n" ? text.LastIndexOf(from, StringComparison.Ordinal) : text.IndexOf(from, StringComparison.Ordinal);
        var damaged = string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length));
        var name = drafted.Context.Plan.ByRole(role)!.Name;
        var documents = drafted.Documents.Select(d => d.Name == name ? new DocumentSource(name, Encoding.UTF8.GetBytes(damaged)) : d).ToList();

        var issues = Gate(drafted with { Documents = documents }, drafted.Context.Formula.FinalPhase).Issues;

        issues.ShouldContain(i => i.Rule == rule && i.File == name && i.Severity == Severity.Error);
    }

    [Fact]
    public async Task Every_file_left_out_is_missed()
    {
        var drafted = await SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full");
        foreach (var document in drafted.Documents)
        {
            var rest = drafted with { Documents = [.. drafted.Documents.Where(d => d.Name != document.Name)] };

            Gate(rest, rest.Context.Formula.FinalPhase).Issues.ShouldContain(i => i.Rule == "structure.missing_file" && i.File == document.Name);
        }
    }

    private static ValidationResult Gate(DraftedDocset drafted, int phase)
    {
        var context = drafted.Context;
        var index = context.Formula.Phases.FirstOrDefault(p => p.TerminologyIndex is not null);
        var documents = drafted.Documents.Where(d => context.Plan.ByName(d.Name)!.Phase <= phase).ToList();
        return Validator.Validate(new()
        {
            Formula = context.Formula,
            Plan = context.Plan,
            Requirements = context.Requirements,
            Terminology = index is null || phase < index.Number ? null : TerminologyExtractor.Extract(documents, context.Plan, index.TerminologyIndex!.After),
            Strictness = Strictness.Strict,
            Phase = phase,
            Documents = documents,
        });
    }

    private static string Line(Issue issue) => $"{ReportWriter.Place(issue)} {issue.Rule} {issue.Message}";
}
