namespace DocsGen.Cli.Tests.Commands.Validate;

/// <summary>Mending, baselines and comparisons.</summary>
public sealed class ValidateChangeTests : IDisposable
{
    private const string Diff =
        """
        --- a.md
        +++ a.md
        @@ -1,3 +1,3 @@
         # A
         
        -[x](B.md) [y](gone.md)
        +[x](sub/b.md) [y](gone.md)

        """;

    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Without_a_terminal_a_fix_is_only_shown()
    {
        Broken();
        var answer = (await cli.RunAsync("validate", "docs", "--fix")).ShouldExit(3);
        answer.Out.ShouldStartWith($"{Diff}\n--fix --yes would mend 1 issue in 1 file; nothing was changed.\n\na.md (2)\n");
        (await File.ReadAllTextAsync(cli["docs/a.md"])).ShouldContain("B.md");
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData("n", false)]
    [InlineData("", false)]
    public async Task On_a_terminal_it_asks(string typed, bool mends)
    {
        Broken();
        cli.Typed = new([typed]);
        var answer = (await cli.RunAsync("validate", "docs", "--fix")).ShouldExit(3);
        answer.Out.ShouldStartWith($"{Diff}\nMend 1 issue in 1 file? [y/N] {(mends ? "Mended 1 issue in 1 file." : "Nothing was changed; 1 issue in 1 file can be mended.")}\n");
        (await File.ReadAllTextAsync(cli["docs/a.md"])).Contains("sub/b.md", StringComparison.Ordinal).ShouldBe(mends);
    }

    [Fact]
    public async Task Agreed_beforehand_it_mends_and_reports_what_is_left()
    {
        Broken();
        (await cli.RunAsync("validate", "docs", "--fix", "--yes")).ShouldExit(3).Out.ShouldEndWith("2 files: 1 error, 0 warnings, 0 notes.\n");
        (await File.ReadAllTextAsync(cli["docs/a.md"])).ShouldBe("# A\n\n[x](sub/b.md) [y](gone.md)\n");
        Directory.GetFiles(cli["docs"]).Select(Path.GetFileName).ShouldBe(["a.md"]);
        (await cli.RunAsync("validate", "docs", "--fix", "--yes")).ShouldExit(3).Out.ShouldStartWith("Nothing can be mended mechanically.\n\na.md (1)\n");
    }

    [Theory]
    [InlineData("sarif")]
    [InlineData("github")]
    [InlineData("markdown")]
    [InlineData("json")]
    public async Task In_a_form_for_programs_a_fix_is_told_on_standard_error_and_the_result_stands_alone(string format)
    {
        Broken();
        var fixing = (await cli.RunAsync("validate", "docs", "--fix", "--yes", "--format", format)).ShouldExit(3);
        fixing.Error.ShouldBe($"{Diff}\nMended 1 issue in 1 file.\n\n");
        fixing.Out.ShouldBe((await cli.RunAsync("validate", "docs", "--format", format)).Out);
    }

