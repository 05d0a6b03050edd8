using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;

namespace DocsGen.Cli.Tests.Commands.Validate;

/// <summary>What is hidden, and what is kept between validations.</summary>
public sealed class ValidateHiddenTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Links_may_lead_into_hidden_folders_which_are_not_validated_and_never_into_git()
    {
        cli.Write("docs/a.md", "# A\n\n[a](.github/CONTRIBUTING.md) [b](.github/) [c](.github/gone.md) [d](.git/config) [e](.hidden.md#no)\n");
        cli.Write("docs/.github/CONTRIBUTING.md", "TBD\n");
        cli.Write("docs/.git/config", "");
        cli.Write("docs/.hidden.md", "# Hidden file\n");
        var json = (await cli.RunAsync("validate", "docs", "--json")).ShouldExit(3).Json;
        json.GetProperty("files").GetInt32().ShouldBe(2);
        json.GetProperty("issues").EnumerateArray().Select(i => i.GetProperty("message").GetString()).ShouldBe(
        [
            "The link leads to .github/gone.md, which is not there.",
            "The link leads to .git/config, which is not there.",
            "No heading of .hidden.md has the anchor #no.",
        ]);
    }

    [Theory]
    [InlineData(Private, true)]
    [InlineData(Private | UnixFileMode.GroupWrite, false)]
    [InlineData(Private | UnixFileMode.OtherRead, false)]
    public async Task A_memory_that_others_could_have_written_is_not_believed(UnixFileMode mode, bool believed)
    {
        cli.Environment["XDG_CACHE_HOME"] = cli["cache"];
        cli.Write("docs/a.md", "# A\n\nTBD\n");
        await cli.RunAsync("validate", "docs");
        var kept = Directory.EnumerateFiles(cli["cache/docsgen/validate"]).ShouldHaveSingleItem();
        (File.GetUnixFileMode(kept), File.GetUnixFileMode(cli["cache/docsgen/validate"])).ShouldBe((Private, Private | UnixFileMode.UserExecute));

        File.SetUnixFileMode(kept, mode);
        Kept().ShouldBe(believed ? 1 : 0);
    }

    [Fact]
    public async Task A_memory_that_is_a_symbolic_link_is_not_believed()
    {
        cli.Environment["XDG_CACHE_HOME"] = cli["cache"];
        cli.Write("docs/a.md", "# A\n");
        await cli.RunAsync("validate", "docs");
        var kept = Directory.EnumerateFiles(cli["cache/docsgen/validate"]).ShouldHaveSingleItem();
        File.Copy(kept, cli["moved"]);
        File.SetUnixFileMode(cli["moved"], Private);
        File.Delete(kept);
        File.CreateSymbolicLink(kept, cli["moved"]);

        Kept().ShouldBe(0);
    }

    private int Kept()
    {
        var terminal = new Terminal { Out = TextWriter.Null, Error = TextWriter.Null, OpenOut = () => Stream.Null, Environment = cli.Environment, Folder = cli.Root, Clock = TimeProvider.System, NewId = () => "x" };
        return FolderMemory.For(terminal, cli["docs"]).ShouldNotBeNull().Read().Count;
    }
}
