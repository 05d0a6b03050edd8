using System.Text.Json;

namespace DocsGen.Cli.Tests.Output;

public sealed class JsonTests(CompleteStore store) : IClassFixture<CompleteStore>
{
    private readonly Cli cli = store.Cli;

    [Theory]
    [InlineData("runs", "run", "list")]
    [InlineData("run", "run", "show")]
    [InlineData("run", "run", "watch")]
    [InlineData("run", "run", "resume")]
    [InlineData("events", "run", "events")]
    [InlineData("artifacts", "run", "artifacts")]
    [InlineData("artifact", "run", "cat", "requirements.json")]
    [InlineData("issues", "run", "issues")]
    [InlineData("report", "run", "report")]
    [InlineData("bundle", "run", "bundle")]
    [InlineData("provenance", "run", "provenance")]
    [InlineData("verification", "verify")]
    [InlineData("verification", "verify", Cli.FirstRun)]
    [InlineData("findings", "requirements", "check", "SAMPLE")]
    [InlineData("requirements", "requirements", "init", "-o", "-")]
    [InlineData("requirements_schema", "requirements", "schema")]
    [InlineData("formulas", "formula", "list")]
    [InlineData("formula", "formula", "show")]
    [InlineData("findings", "formula", "check")]
    [InlineData("settings", "config", "list")]
    [InlineData("completion", "completion", "bash")]
    public async Task Every_command_that_reads_gives_one_document(string kind, params string[] args)
    {
        string[] real = [.. args.Select(a => a == "SAMPLE" ? Cli.Sample("minimal") : a)];
        var plain = (await cli.RunAsync(real)).ShouldExit(0);
        (plain.Out.Length + plain.Raw.Length).ShouldBeGreaterThan(0);
        foreach (var answer in new[] { await cli.RunAsync([.. real, "--json"]), await cli.RunAsync(["--json", .. real]) })
        {
            answer.ShouldExit(0).ShouldBeDocument(kind);
            answer.Error.ShouldBeEmpty("progress is not printed beside JSON");
            answer.Raw.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Every_command_of_a_changeset_gives_one_document()
    {
        using var own = new Cli();
        await Commands.Sync.Handbook.ProposedAsync(own);
        foreach (var (kind, args) in new (string, string[])[]
        {
            ("changeset", ["changeset", "show", "2"]), ("changesetdiff", ["changeset", "diff", "2"]), ("changesetdiff", ["changeset", "diff", "2", "--html", "c.html"]),
            ("comments", ["changeset", "comment", "2", "x"]), ("comments", ["changeset", "comment", "2", "--resolve", "1"]), ("comments", ["changeset", "comment", "2", "y", "--reopen", "1"]),
            ("review", ["changeset", "review", "2", "--accept-all"]), ("publish", ["changeset", "publish", "2"]), ("documentdiff", ["document", "diff", "a.md"]),
            ("documentdiff", ["document", "diff", "a.md", "--html", "d.html"]), ("verification", ["verify", "--space", "handbook"]),
        })
        {
            var answer = await own.RunAsync([.. args, "--json"]);
            answer.ShouldExit(0).ShouldBeDocument(kind);
            answer.Error.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Every_command_that_writes_gives_one_document()
    {
        using var own = new Cli();
        var started = (await own.RunAsync("run", "start", Cli.Sample("minimal"), "--json")).ShouldExit(4);
        started.Error.ShouldBeEmpty();
        var run = started.ShouldBeDocument("run").GetProperty("run");
        run.GetProperty("status").GetString().ShouldBe("awaiting_approval");
        run.GetProperty("next").EnumerateArray().Select(n => n.GetString()).ShouldContain($"docsgen run approve {Cli.FirstRun} --execution phase0_exec_001");
        (await own.RunAsync("run", "approve", "--execution", "phase0_exec_001", "--json")).ShouldExit(4).ShouldBeDocument("run");
        (await own.RunAsync("run", "reject", "--execution", "phase1_exec_001", "--reason", "no", "--json")).ShouldExit(0).ShouldBeDocument("run");
        (await own.RunAsync("run", "cancel", "--json")).ShouldExit(0).ShouldBeDocument("run");
        (await own.RunAsync("requirements", "init", "--json")).ShouldExit(0).ShouldBeDocument("requirements").GetProperty("file").GetString().ShouldBe("WORK/requirements.json");
        (await own.RunAsync("formula", "show", "-o", "mine", "--json")).ShouldExit(0).ShouldBeDocument("copied");
    }

    [Fact]
    public async Task Following_events_gives_one_document_a_line()
    {
        var lines = (await cli.RunAsync("run", "events", "--follow", "--json")).ShouldExit(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var events = lines.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        events.ShouldAllBe(e => e.GetProperty("schema").GetInt32() == 1 && e.GetProperty("kind").ValueEquals("event"));
        events.Select(e => e.GetProperty("event").GetProperty("seq").GetInt32()).ShouldBe(Enumerable.Range(1, events.Count));
        var whole = (await cli.RunAsync("run", "events", "--json")).Json.GetProperty("events");
        whole.EnumerateArray().Select(e => e.GetRawText()).ShouldBe(events.Select(e => e.GetProperty("event").GetRawText()), "the same events, word for word");
    }

    [Theory]
    [InlineData("There is no command 'fly'; there are run, space, push, pull, changeset, document, serve, token, webhook, user, login, logout, audit, validate, verify, key, gc, backup, restore, doctor, requirements, formula, config, completion. See 'docsgen --help'.", "fly")]
    [InlineData("Say which command: run, space, push, pull, changeset, document, serve, token, webhook, user, login, logout, audit, validate, verify, key, gc, backup, restore, doctor, requirements, formula, config, completion. See 'docsgen --help'.")]
    [InlineData("There is no option '--bogus'. See 'docsgen run show --help'.", "run", "show", "--bogus")]
    [InlineData("There is no option '--bogus'. See 'docsgen run start --help'.", "run", "start", "--bogus")]
    [InlineData("REQUIREMENTS|FOLDER is missing. See 'docsgen run start --help'.", "run", "start")]
    [InlineData("--strictness cannot be 'x': it is strict or lenient. See 'docsgen run start --help'.", "run", "start", "a", "--strictness", "x")]
    public async Task Usage_errors_are_documents_too_wherever_the_flag_stands(string sentence, params string[] args)
    {
        (await cli.RunAsync(args)).ShouldRefuse(2, sentence);
        foreach (var answer in new[] { await cli.RunAsync([.. args, "--json"]), await cli.RunAsync(["--json", .. args]) })
        {
            var error = answer.ShouldExit(2).ShouldBeDocument("error").GetProperty("error");
            error.GetProperty("code").GetString().ShouldBe("usage");
            error.GetProperty("message").GetString().ShouldBe(sentence);
            answer.Error.ShouldBe($"error: {sentence}\n");
        }
    }

    [Fact]
    public async Task A_refusal_of_a_command_is_one_document_and_a_sentence_on_standard_error()
    {
        var answer = await cli.RunAsync("run", "show", "run_2026_01_02_0099", "--json");
        answer.ShouldExit(2).Out.ShouldBe(
            """
            {
              "schema": 1,
              "kind": "error",
              "error": {
                "code": "run.not_found",
                "message": "There is no run run_2026_01_02_0099 in this store. See 'docsgen run list'.",
                "exitCode": 2
              }
            }

            """);
        answer.Error.ShouldBe("error: There is no run run_2026_01_02_0099 in this store. See 'docsgen run list'.\n");
    }

    [Fact]
    public async Task What_is_refused_with_the_format_json_is_a_document_as_well()
    {
        (await cli.RunAsync("validate", "gone", "--format", "json")).ShouldExit(2).ShouldBeDocument("error").GetProperty("error").GetProperty("code").GetString().ShouldBe("input.not_found");
    }
}
