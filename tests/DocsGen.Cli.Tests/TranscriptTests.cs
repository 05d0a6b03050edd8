using System.Text;

namespace DocsGen.Cli.Tests;

/// <summary>The recorded transcript in docs/ is what this version prints, word for word. <c>DOCSGEN_RECORD=1</c> writes it anew.</summary>
public sealed class TranscriptTests : IDisposable
{
    private const string File = "docs/example/broken-link.md";
    private const string Second = "run_2026_01_02_0002";

    private readonly Cli cli = new();
    private readonly StringBuilder text = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task The_transcript_of_a_broken_link_in_phase_3_is_what_this_version_prints()
    {
        await PrepareAsync();
        Say("# Phase 3 fails on a broken link");
        Say("A docset that people wrote, in `docs/`, goes through the gates. One file of phase 3 has a link that leads nowhere. The approvals of phases 0, 1, 2, 4 and 5 are skipped, to keep this short.");
        Say("This page is recorded by a test, on a clock that stands still: that is why everything took 0 ms.");
        await RunAsync(3, "run", "start", "link-shelf", "--agent", "folder=docs", "--auto-approve", "0,1,2,4,5");
        Say("The gate stopped the run. Its report says what is wrong, and `explain` what would help:");
        await RunAsync(0, "run", "report");
        await RunAsync(0, "run", "explain");
        Say("What phases 1 and 2 made, before anything is mended:");
        var before = await RunAsync(0, "run", "artifacts", "--phase", "1") + await RunAsync(0, "run", "artifacts", "--phase", "2");
        Say("Somebody mends the link in `docs/link-shelf-13-arch.md`. Only the file with the error is taken again; the run then waits, since phase 3 asks for an approval:");
        Mend();
        await RunAsync(4, "run", "regenerate", "--phase", "3", "--failed", "--reason", "the link was mistyped");
        Say("Phases 1 and 2 are what they were, byte for byte; of phase 3 one file is new, and the others stay where its first execution wrote them. No gate had accepted them until now:");
        (await RunAsync(0, "run", "artifacts", "--phase", "1") + await RunAsync(0, "run", "artifacts", "--phase", "2")).ShouldBe(before);
        await RunAsync(0, "run", "artifacts", "--phase", "3");
        await RunAsync(0, "run", "diff", "--phase", "3", "--from", "1", "--to", "2");
        await RunAsync(0, "run", "approve", "--execution", "phase3_exec_002");
        Say("Doing it all again from the same inputs gives a run of its own, and the same documents:");
        await RunAsync(4, "run", "rebuild", Cli.FirstRun, "--reason", "to compare");
        await RunAsync(0, "run", "approve", Second, "--execution", "phase3_exec_001");
        (await RunAsync(0, "run", "diff", Cli.FirstRun, Second)).ShouldContain("files: 0 differ, 47 are the same");
        await RunAsync(0, "run", "show", Cli.FirstRun);
        await RunAsync(0, "verify");
        Compare();
    }

    // The sample's own documents, with one link that leads nowhere.
    private async Task PrepareAsync()
    {
        await cli.CompleteAsync("--store", "elsewhere");
        foreach (var name in new[] { "requirements.json", "host.txt" }) cli.Write($"link-shelf/{name}", System.IO.File.ReadAllText(Path.Combine(Cli.Sample("minimal"), name)));
        (await cli.RunAsync("run", "bundle", "-o", "b.zip", "--store", "elsewhere")).ShouldExit(0);
        System.IO.Compression.ZipFile.ExtractToDirectory(cli["b.zip"], cli["docs"]);
        System.IO.File.Delete(cli["docs/README.md"]);
        System.IO.File.AppendAllText(cli["docs/link-shelf-13-arch.md"], "\nSee also [scripts](link-shelf-17-arch-javascript.md).\n");
    }

    private void Mend() => System.IO.File.WriteAllText(
        cli["docs/link-shelf-13-arch.md"],
        System.IO.File.ReadAllText(cli["docs/link-shelf-13-arch.md"]).Replace("link-shelf-17-arch-javascript.md", "link-shelf-17-arch-js.md", StringComparison.Ordinal));

    private void Say(string paragraph) => text.Append(paragraph).Append("\n\n");

    private async Task<string> RunAsync(int code, params string[] command)
    {
        var answer = (await cli.RunAsync(command)).ShouldExit(code);
        var typed = string.Join(' ', command.Select(a => a.Contains(' ', StringComparison.Ordinal) ? $"\"{a}\"" : a));
        // A report is Markdown and may hold fences of its own.
        text.Append("````text\n$ docsgen ").Append(typed).Append('\n').Append(answer.Error).Append(answer.Out);
        if (code != 0) text.Append("\n(exit ").Append(code).Append(")\n");
        text.Append("````\n\n");
        return answer.Out;
    }

    private void Compare()
    {
        var path = Path.Combine(Cli.Repository, File);
        var recorded = text.ToString().TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("DOCSGEN_RECORD") == "1") System.IO.File.WriteAllText(path, recorded);
        System.IO.File.ReadAllText(path).ShouldBe(recorded);
    }
}
