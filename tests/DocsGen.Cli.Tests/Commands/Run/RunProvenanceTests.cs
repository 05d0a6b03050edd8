namespace DocsGen.Cli.Tests.Commands.Run;

public sealed class RunProvenanceTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Each_core_file_has_its_execution_maker_source_and_cost()
    {
        await cli.CompleteAsync();
        var lines = (await cli.RunAsync("run", "provenance")).ShouldExit(0).Masked.TrimEnd().Split('\n');
        lines.Length.ShouldBe(46);
        lines[0].ShouldMatch("^file +execution +by +source +drafts +ms +tokens +sha256$");
        lines[1].ShouldMatch(@"^link-shelf\S*\.md +phase1_exec_001 +agent:\S+ +\S+ +1 +0 +- +HASH$");
        var file = (await cli.RunAsync("run", "provenance", "--json")).ShouldBeDocument("provenance").GetProperty("files")[0];
        file.GetProperty("agent").GetString().ShouldBe("template");
        file.GetProperty("inputs").GetArrayLength().ShouldBe(3);
        file.GetProperty("active").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task One_file_is_told_whole()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "provenance", "--file", "link-shelf.md")).ShouldExit(0).Masked.ShouldMatch(
            """
            ^link-shelf\.md  active
              sha256:    HASH, N bytes
              path:      phase1/link-shelf\.md
              execution: phase1_exec_001
              by:        agent:\S+
              agent:     template \S+
              source:    \S+, version \S+
              drafts:    1, in 0 ms, no model was called
              inputs:
                HASH  input/requirements\.json
                HASH  input/formula\.json
                HASH  input/host-structure\.txt
            $
            """);
        (await cli.RunAsync("run", "provenance", "--file", "gone.md")).ShouldRefuse(2, $"{Cli.FirstRun} has no core file gone.md. 'docsgen run provenance {Cli.FirstRun}' lists them.");
    }

    [Fact]
    public async Task An_edited_file_names_its_editor_and_a_draft_that_no_gate_accepted_says_so()
    {
        await cli.WaitingAsync();
        (await cli.RunAsync("run", "approve", "--execution", "phase0_exec_001")).ShouldExit(4);
        (await cli.RunAsync("run", "checkout", Cli.FirstRun, "out")).ShouldExit(0);
        var file = Directory.GetFiles(cli["out"], "link-shelf.md", SearchOption.AllDirectories).ShouldHaveSingleItem();
        await File.AppendAllTextAsync(file, "\nTODO: this fails.\n");
        cli.Environment["DOCSGEN_USER"] = "eve";
        (await cli.RunAsync("run", "edit", "--from", "out", "--reason", "more words")).ShouldExit(3);
        (await cli.RunAsync("run", "provenance", "--file", "link-shelf.md")).ShouldExit(0).Out.ShouldContain("by:        agent:", Case.Sensitive, "the version that a gate accepted is the active one");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("TODO: this fails.", "More words.", StringComparison.Ordinal));
        (await cli.RunAsync("run", "checkout", Cli.FirstRun, "out2")).ShouldExit(0);
        File.Copy(file, Directory.GetFiles(cli["out2"], "link-shelf.md", SearchOption.AllDirectories).Single(), overwrite: true);
        (await cli.RunAsync("run", "edit", "--from", "out2", "--reason", "better words")).ShouldExit(4);
        var told = (await cli.RunAsync("run", "provenance", "--file", "link-shelf.md")).ShouldExit(0).Out;
        told.ShouldContain("  execution: phase1_exec_003\n  by:        user:eve\n  made:      edited by hand; no agent was called\n");
        (await cli.RunAsync("run", "provenance")).Out.ShouldMatch(@"(?m)^link-shelf\.md +phase1_exec_003 +user:eve +\(edited by hand\) +- +- +- +[0-9a-f]{12}$");
    }

    [Fact]
    public async Task Where_no_gate_of_a_phase_opened_yet_the_newest_drafts_are_shown_as_such()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "bundle", "-o", "b.zip")).ShouldExit(0);
        System.IO.Compression.ZipFile.ExtractToDirectory(cli["b.zip"], cli["docs"]);
        await File.AppendAllTextAsync(cli["docs/link-shelf.md"], "\nTODO: this fails.\n");
        (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--review-mode", "batch", "--agent", "folder=docs")).ShouldExit(3);
        (await cli.RunAsync("run", "provenance")).ShouldExit(0).Out.ShouldMatch(@"(?m)^link-shelf\.md .* \(not accepted yet\)$");
    }
}
