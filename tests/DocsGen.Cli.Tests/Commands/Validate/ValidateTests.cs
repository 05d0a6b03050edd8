using System.IO.Compression;

namespace DocsGen.Cli.Tests.Commands.Validate;

public sealed class ValidateTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_sound_folder_has_no_issues()
    {
        cli.Write("docs/a.md", "# A\n\nSee [b](b.md).\n");
        cli.Write("docs/b.md", "# B\n\nText.\n");
        cli.Write("docs/ignored.txt", "TODO");
        (await cli.RunAsync("validate", "docs")).ShouldExit(0).Out.ShouldBe("2 files: no issues.\n");
    }

    [Fact]
    public async Task Issues_are_listed_by_file_with_line_and_column_and_answer_3()
    {
        cli.Write("docs/a.md", "# A\n\nSee [b](gone.md).\n\nTODO: write.\n");
        var answer = (await cli.RunAsync("validate", "docs")).ShouldExit(3);
        answer.Out.ShouldBe(
            """
            a.md (2)
              error    a.md:3:5: The link leads to gone.md, which is not there.  [links.internal.resolves]
                     3 | See [b](gone.md).
                       |     ^
              error    a.md:5:1: The placeholder "TODO" is left; write what belongs there.  [placeholders.forbidden]
                     5 | TODO: write.
                       | ^

            1 file: 2 errors, 0 warnings, 0 notes.

            """);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--format", "json")]
    public async Task Both_ways_to_ask_for_JSON_give_the_same_document(params string[] way)
    {
        cli.Write("docs/a.md", "# A\n\nTODO: write.\n");
        var json = (await cli.RunAsync(["validate", "docs", .. way])).ShouldExit(3).ShouldBeDocument("validation");
        json.GetProperty("folder").GetString().ShouldBe("WORK/docs");
        json.GetProperty("passed").GetBoolean().ShouldBeFalse();
        json.GetProperty("issues")[0].GetProperty("rule").GetString().ShouldBe("placeholders.forbidden");
    }

    [Fact]
    public async Task With_formula_and_requirements_the_planned_files_and_completeness_count()
    {
        await cli.CompleteAsync();
        await cli.RunAsync("run", "bundle", "-o", "b.zip");
        await ZipFile.ExtractToDirectoryAsync(cli["b.zip"], cli["docs"]);
        File.Delete(cli["docs/README.md"]);
        var requirements = Path.Combine(Cli.Sample("minimal"), "requirements.json");
        (await cli.RunAsync("validate", "docs", "--formula", "plugin", "--requirements", requirements)).ShouldExit(0).Out.ShouldMatch(
            @"^45 files: no issues\.\ncompleteness: (\d+) of \1 requirements, 100\.0 ?%, threshold \d+ ?%\n$");
        (await cli.RunAsync("validate", "docs", "--formula", "plugin")).ShouldExit(0);
        (await cli.RunAsync("validate", "docs", "--requirements", requirements)).ShouldExit(0).Out.ShouldMatch(@"^45 files: no issues\.\ncompleteness: (\d+) of \1 requirements");
        File.Delete(cli["docs/link-shelf.md"]);
        (await cli.RunAsync("validate", "docs", "--formula", "plugin", "--requirements", requirements)).ShouldExit(3).Out.ShouldContain("[structure.missing_file]");
    }

    [Fact]
    public async Task What_cannot_be_validated_is_refused()
    {
        Directory.CreateDirectory(cli["empty"]);
        cli.Write("docs/a.md", "# A\n");
        cli.Write("bad.json", "{");
        (await cli.RunAsync("validate", "gone")).ShouldRefuse(2, "There is no folder WORK/gone.");
        (await cli.RunAsync("validate", "empty")).ShouldRefuse(2, "WORK/empty holds no Markdown files (*.md).");
        (await cli.RunAsync("validate", "docs", "--formula", "plugin", "--profile", "x")).ShouldRefuse(2, "Formula 'plugin' has no profile 'x'; it has full, no-diagrams, minimal.");
        (await cli.RunAsync("validate", "docs", "--requirements", "bad.json")).ShouldExit(2).Error.ShouldStartWith("error: WORK/bad.json: The file is not valid JSON at line 1, column ");
        (await cli.RunAsync("validate", "docs", "--format", "xml")).ShouldRefuse(2, "--format cannot be 'xml': it is text, json, sarif, markdown or github. See 'docsgen validate --help'.");
    }

    [Fact]
    public async Task Symbolic_links_are_no_files_of_their_own()
    {
        cli.Write("docs/a.md", "# A\n");
        File.CreateSymbolicLink(cli["docs/b.md"], "/etc/hostname");
        (await cli.RunAsync("validate", "docs")).ShouldExit(0).Out.ShouldBe("1 file: no issues.\n");
    }
}
