using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation.Rules;

public class UndocumentedPerformanceTests : RuleTests
{
    protected override string Rule => "performance.undocumented";

    protected override IReadOnlyList<string> Places => ["docset"];

    protected override string Quiet => "[x](p95_load_ms)";

    protected override (Severity? Strict, Severity? Lenient) Weighs => (Severity.Error, Severity.Warning);

    private protected override Docs Broken() => Docs.With("# A\n\np95_load_ms_x [x](p95_load_ms)\n").Needing("""  "performance_targets": { "p95_load_ms": 100 } """);
}
