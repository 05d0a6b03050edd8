namespace DocsGen.Cli.Tests.Inputs;

public sealed class FormulaInputTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_formula_that_cannot_be_used_is_refused_with_all_its_errors()
    {
        cli.Write("f/formula.json", """{ "name": "f", "phases": [], "rules": [ { "id": "no.such.rule" } ] }""");
        var answer = (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--formula", "f")).ShouldExit(2);
        answer.Error.ShouldStartWith("error: The formula f cannot be used:\n  $");
        answer.Error.ShouldContain("\n  $.rules[0]");
        (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--formula", "f", "--json")).ShouldBeDocument("error").GetProperty("error").GetProperty("code").GetString()
            .ShouldBe("formula.invalid");
    }

    [Fact]
    public async Task Malformed_JSON_is_told_with_line_and_column()
    {
        cli.Write("f.json", "{\n  nonsense\n}");
        (await cli.RunAsync("formula", "show", "f.json")).ShouldExit(2).Error.ShouldStartWith("error: The formula f.json cannot be used:\n  $: The JSON is malformed at line 2, column 3: ");
    }

    [Fact]
    public async Task A_folder_without_a_formula_names_the_file_that_is_missing()
    {
        Directory.CreateDirectory(cli["f"]);
        (await cli.RunAsync("formula", "check", "f")).ShouldRefuse(2, "There is no formula 'f': neither a built-in one (plugin) nor a file WORK/f/formula.json.");
    }

    [Fact]
    public async Task The_formula_file_itself_may_be_named()
    {
        (await cli.RunAsync("formula", "check", Path.Combine(Cli.Sample("service-handbook"), "formula", "formula.json"))).ShouldExit(0);
    }
}
