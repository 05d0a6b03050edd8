using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation.Rules;

public class UndocumentedPerformanceTests : RuleTests
{
    protected override string Rule => "performance.undocumented";

    protected override IReadOnlyList<string> Places => ["docset"];

    protected override string Quiet => "[x](p95_load_ms)";

    protected override (Severity? Strict, Severity? Lenient) Weighs => (Severity.Error, Severity.Warning);

    private protected override Docs Broken() => Docs.With("# A\n\np95_load_ms_x [x](p95_load_ms)\n").Needing("""  "performance_targets": { "p95_load_ms": 100 } """);

    [Fact]
    public void A_performance_target_is_named_in_one_of_its_files()
    {
        const string Targets = """  "performance_targets": { "p95_save_ms": 200, "p95_load_ms": 100 } """;

        Docs.With("`p95_save_ms`").Add("b.md", "p95_load_ms_x").Role("performance", "a", "b").Needing(Targets).Issues("performance.undocumented")
            .ShouldBe(["docset The performance target p95_load_ms is not named in a.md or b.md."]);
    }
}
