namespace DocsGen.Cli.Tests.Commands.Sync;

/// <summary>A space with two live documents, and a changeset that changes one, adds one and deletes one.</summary>
internal static class Handbook
{
    /// <summary>Changeset 1 is live: <c>a.md</c> and <c>c.md</c>; changeset 2 is proposed by Ada from a folder <c>ada</c>, pulled before.</summary>
    public static async Task ProposedAsync(Cli cli, string policy = "{}")
    {
        await cli.AsAsync("ada", "space", "create", "handbook", "--policy", cli.Write("policy.json", policy));
        cli.Write("docs/a.md", "# One\n\ntwo\n");
        cli.Write("docs/c.md", "# Old\n");
        await cli.AsAsync("ada", "push", "docs");
        await cli.AsAsync("ben", "changeset", "review", "1", "--accept-all");
        await cli.AsAsync("ben", "changeset", "publish", "1");
        await cli.AsAsync("ada", "pull", "ada");
        await cli.AsAsync("cleo", "pull", "cleo");
        cli.Write("ada/a.md", "# One\n\nthree\n");
        cli.Write("ada/b.md", "# New\n");
        File.Delete(cli["ada/c.md"]);
        await cli.AsAsync("ada", "push", "ada", "--message", "Three");
    }

    /// <summary>Cleo's edit of <c>a.md</c> goes live, as changeset 3.</summary>
    public static async Task OvertakenAsync(Cli cli, string text)
    {
        cli.Write("cleo/a.md", text);
        await cli.AsAsync("cleo", "push", "cleo");
        await cli.AsAsync("ben", "changeset", "review", "3", "--accept-all");
        await cli.AsAsync("ben", "changeset", "publish", "3");
    }

    /// <summary>Runs a command in somebody's name; it must succeed.</summary>
    public static async Task<Answer> AsAsync(this Cli cli, string user, params string[] args)
    {
        var before = cli.Environment["DOCSGEN_USER"];
        cli.Environment["DOCSGEN_USER"] = user;
        try
        {
            return (await cli.RunAsync(args)).ShouldExit(0);
        }
        finally
        {
            cli.Environment["DOCSGEN_USER"] = before;
        }
    }
}
