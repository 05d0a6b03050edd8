using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Rules;

/// <summary>What holds of every rule: each has a class of its own that says what breaks it and where, and what does not though it looks like it.</summary>
public abstract class RuleTests
{
    private const string Hostile = "hostile.md";

    public static TheoryData<string> Shapes => [.. ShapesByName.Keys];

    private static readonly Dictionary<string, byte[]> ShapesByName = new(StringComparer.Ordinal)
    {
        ["nothing"] = [],
        ["no UTF-8"] = [.. "# A\n\n"u8, 0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80],
        ["NUL and control characters"] = "# A\0\n\n\u0001\u001B[2J\u202E\uFEFF\u200B\n"u8.ToArray(),
        ["open brackets"] = Many("![a](", 20_000),
        ["emphasis"] = Many("*a_", 20_000),
        ["quotes within quotes"] = Many("> ", 2_000),
        ["an open fence"] = [.. "```json\n"u8, .. Many("TODO {] \n", 20_000)],
        ["an open comment"] = [.. "<!--"u8, .. Many("<a href=\"x\" ", 20_000)],
        ["a long table"] = [.. "| Code | Message | Field | Type |\n|---|---|---|---|\n"u8, .. Many("| | | | |\n", 10_000)],
        ["empty headings"] = Many("#\n\n", 20_000),
        ["empty links"] = Many("[]() <a href=''></a> ", 5_000),
    };

    /// <summary>The rule's id.</summary>
    protected abstract string Rule { get; }

    /// <summary>Where the rule finds something in <see cref="Broken"/>: with exact lines and columns where it has them.</summary>
    protected abstract IReadOnlyList<string> Places { get; }

    /// <summary>Markdown in code, quotes and targets that would break the rule, or keep it, elsewhere.</summary>
    protected abstract string Quiet { get; }

    /// <summary>How much the rule weighs in strict and in lenient runs, as the documentation has it.</summary>
    protected virtual (Severity? Strict, Severity? Lenient) Weighs => (Severity.Error, Severity.Error);

    [Fact]
    public void It_is_found_with_exact_line_and_column() => Broken().Places(Rule).ShouldBe(Places);

    [Fact]
    public void What_stands_in_code_quotes_and_targets_changes_nothing() => Broken().Add("quiet.md", $"# Quiet\n\n{Quiet}\n").Places(Rule).ShouldBe(Places);

    [Fact]
    public void Both_strictness_levels_find_the_same_and_weigh_what_is_documented()
    {
        var docs = Broken();
        docs.Strictness = Strictness.Lenient;

        docs.Places(Rule).ShouldBe(Places);
        var info = RuleCatalog.Find(Rule).ShouldNotBeNull();
        (info.Strict, info.Lenient).ShouldBe(Weighs);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Hostile_input_beside_it_hides_nothing_and_makes_no_rule_fail(string shape)
    {
        var docs = Broken().Add(Hostile, ShapesByName[shape]);
        docs.Rules = [Rule];

        var issues = docs.Validate().Issues;

        issues.ShouldNotContain(i => i.Rule == Validator.FailedRule);
        issues.Where(i => i.Rule == Rule && i.File != Hostile).Select(ReportWriter.Place).ShouldBe(Places);
    }

    /// <summary>Documents that break the rule.</summary>
    private protected abstract Docs Broken();

    private static byte[] Many(string part, int times) => Encoding.UTF8.GetBytes(new StringBuilder().Insert(0, part, times).ToString());
}

/// <summary>The registry of rules and the classes that test them.</summary>
public class EveryRuleTests
{
    [Fact]
    public void Every_rule_has_a_test_class_of_its_own()
    {
        var tested = typeof(RuleTests).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(RuleTests)))
            .Select(t => $"{t.Name} {t.GetProperty("Rule", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(Activator.CreateInstance(t))}");

        tested.ShouldBe(RuleCatalog.Rules.Select(r => $"{r.GetType().Name}Tests {r.Info.Id}"), ignoreOrder: true);
    }
}
