using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Formulas;

public sealed class FormulaReaderTests
{
    private const string Small = """
        {
          // A comment, and trailing commas.
          "name": "small", "version": "1", "title": "Small",
          "phases": [
            { "number": 0, "name": "In", "agent": "a", "passed_report": "00-ok.md", "failed_report": "00-bad.md" },
            { "number": 1, "name": "Out", "agent": "b", "passed_report": "01-ok.md", "failed_report": "01-bad.md", "plan": "plan.json",
              "terminology_index": { "file": "index.json", "after": ["words"] },
              "files": [
                { "role": "top", "pattern": "{slug}.md", "title": "{name}", "parent": null, "navigation": false, "sections": ["One"], },
                { "role": "words", "number": "01", "words": "words", "title": "Words", "parent": "top" },
              ] },
          ],
          "profiles": [ { "name": "full" } ],
          "rules": [ { "id": "structure.h1", "phases": [1], "strict": "error", "lenient": null, "roles": { "concepts": ["words"] } } ],
          "forbidden_strings": [ { "text": "a+", "match": "regex", "in": "prose_and_code" } ],
        }
        """;

    private static readonly Dictionary<string, string> Templates = new(StringComparer.Ordinal) { ["top"] = "# {{page.title}}\n\n## One\n", ["words"] = "# {{page.title}}\n" };

    private static readonly HashSet<string> Rules = [.. RuleCatalog.All.Select(r => r.Id)];

