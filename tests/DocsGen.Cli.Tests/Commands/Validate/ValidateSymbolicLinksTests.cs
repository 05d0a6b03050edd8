namespace DocsGen.Cli.Tests.Commands.Validate;

/// <summary>A link through a symbolic link is judged by what is there in the end, within the tree.</summary>
public sealed class ValidateSymbolicLinksTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_link_through_symbolic_links_of_the_tree_leads_where_they_lead()
    {
        cli.Write("docs/a.md", "# A\n\n[b](alias/b.md#part) [c](alias/b.md#no) [d](twice/deep/x.md) [e](page.md#part) [f](alias/) [g](self/real/b.md) [h](alias/gone.md)\n");
        cli.Write("docs/real/b.md", "# B\n\n## Part\n");
        cli.Write("docs/deep/x.md", "# X\n");
        Directory.CreateSymbolicLink(cli["docs/alias"], "real");
        Directory.CreateSymbolicLink(cli["docs/other"], "../docs");
        Directory.CreateSymbolicLink(cli["docs/twice"], "other");
        Directory.CreateSymbolicLink(cli["docs/self"], ".");
        File.CreateSymbolicLink(cli["docs/page.md"], "alias/b.md");
        (await MessagesAsync()).ShouldBe(["No heading of real/b.md has the anchor #no.", "The link leads to real/gone.md, which is not there; did you mean real/b.md?"]);
        cli.Write("docs/docsgen.validate.yaml", "roots: { /: . }\n");
        cli.Write("docs/a.md", "# A\n\n[b](/alias/b#part) [c](/alias/b#no)\n");
        (await MessagesAsync()).ShouldBe(["No heading of real/b.md has the anchor #no."]);
    }

    [Fact]
    public async Task A_symbolic_link_out_of_the_tree_or_to_nothing_is_not_there()
    {
        cli.Write("docs/a.md", "# A\n\n[b](out/b.md) [c](out) [d](gone.md) [e](loop.md) [f](inner/x.md)\n");
        cli.Write("beside/b.md", "# B\n");
        cli.Write("docs/in/a.md", "# In\n");
        Directory.CreateSymbolicLink(cli["docs/out"], "../beside");
        File.CreateSymbolicLink(cli["docs/gone.md"], "nothing.md");
        File.CreateSymbolicLink(cli["docs/loop.md"], "loop.md");
        Directory.CreateSymbolicLink(cli["docs/inner"], "in");
        File.CreateSymbolicLink(cli["docs/in/x.md"], "nothing.md");
        (await MessagesAsync()).ShouldBe(
        [
            "The link leads to out/b.md, and out is a symbolic link that leads out of the folder.",
            "The link leads to out, which is a symbolic link that leads out of the folder.",
            "The link leads to gone.md, which is a symbolic link that leads nowhere.",
            "The link leads to loop.md, which is a symbolic link that leads nowhere.",
            "The link leads to in/x.md, which is a symbolic link that leads nowhere.",
        ]);
    }

    [Fact]
    public async Task A_folder_that_is_itself_a_symbolic_link_is_the_folder_that_it_leads_to()
    {
        cli.Write("real/a.md", "# A\n\n[b](alias.md)\n");
        cli.Write("real/b.md", "# B\n");
        File.CreateSymbolicLink(cli["real/alias.md"], "b.md");
        Directory.CreateSymbolicLink(cli["docs"], "real");
        (await MessagesAsync()).ShouldBeEmpty();
    }

    private async Task<IEnumerable<string?>> MessagesAsync() =>
        (await cli.RunAsync("validate", "docs", "--json")).Json.GetProperty("issues").EnumerateArray().Select(i => i.GetProperty("message").GetString());
}