    [Fact]
    public async Task A_mended_file_keeps_mode_and_owner_and_symbolic_links_to_it()
    {
        Broken();
        File.SetUnixFileMode(cli["docs/a.md"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(cli["docs/alias.md"], "a.md");
        if (Environment.IsPrivilegedProcess) new Agents.FileEntry(1, 65534, 65534).TryGive(cli["docs/a.md"]).ShouldBeTrue();
        var before = Agents.FileEntry.Of(cli["docs/a.md"]);
        (await cli.RunAsync("validate", "docs", "--fix", "--yes")).ShouldExit(3).Out.ShouldContain("Mended 1 issue in 1 file.");
        Agents.FileEntry.Of(cli["docs/a.md"]).ShouldBe(before);
        File.GetUnixFileMode(cli["docs/a.md"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);
        (await File.ReadAllTextAsync(cli["docs/alias.md"])).ShouldContain("sub/b.md");
        Directory.GetFileSystemEntries(cli["docs"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["a.md", "alias.md", "sub"]);
    }

    [Fact]
    public async Task A_file_with_more_names_is_left_alone_and_the_others_are_mended()
    {
        Broken();
        cli.Write("docs/c.md", "# C\n\n[x](B.md)\n");
        using (var link = System.Diagnostics.Process.Start("ln", [cli["docs/a.md"], cli["other.md"]])) await link.WaitForExitAsync();
        var answer = (await cli.RunAsync("validate", "docs", "--fix", "--yes")).ShouldExit(3);
        answer.Out.ShouldStartWith("a.md is left alone: the file has more names (hard links), and would change under this one only. Mend it by hand.\n\n--- c.md\n");
        answer.Out.ShouldContain("Mended 1 issue in 1 file.");
        (await File.ReadAllTextAsync(cli["other.md"])).ShouldBe(await File.ReadAllTextAsync(cli["docs/a.md"]));
        (await File.ReadAllTextAsync(cli["docs/a.md"])).ShouldContain("(B.md)");
    }

    [Fact]
    public async Task A_baseline_leaves_out_what_was_known_even_in_a_renamed_file()
    {
        Broken();
        (await cli.RunAsync("validate", "docs", "--json", "--output", "base.json")).ShouldExit(3);
        (await cli.RunAsync("validate", "docs", "--baseline", "base.json")).ShouldExit(0).Out.ShouldBe("2 files: no new issues; 2 more that the baseline holds.\n");
        Directory.CreateDirectory(cli["docs/moved"]);
        cli.Write("docs/renamed.md", await File.ReadAllTextAsync(cli["docs/a.md"]) + "\nTBD\n");
        File.Delete(cli["docs/a.md"]);
        var answer = (await cli.RunAsync("validate", "docs", "--baseline", "base.json")).ShouldExit(3);
        answer.Out.ShouldStartWith("renamed.md (1)\n  error    renamed.md:5:1: The placeholder \"TBD\" is left");
        answer.Out.ShouldEndWith("2 files: 1 error, 0 warnings, 0 notes; 2 more that the baseline holds.\n");
        (await cli.RunAsync("validate", "docs", "--baseline", "base.json", "--json")).ShouldExit(3).Json.GetProperty("known").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("{\n", "it is no JSON from line 2 on.")]
    [InlineData("[]", "it holds no issues")]
    [InlineData("{\"issues\": [{\"rule\": 1}]}", "one of its issues or hashes lacks something that every one has, or has another kind of value there.")]
    [InlineData("{\"issues\": [{}]}", "one of its issues or hashes lacks something that every one has, or has another kind of value there.")]
    public async Task What_is_no_result_is_no_baseline(string text, string why)
    {
        Broken();
        cli.Write("base.json", text);
        (await cli.RunAsync("validate", "docs", "--baseline", "base.json")).ShouldExit(2).Error.ShouldStartWith($"error: WORK/base.json is no result of 'docsgen validate --json': {why}");
    }

    [Fact]
    public async Task Two_folders_are_compared()
    {
        Broken();
        cli.Write("next/a.md", "# A\n\nMore.\n\n[x](B.md)\n\nTBD\n");
        cli.Write("next/sub/b.md", "# B\n");
        var answer = (await cli.RunAsync("validate", "next", "--against", "docs")).ShouldExit(3);
        answer.Out.ShouldBe(
            """
            New (1)
              error    a.md:7:1: The placeholder "TBD" is left; write what belongs there.  [placeholders.forbidden]
                     7 | TBD
                       | ^
            Fixed (1)
              error    a.md:3:11: The link leads to gone.md, which is not there.  [links.internal.resolves]

            1 new, 1 fixed, 1 still there.

            """);
        var compared = (await cli.RunAsync("validate", "next", "--against", "docs", "--json")).ShouldExit(3).Json.GetProperty("compared");
        (compared.GetProperty("new").GetArrayLength(), compared.GetProperty("fixed").GetProperty("issues").GetArrayLength(), compared.GetProperty("stillThere").GetArrayLength()).ShouldBe((1, 1, 1));
        (await cli.RunAsync("validate", "docs", "--against", "docs")).ShouldExit(0).Out.ShouldBe("0 new, 0 fixed, 2 still there.\n");
    }

    [Theory]
    [InlineData("--baseline and --against do not go together: the one leaves known issues out, the other lists them.", "--baseline", "a", "--against", "b")]
    [InlineData("--output would replace the baseline by what is new beside it, and what is known would be lost. Leave --baseline out to write a new one.", "--baseline", "a.json", "-o", "a.json")]
    [InlineData("--yes goes with --fix.", "--yes")]
    [InlineData("With --json nobody can be asked; add --yes to --fix.", "--fix", "--json")]
    [InlineData("--watch and --fix do not go together.", "--fix", "--watch")]
    [InlineData("--watch prints text or JSON.", "--watch", "--format", "sarif")]
    [InlineData("--date is 'soon'; write a day as 2027-01-31.", "--date", "soon")]
    public async Task What_does_not_go_together_is_refused(string sentence, params string[] options)
    {
        Broken();
        (await cli.RunAsync(["validate", "docs", .. options])).ShouldExit(2).Error.ShouldBe($"error: {sentence}\n");
    }

    private void Broken()
    {
        cli.Write("docs/a.md", "# A\n\n[x](B.md) [y](gone.md)\n");
        cli.Write("docs/sub/b.md", "# B\n");
    }
}
