using System.Globalization;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Formulas;

public class PreflightTests
{
    private static readonly HostStructure Host = new(["Pages/Items.razor", "Program.cs"]);
    private static readonly HostStructure Example = new(["a.md"]);

    public static TheoryData<string> Checks { get; } = new(PreflightCatalog.All.Select(c => c.Id));

    [Theory]
    [MemberData(nameof(Checks))]
    public void Each_check_has_a_sample_that_yields_exactly_its_finding(string check)
    {
        var bytes = File.ReadAllBytes(SampleFiles.FullPath($"samples/broken/{check}.json"));

        var result = Check(RequirementsReader.Read(bytes), check == "preflight.host_structure" ? null : Host, check == "preflight.example_docset" ? null : Example);

        var finding = result.Findings.ShouldHaveSingleItem();
        finding.Check.ShouldBe(check);
        finding.Question.ShouldContain("?");
        finding.JsonPath.ShouldStartWith("$");
        finding.Severity.ShouldBe(PreflightCatalog.Find(check)!.Strict!.Value);
        result.Passed.ShouldBe(finding.Severity != Severity.Error);
    }

    [Fact]
    public void Every_broken_sample_is_that_of_a_check() =>
        Directory.GetFiles(SampleFiles.FullPath("samples/broken"), "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)
            .ShouldBe(PreflightCatalog.All.Select(c => c.Id).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(SampleFiles.TaskBoard)]
    [InlineData(SampleFiles.Minimal)]
    public void The_whole_samples_pass(string sample) =>
        Check(new(SampleFiles.Requirements(sample), []), Host, Example).Findings.Where(f => f.Severity == Severity.Error).ShouldBeEmpty();

    [Fact]
    public void Everything_is_found_at_once_in_the_order_of_the_file()
    {
        var result = Check(RequirementsReader.Read("""
            { "policies": {}, "entities": [ { "fields": [ { "name": "a" } ], "relations": [ { "to": "X" } ] }, {}, {}, {}, {}, {}, {}, {}, {}, {}, { "name": "Z", "fields": 3 } ], "plugin": { "name": 5 } }
            """u8.ToArray()), null, null);

        result.Passed.ShouldBeFalse();
        result.Findings.Select(f => f.JsonPath).ShouldBe(
        [
            "$", "$.plugin.name", "$.plugin.slug", "$.plugin.summary",
            "$.entities[0].fields", "$.entities[0].fields[0].type", "$.entities[0].id_strategy", "$.entities[0].name", "$.entities[0].relations[0].to", "$.entities[0].validation",
            .. Enumerable.Range(1, 9).SelectMany(i => new[] { "fields", "id_strategy", "name", "validation" }.Select(k => string.Create(CultureInfo.InvariantCulture, $"$.entities[{i}].{k}"))),
            "$.entities[10].fields", "$.entities[10].id_strategy", "$.entities[10].validation",
            "$.users_and_flows.primary_flows", "$.performance_targets", "$.audit", "$.policies.permissions_model", "$.host_integration_contract",
            "$.host_integration_contract.plugin_structure_reference", "$.host_integration_contract.runtime.blazor_model", "$.host_integration_contract.runtime.ui_framework",
        ]);
    }

    [Fact]
    public void A_formula_chooses_checks_and_severities()
    {
        var formula = BuiltInFormulas.Load("plugin") with { Preflight = [new() { Id = "preflight.plugin_name", Strict = Severity.Warning }] };

        var result = Preflight.Check(new() { Reading = RequirementsReader.Read("{}"u8.ToArray()), Formula = formula, Strictness = Strictness.Strict });

        result.Findings.ShouldHaveSingleItem().Severity.ShouldBe(Severity.Warning);
    }

    [Fact]
    public void Lenient_runs_do_without_host_targets_and_audit() =>
        Preflight.Check(new() { Reading = new(SampleFiles.Requirements(SampleFiles.TaskBoard) with { PerformanceTargets = [], Audit = null }, []), Formula = BuiltInFormulas.Load("plugin"), Strictness = Strictness.Lenient })
            .Findings.Where(f => f.Severity != Severity.Info).ShouldBeEmpty();

    [Fact]
    public void A_conflict_with_the_host_is_settled_and_told()
    {
        var result = Check(new(SampleFiles.Requirements(SampleFiles.TaskBoard), []), new(["src/index.tsx"]), Example);

        result.Settled.ShouldBe(["The requirements name Blazor as the UI framework, the host structure holds no .razor file. The requirements hold."]);
        PreflightReport.Markdown(result, []).ShouldContain("## Conflicts settled\n\n- The requirements name Blazor");
    }

    [Fact]
    public void A_failed_preflight_asks_one_question_per_finding_with_its_path()
    {
        var result = Check(RequirementsReader.Read(File.ReadAllBytes(SampleFiles.FullPath("samples/broken/preflight.plugin_slug.json"))), Host, Example);

        var report = PreflightReport.Markdown(result, [new("Run", "run_1")]);

        report.ShouldBe("""
            # Preflight questions

            - **Run**: run_1
            - **Result**: failed

            Answer each question by filling its JSON path in the requirements, then start again. Nothing was drafted.

            ## Questions

            1. `$.plugin.slug` "Sample Catalog" is no slug: it must be lower-case letters and digits, in words joined by single hyphens. Which slug should begin the file names, such as sample-catalog? (`preflight.plugin_slug`)

            """);
        var issue = PreflightReport.ToIssues(result).ShouldHaveSingleItem();
        issue.Rule.ShouldBe("preflight.plugin_slug");
        issue.Message.ShouldStartWith("$.plugin.slug: ");
        issue.File.ShouldBeNull();
    }

    [Fact]
    public void The_starting_file_reads_without_complaint_and_lacks_just_what_the_user_must_fill()
    {
        var reading = RequirementsReader.Read(Encoding.UTF8.GetBytes(RequirementsTemplate.Commented(null)));

        reading.Findings.ShouldBeEmpty();
        Check(reading, Host, Example).Findings.Select(f => f.Check).ShouldBe(
        [
            "preflight.plugin_name", "preflight.plugin_slug", "preflight.plugin_summary", "preflight.entities", "preflight.primary_flows",
            "preflight.performance_targets", "preflight.audit", "preflight.permissions_model", "preflight.structure_reference",
            "preflight.blazor_model", "preflight.ui_framework",
        ]);
    }

    [Fact]
    public void From_a_host_the_starting_file_names_framework_and_parts()
    {
        var text = RequirementsTemplate.Commented(new(["App.razor", "Pages/Item\"Form.razor", "Pages/_Imports.razor", "Services/CatalogService.cs", "Services/ICatalogService.cs"]));
        var reading = RequirementsReader.Read(Encoding.UTF8.GetBytes(text));

        reading.Findings.ShouldBeEmpty();
        reading.Requirements!.Components.Select(c => c.Name).ShouldBe(["Item\"Form"]);
        reading.Requirements.Services.Select(c => c.Name).ShouldBe(["CatalogService"]);
        reading.Requirements.Host.UiFramework.ShouldBe("Blazor");
    }

    [Fact]
    public void The_schema_describes_every_key_that_the_reader_knows()
    {
        using var schema = JsonDocument.Parse(RequirementsSchema.Text);
        var sections = schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);

        sections.ShouldContain("host_integration_contract");
        schema.RootElement.GetProperty("$schema").GetString().ShouldBe("https://json-schema.org/draft/2020-12/schema");
        using var sample = JsonDocument.Parse(File.ReadAllBytes(SampleFiles.FullPath("samples/broken/preflight.host_structure.json")));
        Walk(sample.RootElement, schema.RootElement, "$");
    }

    private static void Walk(JsonElement value, JsonElement schema, string path)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            if (schema.TryGetProperty("oneOf", out var choices)) schema = choices[0];
            foreach (var item in value.EnumerateArray()) Walk(item, schema.GetProperty("items"), path + "[]");
        }

        if (value.ValueKind != JsonValueKind.Object || schema.TryGetProperty("additionalProperties", out _)) return;
        foreach (var member in value.EnumerateObject())
        {
            schema.GetProperty("properties").TryGetProperty(member.Name, out var known).ShouldBeTrue($"{path}.{member.Name}");
            (known.TryGetProperty("description", out _) || known.TryGetProperty("oneOf", out _)).ShouldBeTrue($"{path}.{member.Name}");
            Walk(member.Value, known, $"{path}.{member.Name}");
        }
    }

    private static PreflightResult Check(RequirementsReading reading, HostStructure? host, HostStructure? example) => Preflight.Check(new()
    {
        Reading = reading,
        Formula = BuiltInFormulas.Load("plugin") with { Preflight = [] },
        Strictness = Strictness.Strict,
        Host = host,
        Example = example,
    });
}
