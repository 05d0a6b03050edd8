namespace DocsGen.Cli.Tests.Commands;

public sealed class FormulaTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task List_shows_the_built_in_formulas()
    {
        (await cli.RunAsync("formula", "list")).ShouldExit(0).Out.ShouldBe(
            """
            formula  version  phases  files  profiles                    title
            plugin   1.0.0    6       45     full, no-diagrams, minimal  Plugin docset

            """);
    }

    [Fact]
    public async Task Show_tells_phases_and_files()
    {
        var answer = (await cli.RunAsync("formula", "show")).ShouldExit(0);
        answer.Out.ShouldStartWith("plugin 1.0.0: Plugin docset\n  ");
        answer.Out.ShouldContain("\nphase 0  Preflight  (asks for an approval)\n\nphase 1  Foundation  (asks for an approval)\n  role            file ");
        answer.Out.ShouldContain("  schema        {slug}-11-base-schema.md        Schema\n");
        (await cli.RunAsync("formula", "show", Path.Combine(Cli.Sample("service-handbook"), "formula"))).ShouldExit(0).Out.ShouldStartWith("service-handbook ");
    }

    [Fact]
    public async Task A_copy_of_a_formula_checks_and_runs_as_the_original()
    {
        (await cli.RunAsync("formula", "show", "plugin", "-o", "mine")).ShouldExit(0).Out.ShouldMatch(@"^WORK/mine: formula\.json and \d+ templates\. Use it with --formula WORK/mine\.\n$");
        (await cli.RunAsync("formula", "show", "plugin", "-o", "mine")).ShouldRefuse(2, "WORK/mine is there already; name a new folder.");
        (await cli.RunAsync("formula", "check", "mine")).ShouldExit(0).Out.ShouldEndWith("mine: 0 errors, 0 warnings.\n");
        var original = await cli.CompleteAsync("--json");
        var copy = await cli.CompleteAsync("--formula", "mine", "--json");
        copy.Json.GetProperty("run").GetProperty("bundle").GetProperty("sha256").GetString()
            .ShouldBe(original.Json.GetProperty("run").GetProperty("bundle").GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Check_lists_everything_that_is_wrong_and_answers_3()
    {
        cli.Write("f/formula.json", """{ "name": "f", "phases": [ { "number": 3 } ], "rules": [ { "id": "no.such.rule" } ], "colour": 1 }""");
        var answer = (await cli.RunAsync("formula", "check", "f")).ShouldExit(3);
        answer.Out.Split('\n').Count(l => l.StartsWith("error  ", StringComparison.Ordinal)).ShouldBeGreaterThan(2);
        answer.Out.ShouldContain("no.such.rule");
        answer.Out.ShouldContain("colour");
        (await cli.RunAsync("formula", "check", "f", "--json")).ShouldExit(3).ShouldBeDocument("findings").GetProperty("errors").GetInt32().ShouldBeGreaterThan(2);
    }
}
