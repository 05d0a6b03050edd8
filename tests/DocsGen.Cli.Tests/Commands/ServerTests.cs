using System.Globalization;
using DocsGen.Cli.Tests.Commands.Sync;

namespace DocsGen.Cli.Tests.Commands;

/// <summary>Commands about spaces on a server: who is let in, what they are told, and what only a store can do.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly Cli cli = new() { IsServed = true };

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Whoever_is_not_known_is_told_how_to_sign_in()
    {
        await cli.AsAsync("ada", "space", "create", "handbook");
        cli.Environment["DOCSGEN_TOKEN"] = "dgt_no";
        using var plain = new Cli { Folder = cli.Folder };
        plain.Environment["DOCSGEN_TOKEN"] = "dgt_no";
        plain.Environment["HOME"] = plain.Root;
        var server = cli.Environment["DOCSGEN_SERVER"];
        (await plain.RunAsync("space", "list", "--server", server)).ShouldRefuse(6, "The token is not good: it is unknown, expired or revoked, or its user is disabled. Sign in with 'docsgen login', or give a token in DOCSGEN_TOKEN.");
        plain.Environment.Remove("DOCSGEN_TOKEN");
        (await plain.RunAsync("changeset", "list", "--server", server, "--json")).ShouldExit(6).Out.ShouldContain("\"code\": \"UNAUTHORIZED\"");
    }

    [Fact]
    public async Task A_server_that_is_not_there_and_one_that_is_none_are_said_so()
    {
        using var plain = new Cli();
        plain.Environment["DOCSGEN_TOKEN"] = "dgt_any";
        (await plain.RunAsync("space", "list", "--server", "http://127.0.0.1:1")).ShouldExit(7).Error.ShouldStartWith("error: http://127.0.0.1:1/ cannot be reached: ");
        (await plain.RunAsync("space", "list", "--server", "nowhere")).ShouldRefuse(2, "--server is 'nowhere'; give an address such as https://docs.example.org.");
        (await plain.RunAsync("space", "list", "--server", "http://127.0.0.1:1", "--store", "s")).ShouldRefuse(2, "--server and --store both say where the spaces are. Name one of them.");
        (await plain.RunAsync("run", "list", "--server", "http://127.0.0.1:1")).ShouldRefuse(2, "This works on a store; --server is for spaces, changesets and documents. Leave it out, or name the store by --store or --database.");
        plain.Environment["DOCSGEN_SERVER"] = "nowhere";
        (await plain.RunAsync("space", "list")).ShouldRefuse(2, "environment DOCSGEN_SERVER: server is 'nowhere'; it must be an address such as https://docs.example.org.");
    }

    [Fact]
    public async Task What_comes_next_names_the_server_that_was_named()
    {
        await cli.AsAsync("ada", "space", "create", "handbook");
        cli.Write("docs/a.md", "# A\n");
        var server = cli.Environment["DOCSGEN_SERVER"];
        (await cli.AsAsync("ada", "push", "docs", "--server", server)).Out.ShouldContain($"next: docsgen changeset review 1 --space handbook --server {server}\n");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_files_than_one_request_takes_and_images_go_there_and_come_back(bool served)
    {
        using var other = new Cli { IsServed = served };
        await other.AsAsync("ada", "space", "create", "handbook");
        for (var n = 0; n < 520; n++) other.Write(string.Create(CultureInfo.InvariantCulture, $"docs/{n % 7}/{n}.md"), string.Create(CultureInfo.InvariantCulture, $"# {n}\n\nGrüße 🌍\n"));
        var image = Enumerable.Range(0, 200_000).Select(n => (byte)(n * 31)).ToArray();
        await File.WriteAllBytesAsync(other["docs/logo.png"], image);
        (await other.AsAsync("ada", "push", "docs")).Out.ShouldStartWith("Changeset 1 of handbook: 521 files, proposed.");
        (await other.AsAsync("ada", "push", "docs")).Out.ShouldStartWith("The same was pushed before: changeset 1 of handbook, proposed.");
        (await other.AsAsync("ben", "changeset", "review", "1", "--accept-all")).Out.ShouldStartWith("changeset 1 is ready: 521 accepted,");
        (await other.AsAsync("ben", "changeset", "publish", "1")).Out.ShouldStartWith("Published changeset 1: 521 documents changed.\n");
        (await other.AsAsync("cleo", "pull", "there")).Out.ShouldBe("WORK/there is at cursor 522 of handbook: 521 written, 0 removed, 521 in all.\n");
        foreach (var file in Directory.GetFiles(other["docs"], "*", SearchOption.AllDirectories)) (await File.ReadAllBytesAsync(other[Path.Combine("there", Path.GetRelativePath(other["docs"], file))])).ShouldBe(await File.ReadAllBytesAsync(file));
        await File.WriteAllBytesAsync(other["there/logo.png"], image[..100]);
        (await other.AsAsync("cleo", "push", "there", "--dry-run")).Out.ShouldContain("~ logo.png  published");
        (await other.AsAsync("cleo", "document", "show", "logo.png")).Raw.ShouldBe(image);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_are_told_line_by_line(bool served)
    {
        using var other = new Cli { IsServed = served };
        await Handbook.ProposedAsync(other);
        var told = (await other.AsAsync("ada", "space", "events")).Out;
        told.ShouldStartWith("    1  2026-01-02T03:04:05.000Z  space.created            ada made the space 'handbook'.\n");
        told.ShouldContain("changeset.published");
        told.ShouldEndWith("changeset.pushed         ada pushed changeset 2: 3 files.\n");
        var after = (await other.AsAsync("ada", "space", "events", "--after", "1", "--json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        after.Length.ShouldBe(told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
        after[0].ShouldStartWith("{\"space\":\"handbook\",\"seq\":2,\"type\":\"changeset.pushed\"");
    }

    [Fact]
    public async Task Webhooks_are_added_listed_and_removed_and_their_secret_is_shown_once()
    {
        using var plain = new Cli();
        await plain.AsAsync("ada", "space", "create", "handbook");
        var added = (await plain.RunAsync("webhook", "add", "https://example.org/hook", "--event", "changeset.published, changeset.pushed", "--json")).ShouldExit(0).ShouldBeDocument("webhook");
        added.GetProperty("secret").GetString()!.ShouldStartWith("whsec_");
        (await plain.RunAsync("webhook", "list")).ShouldExit(0).Out.ShouldBe("WEBHOOK  ADDRESS                   EVENTS                                 ADDED BY\n1        https://example.org/hook  changeset.published, changeset.pushed  ada\n");
        (await plain.RunAsync("webhook", "deliveries", "1")).ShouldExit(0).Out.ShouldBe("Nothing that webhook 1 is told of has happened since it was added, or no server has looked yet.\n");
        (await plain.RunAsync("webhook", "deliveries", "1", "--redeliver", "7")).ShouldRefuse(2, "Webhook 1 of space 'handbook' has no delivery 7.");
        (await plain.RunAsync("webhook", "add", "ftp://example.org")).ShouldRefuse(2, "A webhook's address is an http or https URL of up to 2000 characters, without a user or a fragment.");
        (await plain.RunAsync("webhook", "remove", "1")).ShouldExit(0).Out.ShouldBe("Webhook 1 is removed; what was on its way is dropped.\n");
        (await plain.RunAsync("webhook", "remove", "1")).ShouldRefuse(2, "Space 'handbook' has no webhook 1.");
        (await plain.RunAsync("webhook", "list")).ShouldExit(0).Out.ShouldBe("handbook has no webhooks. Add one with 'docsgen webhook add URL'.\n");
        (await plain.RunAsync("space", "events", "--after", "1")).Out.ShouldBe("    2  2026-01-02T03:04:05.000Z  webhook.added            ada added a webhook to example.org.\n    3  2026-01-02T03:04:05.000Z  webhook.removed          ada removed webhook 1.\n");
    }
}
