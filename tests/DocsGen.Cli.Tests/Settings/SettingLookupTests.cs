namespace DocsGen.Cli.Tests.Settings;

public sealed class SettingLookupTests : IDisposable
{
    private readonly Cli cli = new();

    public SettingLookupTests() => cli.Environment["HOME"] = cli["home"];

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Each_source_goes_before_the_next()
    {
        (await Origin("profile")).ShouldBe(("full", "default"));
        cli.Write("home/.config/docsgen/config.yaml", "# mine\nprofile: no-diagrams\n");
        (await Origin("profile")).ShouldBe(("no-diagrams", "WORK/home/.config/docsgen/config.yaml, line 2"));
        cli.Write("docsgen.yaml", "strictness: lenient\nprofile: minimal\n");
        (await Origin("profile")).ShouldBe(("minimal", "WORK/docsgen.yaml, line 2"));
        cli.Environment["DOCSGEN_PROFILE"] = "full";
        (await Origin("profile")).ShouldBe(("full", "environment DOCSGEN_PROFILE"));
        var run = (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--profile", "no-diagrams", "--json")).Json.GetProperty("run").GetProperty("settings");
        run.GetProperty("profile").GetString().ShouldBe("no-diagrams", "the flag");
        run.GetProperty("strictness").GetString().ShouldBe("lenient", "the project file");
        run.GetProperty("reviewMode").GetString().ShouldBe("interactive", "the default");
    }

    [Fact]
    public async Task The_list_shows_values_and_on_request_their_origin()
    {
        cli.Write("docsgen.yaml", "auto_approve: [0, 5]\n");
        (await cli.RunAsync("config", "list", "--show-origin")).ShouldExit(0).Out.Split('\n').Select(l => l.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ShouldBe(
            [
                ["setting", "value", "origin"],
                ["store", "WORK/.docsgen", "default, by walking up"],
                ["user", "ada", "environment DOCSGEN_USER"],
                ["profile", "full", "default"],
                ["strictness", "strict", "default"],
                ["review_mode", "interactive", "default"],
                ["auto_approve", "0,5", "WORK/docsgen.yaml, line 1"],
                ["overwrite", "never", "default"],
                ["formula", "plugin", "default"],
                ["agent", "template", "default"],
                ["lease_seconds", "15", "default"],
                [],
            ]);
        var plain = (await cli.RunAsync("config", "list", "--store", "s")).ShouldExit(0).Out;
        plain.ShouldStartWith("setting        value\nstore          WORK/s\n");
        (await cli.RunAsync("config", "list", "--store", "s", "--json")).Json.GetProperty("settings")[0].GetProperty("origin").GetString().ShouldBe("flag --store");
    }

    [Fact]
    public async Task The_project_file_is_found_by_walking_up_and_its_paths_start_at_it()
    {
        cli.Write("docsgen.yaml", "store: here/.store\nagent: folder=docs\nreview_mode: batch\n");
        cli.Folder = Directory.CreateDirectory(cli["a/b"]).FullName;
        (await Origin("store")).ShouldBe(("WORK/here/.store", "WORK/docsgen.yaml, line 1"));
        (await Origin("agent")).ShouldBe(("folder=WORK/docs", "WORK/docsgen.yaml, line 2"));
        (await cli.CompleteAsync("--agent", "template")).Error.ShouldStartWith("run_2026_01_02_0001  Link Shelf  (WORK/here/.store)\n");
    }

    [Fact]
    public async Task The_nearest_project_file_counts_alone()
    {
        cli.Write("docsgen.yaml", "profile: minimal\nstrictness: lenient\n");
        cli.Write("a/docsgen.yaml", "profile: no-diagrams\n");
        cli.Folder = cli["a"];
        (await Origin("profile")).ShouldBe(("no-diagrams", "WORK/a/docsgen.yaml, line 1"));
        (await Origin("strictness")).ShouldBe(("strict", "default"));
    }

    [Fact]
    public async Task XDG_CONFIG_HOME_moves_the_users_file()
    {
        cli.Environment["XDG_CONFIG_HOME"] = cli["xdg"];
        cli.Write("xdg/docsgen/config.yaml", "user: grace\n");
        cli.Environment.Remove("DOCSGEN_USER");
        (await Origin("user")).ShouldBe(("grace", "WORK/xdg/docsgen/config.yaml, line 1"));
    }

    [Theory]
    [InlineData("WORK/docsgen.yaml, line 2: 'profil' is no setting; there are store, database, server, user, profile, strictness, review_mode, auto_approve, overwrite, formula, agent, lease_seconds.", "# c\nprofil: full\n")]
    [InlineData("WORK/docsgen.yaml, line 2: strictness is 'harsh'; it must be strict or lenient.", "profile: full\nstrictness: harsh\n")]
    [InlineData("WORK/docsgen.yaml, line 1: review_mode is 'nightly'; it must be interactive or batch.", "review_mode: nightly\n")]
    [InlineData("WORK/docsgen.yaml, line 1: lease_seconds is '0'; it must be a whole number from 1 to 3600.", "lease_seconds: 0\n")]
    [InlineData("WORK/docsgen.yaml, line 1: auto_approve is 'all'; it must be numbers of phases, such as 0,5.", "auto_approve: all\n")]
    [InlineData("WORK/docsgen.yaml, line 1: profile is ''; it must be the name of a profile.", "profile:\n")]
    [InlineData("WORK/docsgen.yaml, line 2: 'agent' must be a plain value.", "user: x\nagent: { folder: docs }\n")]
    [InlineData("WORK/docsgen.yaml, line 1: it must be a list of 'setting: value' lines.", "- profile\n")]
    public async Task What_a_file_sets_wrongly_is_named_with_file_and_line_before_anything_is_made(string sentence, string yaml)
    {
        cli.Write("docsgen.yaml", yaml);
        (await cli.RunAsync("config", "list")).ShouldRefuse(2, sentence);
        var started = (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--json")).ShouldExit(2).ShouldBeDocument("error").GetProperty("error");
        started.GetProperty("code").GetString().ShouldBe("settings.invalid");
        Directory.Exists(cli[".docsgen"]).ShouldBeFalse("settings are judged before a run is made");
    }

    [Theory]
    [InlineData("profile: 'full\n")]
    [InlineData("profile: full\nprofile: minimal\n")]
    [InlineData("profile: full\n\tstrictness: lenient\n")]
    public async Task Broken_YAML_is_one_sentence_with_file_and_line(string yaml)
    {
        cli.Write("docsgen.yaml", yaml);
        var answer = (await cli.RunAsync("config", "list")).ShouldExit(2);
        answer.Error.ShouldMatch("^error: WORK/docsgen\\.yaml, line [1-3]: [^\\n]+\\.\n$");
    }

    [Fact]
    public async Task What_the_environment_sets_wrongly_is_named_too()
    {
        cli.Environment["DOCSGEN_LEASE_SECONDS"] = "soon";
        (await cli.RunAsync("config", "list")).ShouldRefuse(2, "environment DOCSGEN_LEASE_SECONDS: lease_seconds is 'soon'; it must be a whole number from 1 to 3600.");
        cli.Environment["DOCSGEN_LEASE_SECONDS"] = "";
        (await Origin("lease_seconds")).ShouldBe(("15", "default"), "an empty variable counts as unset");
        cli.Environment["DOCSGEN_STRICTNESS"] = "Lenient";
        (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--json")).Json.GetProperty("run").GetProperty("settings").GetProperty("strictness").GetString().ShouldBe("lenient");
    }

    private async Task<(string? Value, string? Origin)> Origin(string key)
    {
        var settings = (await cli.RunAsync("config", "list", "--show-origin", "--json")).ShouldExit(0).ShouldBeDocument("settings").GetProperty("settings");
        var setting = settings.EnumerateArray().First(s => s.GetProperty("key").ValueEquals(key));
        return (setting.GetProperty("value").GetString(), setting.GetProperty("origin").GetString());
    }
}
