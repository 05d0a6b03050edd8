using System.Diagnostics;

namespace DocsGen.Cli.Tests.Commands;

public sealed class CompletionTests(CompleteStore store) : IClassFixture<CompleteStore>
{
    private readonly Cli cli = store.Cli;

    [Theory]
    [InlineData("run", "show ", Cli.FirstRun)]
    [InlineData("run", "cat ", Cli.FirstRun)]
    [InlineData("run", "approve ", Cli.FirstRun)]
    [InlineData("verify", "", Cli.FirstRun)]
    [InlineData("ver", null, "verify")]
    [InlineData("run", "st", "start")]
    [InlineData("run", "start x --review", "--review-mode")]
    [InlineData("run", "start x --review-mode ", "batch", "interactive")]
    [InlineData("run", "issues --group ", "file", "rule", "severity")]
    [InlineData("run", "artifacts --type Core", "CoreDoc")]
    [InlineData("formula", "show ", "plugin")]
    [InlineData("completion", "", "bash", "fish", "pwsh", "zsh")]
    public async Task Docsgen_itself_answers_what_may_come_next(string group, string? rest, params string[] expected)
    {
        var words = await Suggest(rest is null ? group : $"{group} {rest}");
        foreach (var word in expected) words.ShouldContain(word);
        words.ShouldNotContain("/h");
    }

    [Fact]
    public async Task Without_a_store_or_with_broken_settings_there_are_options_and_no_error()
    {
        using var own = new Cli();
        var without = (await own.RunAsync("[suggest:9]", "run show ")).ShouldExit(0);
        without.Out.ShouldContain("--json");
        without.Error.ShouldBeEmpty();
        own.Write("docsgen.yaml", "nonsense: 1\n");
        (await own.RunAsync("[suggest:9]", "run show ")).ShouldExit(0).Error.ShouldBeEmpty();
        own.Write("bad/store.db", new string('x', 5000));
        (await own.RunAsync("[suggest:21]", "run show --store bad ")).ShouldExit(0).Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _docsgen docsgen ./docsgen")]
    [InlineData("zsh", "compdef _docsgen docsgen")]
    [InlineData("fish", "complete -c docsgen -a '(__docsgen_complete)'")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName docsgen -ScriptBlock {")]
    public async Task Each_shell_has_its_script(string shell, string line)
    {
        (await cli.RunAsync("completion", shell)).ShouldExit(0).Out.Split('\n').ShouldContain(line);
        (await cli.RunAsync("completion", shell, "--json")).ShouldBeDocument("completion").GetProperty("shell").GetString().ShouldBe(shell);
    }

    [Fact]
    public async Task A_shell_without_a_script_is_refused()
    {
        (await cli.RunAsync("completion", "tcsh")).ShouldRefuse(2, "SHELL cannot be 'tcsh': it is bash, zsh, fish or pwsh. See 'docsgen completion --help'.");
        (await cli.RunAsync("completion")).ShouldRefuse(2, "SHELL is missing. See 'docsgen completion --help'.");
    }

    [Theory]
    [InlineData("docsgen run show ", Cli.FirstRun)]
    [InlineData("docsgen run show run_2026", Cli.FirstRun)]
    [InlineData("docsgen run sh", "show")]
    [InlineData("docsgen run start --review-mode b", "batch")]
    public async Task The_bash_script_completes_in_a_real_bash(string line, string expected)
    {
        var script = cli.Write("completion.bash", (await cli.RunAsync("completion", "bash")).Out);
        var wrapper = cli.Write("bin/docsgen", $"#!/usr/bin/env bash\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "docsgen.dll")}' \"$@\"\n");
        File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // What bash sets before it calls a completion function.
        var asked = cli.Write("ask.bash", $$"""
            source '{{script}}'
            COMP_LINE='{{line}}'
            COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<<"$COMP_LINE"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _docsgen
            printf '%s\n' "${COMPREPLY[@]}"

            """);
        var words = (await Bash(asked)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        words.ShouldContain(expected);
        var begun = line[(line.LastIndexOf(' ') + 1)..];
        words.ShouldAllBe(w => w.StartsWith(begun, StringComparison.Ordinal));
    }

    private async Task<string[]> Suggest(string line) =>
        (await cli.RunAsync($"[suggest:{line.Length}]", line)).ShouldExit(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<string> Bash(string script)
    {
        var info = new ProcessStartInfo("bash") { WorkingDirectory = cli.Root, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        info.ArgumentList.Add(script);
        info.Environment["PATH"] = $"{cli["bin"]}:{info.Environment["PATH"]}";
        using var bash = Process.Start(info)!;
        var error = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        (await error).ShouldBeEmpty();
        return output;
    }
}
