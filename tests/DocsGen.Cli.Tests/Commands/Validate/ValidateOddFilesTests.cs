using System.Diagnostics;
using DocsGen.Cli.Inputs;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Tests.Commands.Validate;

/// <summary>What cannot be read is an error of its own, and the rest is validated.</summary>
public sealed class ValidateOddFilesTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_pipe_is_never_waited_for_and_an_error_beside_the_others()
    {
        cli.Write("docs/a.md", "# A\n\nTBD [c](c.md)\n");
        await Pipes.MakeAsync(cli["docs/c.md"]);
        (await cli.RunAsync("validate", "docs").WaitAsync(TimeSpan.FromSeconds(10))).ShouldExit(3).Out.ShouldBe(
            """
            a.md (1)
              error    a.md:3:1: The placeholder "TBD" is left; write what belongs there.  [placeholders.forbidden]
                     3 | TBD [c](c.md)
                       | ^

            c.md (1)
              error    c.md: This file is not a regular file. Mend that, or leave the file out with 'ignore'.  [markdown.malformed]

            1 file: 2 errors, 0 warnings, 0 notes.

            """);
        cli.Write("docs/docsgen.validate.yaml", "ignore: [c.md]\n");
        (await cli.RunAsync("validate", "docs").WaitAsync(TimeSpan.FromSeconds(10))).ShouldExit(3).Out.ShouldEndWith("1 file: 1 error, 0 warnings, 0 notes.\n");
    }

    [Fact]
    public async Task A_folder_of_which_nothing_can_be_read_is_no_empty_one()
    {
        Directory.CreateDirectory(cli["docs"]);
        await Pipes.MakeAsync(cli["docs/c.md"]);
        (await cli.RunAsync("validate", "docs").WaitAsync(TimeSpan.FromSeconds(10))).ShouldExit(3).Out.ShouldEndWith("0 files: 1 error, 0 warnings, 0 notes.\n");
    }

    [Fact]
    public async Task A_name_that_is_no_UTF_8_is_shown_escaped()
    {
        cli.Write("docs/a.md", "# A\n");
        cli.Write("docs/\uFFFD.md", "# The character itself\n");
        await ShellAsync("cd docs && touch \"$(printf 'b\\377.md')\" \"$(printf '\\377.md')\" \"$(printf '\\376.png')\" && mkdir \"$(printf 'd\\303')\" && touch \"$(printf 'd\\303')/x.md\"");
        try
        {
            var json = (await cli.RunAsync("validate", "docs", "--json")).ShouldExit(3).Json;
            json.GetProperty("files").GetInt32().ShouldBe(2);
            json.GetProperty("issues").EnumerateArray().Select(i => $"{i.GetProperty("rule")} {i.GetProperty("file")}").ShouldBe([@"markdown.malformed \xFF.md", @"markdown.malformed b\xFF.md", @"markdown.malformed d\xC3"]);
            json.GetProperty("issues")[2].GetProperty("message").GetString().ShouldBe("The name of this folder is no UTF-8; what is shown as \\x and two digits is a byte that is no character. Rename it, or leave the folder out with 'ignore'.");
        }
        finally
        {
            await ShellAsync("rm -rf docs");
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_listed_is_an_error_on_the_folder()
    {
        cli.Write("docs/a.md", "# A\n\nTBD\n");

        // Root may list any folder, but not one whose path is too long for the system.
        await ShellAsync("cd docs && n=$(printf 'x%.0s' {1..250}) && for i in {1..17}; do mkdir $n && cd $n || exit 1; done");
        try
        {
            var issues = (await cli.RunAsync("validate", "docs", "--json")).ShouldExit(3).Json.GetProperty("issues");
            issues.EnumerateArray().Select(i => i.GetProperty("message").GetString()).ShouldBe(["The placeholder \"TBD\" is left; write what belongs there.", "This folder cannot be listed: its path is too long. Mend that, or leave the folder out with 'ignore'."]);
            cli.Write("docs/docsgen.validate.yaml", "ignore: [xxx*/]\n");
            (await cli.RunAsync("validate", "docs", "--json")).ShouldExit(3).Json.GetProperty("issues").GetArrayLength().ShouldBe(1);
        }
        finally
        {
            await ShellAsync("rm -rf docs/x*");
        }
    }

    [Fact]
    public void A_file_that_vanishes_after_it_was_listed_is_left_out()
    {
        cli.Write("docs/a.md", "# A\n");
        cli.Write("docs/b.md", "# B\n");
        var read = MarkdownFolder.Read(cli["docs"], new(), path => Opened(path, "b.md", () => File.Delete(path)), CancellationToken.None);
        read.Documents.Select(d => d.Name).ShouldBe(["a.md"]);
        read.Unreadable.ShouldBeEmpty();
        read.Others.ShouldBe(["."]);
    }

    [Fact]
    public void A_file_whose_bytes_cannot_be_read_is_named_and_still_there_for_links()
    {
        cli.Write("docs/a.md", "# A\n\n[b](b.md)\n");
        cli.Write("docs/b.md", "# B\n");
        var read = MarkdownFolder.Read(cli["docs"], new(), path => Opened(path, "b.md", () => throw new IOException($"{path} cannot be opened: Input/output error.")), CancellationToken.None);
        read.Unreadable.ShouldBe([new UnreadableEntry("b.md", "This file cannot be opened: Input/output error. Mend that, or leave the file out with 'ignore'.")]);
        var result = FolderValidation.Validate(new() { Documents = read.Documents, OtherFiles = read.Others, Unreadable = read.Unreadable, Today = new(2026, 1, 2) });
        result.Issues.Select(i => $"{i.File} {i.Rule} {i.Severity}").ShouldBe(["b.md markdown.malformed Error"]);
    }

    [Fact]
    public void What_cannot_be_read_weighs_what_the_settings_say_and_can_be_answered_for()
    {
        var request = new FolderRequest { Documents = [], Unreadable = [new("x/b.md", "No.")], Today = new(2026, 1, 2) };
        FolderSettings Overridden(string files) => new() { Overrides = [new([PathPattern.Parse(files)], new Dictionary<string, Core.Formulas.Severity?>(StringComparer.Ordinal) { ["markdown.malformed"] = Core.Formulas.Severity.Warning })] };
        FolderValidation.Validate(request with { Settings = Overridden("x/") }).Issues.ShouldHaveSingleItem().Severity.ShouldBe(Core.Formulas.Severity.Warning);
        FolderValidation.Validate(request with { Settings = Overridden("y/") }).Issues.ShouldHaveSingleItem().Severity.ShouldBe(Core.Formulas.Severity.Error);
        var answered = new FolderSettings { Suppressions = [new("markdown.malformed", [], "", "known", new(2026, 1, 2), "here")] };
        FolderValidation.Validate(request with { Settings = answered }).Passed.ShouldBeTrue();
    }

    private static Stream Opened(string path, string name, Action before)
    {
        if (Path.GetFileName(path) == name) before();
        return Agents.RegularFile.Open(path);
    }

    private async Task ShellAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = cli.Root })!;
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0, script);
    }
}
