using System.Security.Cryptography;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>What each role opens, as docs/server.md says it, against what a server does.</summary>
public sealed class RoleTableTests : IAsyncLifetime
{
    private static readonly Actor Ada = Actor.User("ada");

    private ServedStore served = null!;
    private int pushes;

    public static TheoryData<string, string, bool> Cells
    {
        get
        {
            var rows = File.ReadLines(Path.Combine(Repository(), "docs", "server.md")).SkipWhile(l => !l.StartsWith("| role |", StringComparison.Ordinal)).TakeWhile(l => l.StartsWith('|'))
                .Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries)).ToList();
            var cells = new TheoryData<string, string, bool>();
            foreach (var row in rows.Skip(2))
            {
                for (var column = 1; column < row.Length; column++) cells.Add(row[0], rows[0][column], row[column] == "yes");
            }

            return cells;
        }
    }

    public async Task InitializeAsync() => served = await ServedStore.StartAsync(database: null);

    public async Task DisposeAsync() => await served.DisposeAsync();

    [Fact]
    public void The_table_names_every_role_and_every_scope()
    {
        Cells.Select(c => (string)((object[])c)[0]).Distinct(StringComparer.Ordinal).ShouldBe(Enum.GetValues<Role>().Select(r => r.ToWire()));
        Cells.Select(c => (string)((object[])c)[1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(Enum.GetValues<Scope>().Select(s => s.ToWire()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_role_opens_what_the_table_says_in_its_space_and_nothing_elsewhere(string role, string scope, bool opens)
    {
        var (given, wanted) = (Roles.Parse(role), Scopes.Parse(scope));
        var user = new User { Name = "u", Roles = [new(given, "default")], CreatedBy = Ada, CreatedUtc = default };
        (user.Rights.Allow(wanted, "default"), user.Rights.Allow(wanted, "other"), user.Rights.AllowEverywhere(wanted)).ShouldBe((opens, false, false));
        (user with { Roles = [new(given, null)] }).Rights.AllowEverywhere(wanted).ShouldBe(opens);
        (user with { IsDisabled = true }).Rights.Allow(wanted, "default").ShouldBeFalse();

        // A token that says everything does what its user may, over HTTP.
        await new AddUser(served.Store.Access, RandomNumberGenerator.Fill, TimeProvider.System).ExecuteAsync("ben", [new(given, "default")], null, Ada, default);
        using var http = served.Client(await served.TokenAsync("ben", Enum.GetValues<Scope>()));
        if (await AskAsync(http, wanted) is { } status) status.ShouldBe(opens ? 200 : 403);
        using var foreign = served.Client(await served.TokenAsync("eve", [wanted]));
        if (await AskAsync(foreign, wanted) is { } unregistered) unregistered.ShouldBe(200, "nobody of that name is registered");
    }

    // What only this scope opens; null where no route asks for it.
    private async Task<int?> AskAsync(HttpClient http, Scope scope)
    {
        switch (scope)
        {
            case Scope.Read:
                return (await http.AskAsync("status")).Status;
            case Scope.Push:
                return (await http.TellAsync("push", Push($"c-{pushes++}", Upsert($"F{pushes}", $"{pushes}.md", 0, "a\n")))).Status;
            case Scope.Review:
                return (await http.TellAsync($"changesets/{await PushedAsync()}/review", new { decision = "accept" })).Status;
            case Scope.Publish:
                var changeset = await PushedAsync();
                await served.Http.TellAsync($"changesets/{changeset}/review", new { decision = "accept" }).GoodAsync();
                return (await http.TellAsync($"changesets/{changeset}/publish")).Status;
            default:
                return null;
        }
    }

    private async Task<long> PushedAsync()
    {
        var push = await served.Http.TellAsync("push", Push($"c-{pushes++}", Upsert($"F{pushes}", $"{pushes}.md", 0, "a\n"))).GoodAsync();
        return push.GetProperty("changeset").GetProperty("id").GetInt64();
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "DocsGen.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}
