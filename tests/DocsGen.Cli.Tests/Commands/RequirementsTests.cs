using System.Text.Json;

namespace DocsGen.Cli.Tests.Commands;

public sealed class RequirementsTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Init_writes_a_commented_file_that_can_be_checked_and_never_overwrites()
    {
        (await cli.RunAsync("requirements", "init")).ShouldExit(0).Out.ShouldBe("WORK/requirements.json: fill it in, then 'docsgen requirements check requirements.json'.\n");
        var text = await File.ReadAllTextAsync(cli["requirements.json"]);
        text.ShouldContain("//");
        (await cli.RunAsync("requirements", "check")).ShouldExit(3).Out.ShouldEndWith("WORK/requirements.json: 10 errors, 3 warnings.\n");
        (await cli.RunAsync("requirements", "init")).ShouldRefuse(2, "WORK/requirements.json is there already; name another file with -o, or - for standard output.");
        (await File.ReadAllTextAsync(cli["requirements.json"])).ShouldBe(text);
        (await cli.RunAsync("requirements", "init", "-o", "-")).ShouldExit(0).Out.ShouldBe(text);
    }

    [Fact]
    public async Task Init_reads_what_it_can_off_the_host()
    {
        (await cli.RunAsync("requirements", "init", "--from", Path.Combine(Cli.Sample("task-board"), "host"))).ShouldExit(0);
        (await File.ReadAllTextAsync(cli["requirements.json"])).ShouldContain("{ \"name\": \"BoardView\", \"kind\": \"component\", \"uses\": [] },");
        (await cli.RunAsync("requirements", "init", "--from", "gone", "-o", "x.json")).ShouldRefuse(2, "There is no file or folder WORK/gone.");
        File.Exists(cli["x.json"]).ShouldBeFalse();
    }

    [Fact]
    public async Task The_schema_is_JSON_Schema_and_stands_in_the_envelope_with_json()
    {
        var schema = (await cli.RunAsync("requirements", "schema")).ShouldExit(0).Json;
        schema.GetProperty("$schema").GetString()!.ShouldContain("json-schema.org");
        var wrapped = (await cli.RunAsync("requirements", "schema", "--json")).ShouldBeDocument("requirements_schema").GetProperty("jsonSchema");
        JsonElement.DeepEquals(schema, wrapped).ShouldBeTrue();
    }

    [Fact]
    public async Task Check_passes_a_sample_with_its_host_and_lists_findings_with_questions()
    {
        (await cli.RunAsync("requirements", "check", Cli.Sample("minimal"))).ShouldExit(0).Out.ShouldBe(
            """
            warning  $: No example docset was given.  [preflight.example_docset]
                     Is there a docset whose structure this one should follow? Give it with --example.

            REPO/samples/minimal/requirements.json: 0 errors, 1 warning.

            """);
        var lenient = (await cli.RunAsync("requirements", "check", Cli.Sample("minimal"), "--strictness", "lenient")).ShouldExit(0);
        lenient.Out.ShouldBe("REPO/samples/minimal/requirements.json: 0 errors, 0 warnings.\n");
        var broken = (await cli.RunAsync("requirements", "check", Path.Combine(Cli.Sample("broken"), "preflight.entities.json"), "--host", Path.Combine(Cli.Sample("task-board"), "host"))).ShouldExit(3);
        broken.Out.ShouldContain("error    $.entities: There is no entity.  [preflight.entities]\n         Which things does the plugin keep or show?");
    }

    [Fact]
    public async Task Check_says_where_malformed_JSON_breaks()
    {
        cli.Write("requirements.json", "{\n  \"plugin\": }\n");
        var answer = (await cli.RunAsync("requirements", "check")).ShouldExit(3);
        answer.Out.ShouldStartWith("error    $: The file is not valid JSON at line 2, column 13: ");
        answer.Out.ShouldEndWith("\n\nWORK/requirements.json: 1 error, 0 warnings.\n");
    }

    [Fact]
    public async Task Check_refuses_what_is_not_there()
    {
        (await cli.RunAsync("requirements", "check")).ShouldRefuse(2, "There is no file or folder WORK/requirements.json.");
        (await cli.RunAsync("requirements", "check", Cli.Sample("minimal"), "--strictness", "harsh")).ShouldRefuse(
            2, "--strictness cannot be 'harsh': it is strict or lenient. See 'docsgen requirements check --help'.");
    }
}
