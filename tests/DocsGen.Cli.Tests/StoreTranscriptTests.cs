using System.Text;

namespace DocsGen.Cli.Tests;

/// <summary>A store that is kept, damaged and brought back, as this version prints it, word for word. <c>DOCSGEN_RECORD=1</c> writes it anew.</summary>
public sealed class StoreTranscriptTests : IDisposable
{
    private const string File = "docs/example/store.md";

    private readonly Cli cli = new();
    private readonly StringBuilder text = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task The_transcript_of_a_store_that_is_kept_damaged_and_brought_back_is_what_this_version_prints()
    {
        await PrepareAsync();
        Say("# Keeping a store");
        Say("A store with a complete run and a space is proved, backed up, damaged, and brought back. This page is recorded by a test, on a clock that stands still.");
        await RunAsync(0, "verify");
        await RunAsync(0, "doctor");
        await RunAsync(0, "backup", "copy");
        Say("A run that is not needed any more gives its contents up. They are condemned first, and freed by a later collection:");
        await RunAsync(0, "run", "delete", "run_2026_01_02_0002", "--reason", "\"a trial\"");
        await RunAsync(0, "gc");
        await RunAsync(0, "gc", "--apply");
        Say("A disk loses one bit of a large content, and somebody gives the store to everybody:");
        Damage();
        await RunAsync(3, "verify");
        await RunAsync(3, "doctor");
        await RunAsync(7, "backup", "second");
        Say("The backup is brought back. What was there is kept aside:");
        await RunAsync(5, "restore", "copy");
        await RunAsync(0, "restore", "copy", "--replace");
        await RunAsync(0, "verify");
        Compare();
    }

    private async Task PrepareAsync()
    {
        await cli.CompleteAsync();
        await cli.CompleteAsync();
        cli.Write("docs/page.md", "# A page\n");
        cli.Write("docs/table.md", "# A large table\n\n".PadRight(80_000, 'x') + "\n");
        foreach (var args in new string[][]
        {
            ["space", "create", "handbook"], ["push", "docs", "--space", "handbook"], ["changeset", "review", "1", "--accept-all", "--space", "handbook"], ["changeset", "publish", "1", "--space", "handbook"],
        })
        {
            (await cli.RunAsync(args)).ShouldExit(0);
        }
    }

    private void Damage()
    {
        var file = Directory.EnumerateFiles(cli[".docsgen/blobs"], "*", SearchOption.AllDirectories).Single();
        System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = System.IO.File.ReadAllBytes(file);
        bytes[40_000] ^= 1;
        System.IO.File.WriteAllBytes(file, bytes);
        System.IO.File.SetUnixFileMode(file, (UnixFileMode)0b100_100_100);
        System.IO.File.SetUnixFileMode(cli[".docsgen/store.db"], (UnixFileMode)0b110_100_110);
    }

    private void Say(string paragraph) => text.Append(paragraph).Append("\n\n");

    private async Task RunAsync(int code, params string[] command)
    {
        var answer = (await cli.RunAsync([.. command.Select(a => a.Trim('"'))])).ShouldExit(code);
        text.Append("````text\n$ docsgen ").AppendJoin(' ', command).Append('\n').Append((answer.Error + answer.Out).Replace("WORK/", "", StringComparison.Ordinal));
        if (code != 0) text.Append("\n(exit ").Append(code).Append(")\n");
        text.Append("````\n\n");
    }

    private void Compare()
    {
        var path = Path.Combine(Cli.Repository, File);
        var recorded = text.ToString().TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("DOCSGEN_RECORD") == "1") System.IO.File.WriteAllText(path, recorded);
        System.IO.File.ReadAllText(path).ShouldBe(recorded);
    }
}
