namespace DocsGen.Cli.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Help_lists_commands_options_and_every_exit_code()
    {
        var help = (await cli.RunAsync("--help")).ShouldExit(0).Out;
        foreach (var word in new[] { "run", "validate <FOLDER>", "verify", "requirements", "formula", "config", "completion", "--store <DIR>", "--database <URL>", "--json", "-q, --quiet" })
        {
            help.ShouldContain($"  {word}");
        }

        help.TrimEnd().ShouldEndWith(
            """
            Exit codes:
              0    done
              1    failed for an unexpected cause
              2    usage or bad input
              3    gate failed, validation found errors
              4    waits for an approval or review
              5    conflict: another process drives the run, or it moved on
              6    not signed in, not allowed
              7    server or storage cannot be reached
              130  interrupted; 'docsgen run resume' goes on
            """);
    }

    [Theory]
    [InlineData("run", "start", "list", "show", "watch", "approve", "reject", "cancel", "resume", "events", "artifacts", "cat", "issues", "report", "provenance", "bundle", "attest")]
    [InlineData("key", "new")]
    [InlineData("user", "add", "list", "role", "disable", "enable", "password", "link")]
    [InlineData("audit", "verify", "head")]
    [InlineData("requirements", "init", "schema", "check")]
    [InlineData("formula", "list", "show", "check")]
    [InlineData("config", "list")]
    public async Task Every_verb_has_its_help_and_takes_the_options_of_all(string group, params string[] verbs)
    {
        var help = (await cli.RunAsync(group, "--help")).ShouldExit(0).Out;
        foreach (var verb in verbs)
        {
            help.ShouldContain($"\n  {verb} ");
            var own = (await cli.RunAsync(group, verb, "--help")).ShouldExit(0).Out;
            foreach (var option in new[] { "--store <DIR>", "--database <URL>", "--json", "--quiet" }) own.ShouldContain(option);
        }
    }

    [Fact]
    public async Task What_stands_after_a_double_dash_is_meant_as_it_is()
    {
        (await cli.RunAsync("run", "start", "--", "--odd")).ShouldRefuse(2, "There is no file or folder WORK/--odd.");
        (await cli.RunAsync("--version")).ShouldExit(0).Out.ShouldMatch(@"^\S+\n$");
    }
}
