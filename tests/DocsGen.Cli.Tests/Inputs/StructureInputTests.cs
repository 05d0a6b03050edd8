using System.IO.Compression;
using DocsGen.Cli.Inputs;

namespace DocsGen.Cli.Tests.Inputs;

public sealed class StructureInputTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public void A_folder_gives_its_files_sorted_without_links_and_tool_folders()
    {
        foreach (var file in new[] { "h/src/B.cs", "h/src/a.cs", "h/Z.slnx", "h/.git/config", "h/src/bin/x.dll", "h/obj/y", "h/node_modules/z.js", "outside/secret.txt" }) cli.Write(file, "");
        File.CreateSymbolicLink(cli["h/link.txt"], cli["outside/secret.txt"]);
        Directory.CreateSymbolicLink(cli["h/linked"], cli["outside"]);
        var (structure, zip) = StructureInput.Read(cli["h"]);
        structure.Paths.ShouldBe(["Z.slnx", "src/B.cs", "src/a.cs"]);
        zip.ShouldBeNull();
    }

    [Fact]
    public void A_link_that_leads_round_in_circles_ends()
    {
        cli.Write("h/a.cs", "");
        Directory.CreateSymbolicLink(cli["h/self"], cli["h"]);
        StructureInput.Read(cli["h"]).Structure.Paths.ShouldBe(["a.cs"]);
    }

    [Fact]
    public void A_text_file_gives_one_path_a_line_without_comments_blanks_and_repeats()
    {
        cli.Write("host.txt", "\uFEFF# the host\nsrc/b.cs\r\n\n  src/a.cs  \nsrc/\nsrc/b.cs\n");
        StructureInput.Read(cli["host.txt"]).Structure.Paths.ShouldBe(["src", "src/a.cs", "src/b.cs"]);
    }

    [Theory]
    [InlineData("../up.cs", "it holds the segment '..'")]
    [InlineData("/etc/passwd", "it is absolute, ends in a slash or has an empty segment")]
    [InlineData("src\\a.cs", "it holds a backslash")]
    [InlineData("a/.git/config", "'.git' is a folder that tools own")]
    [InlineData("a/nul.txt", "'nul' is a reserved device name")]
    public void A_bad_path_is_named_with_its_line(string path, string why)
    {
        cli.Write("host.txt", $"src/a.cs\n\n{path}\n");
        var refused = Should.Throw<CliError>(() => StructureInput.Read(cli["host.txt"]));
        refused.Message.ShouldBe($"{cli["host.txt"]}, line 3: '{path}' cannot be a path: {why}.");
        (refused.Code, refused.ExitCode).ShouldBe(("input.path", 2));
    }

    [Fact]
    public void A_zip_gives_its_entries_and_comes_along_as_it_is()
    {
        Zip(("src/b.cs", "b"), ("src/a.cs", "a"), ("src/", ""));
        var (structure, zip) = StructureInput.Read(cli["host.zip"]);
        structure.Paths.ShouldBe(["src/a.cs", "src/b.cs"]);
        zip.ShouldBe(File.ReadAllBytes(cli["host.zip"]));
    }

    [Theory]
    [InlineData("../up.cs")]
    [InlineData("/abs.cs")]
    [InlineData("a\\b.cs")]
    public void A_zip_with_a_name_that_escapes_is_refused_by_name(string name)
    {
        Zip((name, "x"));
        Refused().Message.ShouldStartWith($"{cli["host.zip"]} is refused: ");
    }

    [Fact]
    public void A_zip_that_is_cut_short_or_damaged_is_refused()
    {
        Zip(("a.txt", new string('a', 3000)), ("b.txt", "b"));
        var whole = File.ReadAllBytes(cli["host.zip"]);
        File.WriteAllBytes(cli["host.zip"], whole[..^30]);
        Refused().ExitCode.ShouldBe(2);
        whole[40] ^= 0x55;
        File.WriteAllBytes(cli["host.zip"], whole);
        Refused().Message.ShouldContain("a.txt");
    }

    [Fact]
    public void A_zip_bomb_is_refused()
    {
        Zip(("zeros.bin", new string('\0', 8 * 1024 * 1024)));
        Refused().Code.ShouldBe("zip.refused");
    }

    [Fact]
    public async Task A_refused_zip_makes_no_run()
    {
        Zip(("../up.cs", "x"));
        var answer = (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--host", "host.zip")).ShouldExit(2);
        answer.Error.ShouldStartWith("error: WORK/host.zip is refused: ");
        Directory.Exists(cli[".docsgen"]).ShouldBeFalse();
    }

    [Fact]
    public async Task An_uploaded_zip_is_kept_beside_what_was_read_from_it()
    {
        Zip(("src/a.cs", "a"));
        await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--host", "host.zip", "--no-drive");
        (await cli.RunAsync("run", "cat", "input/host-structure.txt")).Raw.ShouldBe("src/a.cs\n"u8.ToArray());
        (await cli.RunAsync("run", "cat", "input/original/host.zip")).Raw.ShouldBe(await File.ReadAllBytesAsync(cli["host.zip"]));
    }

    private CliError Refused() => Should.Throw<CliError>(() => StructureInput.Read(cli["host.zip"]));

    private void Zip(params (string Name, string Text)[] entries)
    {
        using var zip = new ZipArchive(File.Create(cli["host.zip"]), ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }
    }
}
