namespace DocsGen.Cli.Tests.Output;

public sealed class ColourTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Without_a_terminal_no_control_code_is_printed()
    {
        var answers = new[]
        {
            await cli.CompleteAsync(),
            await cli.RunAsync("run", "show"),
            await cli.RunAsync("run", "issues", "--phase", "0"),
            await cli.RunAsync("verify"),
            await cli.RunAsync("run", "show", "gone"),
        };
        answers.ShouldAllBe(a => !a.Out.Contains('\e') && !a.Error.Contains('\e') && !a.Error.Contains('\r'));
    }

    [Fact]
    public async Task On_a_terminal_the_status_is_coloured_and_progress_is_drawn_in_place()
    {
        cli.OnTerminal = true;
        var answer = await cli.CompleteAsync();
        answer.Out.ShouldContain("\e[1mrun_2026_01_02_0001\e[0m  Link Shelf: \e[32mcomplete\e[0m\n");
        answer.Error.ShouldContain("\r\e[2K  … phase 1 Foundation  [########............] 3/5  link-shelf-");
        answer.Error.ShouldContain("\r\e[2K  ok      phase 1 Foundation  5 files, gate passed, 0 ms\n");
        (await cli.RunAsync("run", "show", "gone")).Error.ShouldStartWith("\e[31merror:\e[0m 'gone' is not a run id");
    }

    [Fact]
    public async Task NO_COLOR_drops_the_colours_and_keeps_the_drawing()
    {
        (cli.OnTerminal, cli.Environment["NO_COLOR"]) = (true, "1");
        var answer = await cli.CompleteAsync();
        answer.Out.ShouldNotContain("\e");
        answer.Error.ShouldContain("\r\e[2K  … ");
        (await cli.RunAsync("run", "show", "gone")).Error.ShouldStartWith("error: ");
        cli.Environment["NO_COLOR"] = "";
        (await cli.RunAsync("run", "show")).Out.ShouldContain("\e[32mcomplete", customMessage: "an empty NO_COLOR counts as unset: no-color.org");
    }

    [Fact]
    public async Task A_dumb_terminal_gets_plain_lines()
    {
        (cli.OnTerminal, cli.Environment["TERM"]) = (true, "dumb");
        (await cli.CompleteAsync()).Error.ShouldNotContain("\r");
    }

    [Fact]
    public async Task JSON_and_quiet_draw_nothing_on_a_terminal_either()
    {
        cli.OnTerminal = true;
        (await cli.CompleteAsync("--json")).Error.ShouldBeEmpty();
        (await cli.RunAsync("run", "show", "--json")).Out.ShouldNotContain("\e");
        (await cli.CompleteAsync("--quiet")).Error.ShouldBeEmpty();
        (await cli.RunAsync("run", "show", "gone", "--json")).Error.ShouldStartWith("error: ");
    }

    [Fact]
    public async Task A_name_in_a_message_neither_hides_text_nor_moves_the_cursor()
    {
        cli.OnTerminal = true;
        (await cli.RunAsync("run", "show", "a\e[8mb\e[2Kc\rd\u202E")).Error.ShouldStartWith("\e[31merror:\e[0m 'a\uFFFD[8mb\uFFFD[2Kc\uFFFDd\uFFFD' is not a run id");
    }

    [Theory]
    [InlineData(40)]
    [InlineData(10)]
    [InlineData(1)]
    public async Task What_is_drawn_never_wraps(int columns)
    {
        (cli.OnTerminal, cli.Columns) = (true, columns);
        var drawn = (await cli.CompleteAsync()).Error.Split("\e[2K").Select(d => d.Split('\r')[0]).Where(d => !d.Contains('\n')).ToList();
        drawn.Count.ShouldBeGreaterThan(45);
        drawn.ShouldAllBe(d => d.Length < Math.Max(columns, 2));
    }
}