    [Fact]
    public void The_built_in_formula_has_no_finding()
    {
        foreach (var name in BuiltInFormulas.Names)
        {
            FormulaReader.Read(BuiltInFormulas.Source(name), BuiltInFormulas.Templates(name), Rules).Findings.ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_formula_of_another_kind_has_no_finding()
    {
        var json = File.ReadAllBytes(SampleFiles.FullPath(SampleFiles.ServiceHandbook + "/formula/formula.json"));

        FormulaReader.Read(json, SampleFiles.Templates(SampleFiles.ServiceHandbook + "/formula/templates"), Rules).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Comments_and_trailing_commas_are_welcome()
    {
        var reading = Read(Small);

        reading.Findings.ShouldBeEmpty();
        var formula = reading.Formula.ShouldNotBeNull();
        formula.Phases[1].Files[0].Parent.ShouldBeNull();
        formula.Phases[1].Files[1].Parent.ShouldBe("top");
        formula.Phases[1].TerminologyIndex.ShouldNotBeNull().After.ShouldBe(["words"]);
        formula.Rules[0].Lenient.ShouldBeNull();
        formula.Rules[0].Strict.ShouldBe(Severity.Error);
        formula.Rules[0].Roles["concepts"].ShouldBe(["words"]);
        formula.ForbiddenStrings[0].In.ShouldBe(ForbiddenScope.ProseAndCode);
        formula.FinalPhase.ShouldBe(1);
    }

    [Fact]
    public void Malformed_json_is_told_with_line_and_column()
    {
        var finding = Read("{\n  \"name\": nope }").Findings.ShouldHaveSingleItem();

        finding.Check.ShouldBe("formula.malformed");
        finding.Message.ShouldContain("line 2, column 12");
    }

    [Fact]
    public void Duplicate_properties_are_refused() =>
        Read(Small.Replace("\"version\": \"1\"", "\"version\": \"1\", \"version\": \"2\"", StringComparison.Ordinal)).Findings.ShouldHaveSingleItem().Check.ShouldBe("formula.malformed");

    [Theory]
    [InlineData("\"title\": \"Small\"", "\"title\": \"Small\", \"colour\": 1", "formula.unknown_key", "$.colour")]
    [InlineData("\"number\": 1,", "\"number\": 2,", "formula.phases", "$.phases[1].number")]
    [InlineData("\"plan\": \"plan.json\",", "", "formula.plan", "$.phases[1].plan")]
    [InlineData("\"failed_report\": \"00-bad.md\"", "\"failed_report\": \"00-bad.md\", \"plan\": \"other.json\"", "formula.plan", "$.phases[1].plan")]
    [InlineData("\"passed_report\": \"00-ok.md\"", "\"passed_report\": \"01-ok.md\"", "formula.artifact_names", "$.phases[1].passed_report")]
    [InlineData("\"role\": \"words\"", "\"role\": \"top\"", "formula.duplicate_role", "$.phases[1].files[1].role")]
    [InlineData("\"parent\": \"top\"", "\"parent\": \"nobody\"", "formula.unknown_role", "$.phases[1].files[1].parent")]
    [InlineData("\"parent\": \"top\"", "\"parent\": null", "formula.root", "$.phases")]
    [InlineData("\"after\": [\"words\"]", "\"after\": [\"nobody\"]", "formula.unknown_role", "$.phases[1].terminology_index.after[0]")]
    [InlineData("\"number\": \"01\"", "\"number\": \"1\"", "formula.number", "$.phases[1].files[1].number")]
    [InlineData("\"pattern\": \"{slug}.md\"", "\"pattern\": \"a/{slug}.md\"", "formula.file_name", "$.phases[1].files[0].pattern")]
    [InlineData("\"pattern\": \"{slug}.md\"", "\"pattern\": \"{slog}.md\"", "formula.file_name", "$.phases[1].files[0].pattern")]
    [InlineData("\"sections\": [\"One\"]", "\"sections\": [\"Two\"]", "formula.section", "$.phases[1].files[0].sections[0]")]
    [InlineData("\"title\": \"Words\"", "\"title\": \"Words\", \"template\": \"gone\"", "formula.template", "$.phases[1].files[1].template")]
    [InlineData("{ \"name\": \"full\" }", "{ \"name\": \"full\", \"exclude\": [\"top\"] }", "formula.profiles", "$.profiles[0]")]
    [InlineData("{ \"name\": \"full\" }", "{ \"name\": \"full\", \"include\": [\"top\", \"nobody\"] }", "formula.unknown_role", "$.profiles[0].include[1]")]
    [InlineData("structure.h1", "structure.h7", "formula.unknown_rule", "$.rules[0].id")]
    [InlineData("\"phases\": [1],", "\"phases\": [4],", "formula.rule_phase", "$.rules[0].phases[0]")]
    [InlineData("\"strict\": \"error\"", "\"strict\": \"fatal\"", "formula.shape", "$.rules[0].strict")]
    [InlineData("\"concepts\": [\"words\"]", "\"concepts\": [\"nobody\"]", "formula.unknown_role", "$.rules[0].roles.concepts[0]")]
    [InlineData("\"text\": \"a+\"", "\"text\": \"(a\"", "formula.regex", "$.forbidden_strings[0].text")]
    [InlineData("\"text\": \"a+\"", "\"text\": \"(?=a)\"", "formula.regex", "$.forbidden_strings[0].text")]
    [InlineData("\"title\": \"Small\"", "\"title\": \"Small\", \"base\": \"nothing\"", "formula.base", "$.base")]
    [InlineData("\"title\": \"Small\"", "\"title\": \"Small\", \"links\": { \"external\": \"some\" }", "formula.shape", "$.links.external")]
    [InlineData("\"title\": \"Small\"", "\"title\": \"Small\", \"completeness\": { \"strict\": 95 }", "formula.range", "$.completeness.strict")]
    [InlineData("\"title\": \"Small\"", "\"title\": \"Small\", \"bundle_readme\": \"README.md\"", "formula.template", "$.bundle_readme")]
    public void What_is_wrong_is_told_with_its_path(string right, string wrong, string check, string path)
    {
        Small.ShouldContain(right);

        var findings = Read(Small.Replace(right, wrong, StringComparison.Ordinal)).Findings;

        findings.ShouldContain(f => f.Check == check && f.JsonPath == path, string.Join('\n', findings));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var broken = Small
            .Replace("structure.h1", "structure.h7", StringComparison.Ordinal)
            .Replace("\"parent\": \"top\"", "\"parent\": \"nobody\"", StringComparison.Ordinal)
            .Replace("\"agent\": \"a\"", "\"agent\": 7", StringComparison.Ordinal);

        var reading = Read(broken);

        reading.Usable.ShouldBeFalse();
        reading.Findings.Select(f => f.Check).ShouldBe(["formula.shape", "formula.unknown_role", "formula.unknown_rule"]);
    }

    [Theory]
    [InlineData("{{{page.title}}}")]
    [InlineData("{{&page.title}}")]
    public void A_template_that_writes_unescaped_text_is_refused(string text)
    {
        var templates = new Dictionary<string, string>(Templates, StringComparer.Ordinal) { ["words"] = text };

        FormulaReader.Read(Encoding.UTF8.GetBytes(Small), templates, Rules).Findings.ShouldHaveSingleItem().Check.ShouldBe("formula.unescaped");
    }

    [Fact]
    public void Templates_that_are_missing_come_from_the_base()
    {
        var based = Small.Replace("\"title\": \"Small\"", "\"title\": \"Small\", \"base\": \"plugin\"", StringComparison.Ordinal);

        var formula = FormulaReader.Read(Encoding.UTF8.GetBytes(based), Templates, Rules).Formula.ShouldNotBeNull();

        formula.Templates["top"].ShouldBe(Templates["top"]);
        formula.Templates["nav"].ShouldBe(BuiltInFormulas.Templates("plugin")["nav"]);
    }

    [Theory]
    [InlineData(typeof(Formula), "")]
    [InlineData(typeof(PhaseSpec), "phase")]
    [InlineData(typeof(FileSpec), "file")]
    [InlineData(typeof(ProfileSpec), "profile")]
    [InlineData(typeof(RuleSpec), "rule")]
    [InlineData(typeof(PreflightSpec), "preflight")]
    [InlineData(typeof(ForbiddenString), "forbidden_string")]
    [InlineData(typeof(Thresholds), "thresholds")]
    public void The_json_schema_has_every_key(Type record, string definition)
    {
        var schema = JsonNode.Parse(BuiltInFormulas.JsonSchema.Span).ShouldNotBeNull();
        var keys = (definition.Length == 0 ? schema : schema["$defs"]![definition])!["properties"]!.AsObject().Select(p => p.Key).Where(k => k != "$schema");

        var properties = record.GetProperties().Where(p => p.SetMethod is not null && p.Name != nameof(Formula.Templates));

        keys.ShouldBe(properties.Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name)), ignoreOrder: true);
    }

    private static FormulaReading Read(string json) => FormulaReader.Read(Encoding.UTF8.GetBytes(json), Templates, Rules);
}
