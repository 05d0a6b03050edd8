using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Folders;

/// <summary>What a rule weighs in a file, the rules on faults before all: a file that cannot be read would pass every other rule.</summary>
public class FolderSeveritiesTests
{
    private const string Fault = "markdown.malformed";
    private static readonly byte[] Broken = [.. "# A\n\n"u8, 0xFF];

    [Fact]
    public void A_fault_is_an_error_where_nothing_is_said() => Weight(new(), "a.md").ShouldBe(Severity.Error);

    [Fact]
    public void A_fault_weighs_what_an_override_says_in_its_files_and_an_error_elsewhere()
    {
        var settings = new FolderSettings { Overrides = [Override("old/**", (Fault, Severity.Info))] };

        Weight(settings, "old/a.md").ShouldBe(Severity.Info);
        Weight(settings, "a.md").ShouldBe(Severity.Error);
    }

    [Fact]
    public void Of_overrides_that_fit_the_last_that_names_the_rule_holds()
    {
        var settings = new FolderSettings
        {
            Rules = new Dictionary<string, Severity?>(StringComparer.Ordinal) { [Fault] = Severity.Info },
            Overrides = [Override("*.md", (Fault, Severity.Error)), Override("a*", (Fault, Severity.Warning)), Override("a.md", ("structure.h1", null))],
        };

        Weight(settings, "a.md").ShouldBe(Severity.Warning);
        Weight(settings, "b.md").ShouldBe(Severity.Error);
        Weight(settings, "b.markdown").ShouldBe(Severity.Info);
    }

    [Fact]
    public void A_formula_that_does_not_name_the_rules_on_faults_leaves_them_on()
    {
        var formula = BuiltInFormulas.Load("plugin");
        formula = formula with { Rules = [.. formula.Rules.Where(r => r.Id != Fault)] };

        FolderValidation.Rules(new() { Documents = [], Formula = formula, Today = default }).Single(r => r.Rule.Id == Fault).Severity.ShouldBe(Severity.Error);
    }

    [Fact]
    public void A_rule_that_is_only_on_for_some_files_has_the_most_that_it_weighs_in_any()
    {
        var settings = new FolderSettings { Overrides = [Override("a", ("terminology.acronym", Severity.Info)), Override("b", ("terminology.acronym", Severity.Warning)), Override("c", ("terminology.acronym", null))] };
        var weights = FolderValidation.Weights(new() { Documents = [], Settings = settings, Today = default });

        (weights["terminology.acronym"], weights["schema.drift"], weights[Fault]).ShouldBe((Severity.Warning, null, Severity.Error));
    }

    private static FolderOverride Override(string files, params (string Rule, Severity? Severity)[] rules) =>
        new([PathPattern.Parse(files)], rules.ToDictionary(r => r.Rule, r => r.Severity, StringComparer.Ordinal));

    private static Severity Weight(FolderSettings settings, string name) =>
        FolderValidation.Validate(new() { Documents = [new(name, Broken)], Settings = settings, Today = default }).Issues.ShouldHaveSingleItem().Severity;
}
