using System.Diagnostics;
using DocsGen.Core.Sync;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.TestSupport;
using DocsGen.TestSupport.Audit;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests;

/// <summary>Publishers and pushers over HTTP, all at once, at two servers of one database; and a reader that pulls from both all along.</summary>
public sealed class ServedRaceTests(ScratchPostgres server, ITestOutputHelper output) : IClassFixture<ScratchPostgres>
{
    private const int Publishers = 32;
    private const int Pushers = 16;
    private const int Documents = 12;
    private const int SoakRounds = 40;
    private const int RoundsOfAnAudit = 10;
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(15);

    private readonly SortedDictionary<string, int> tally = new(StringComparer.Ordinal);
    private readonly HashSet<ChangesetId> perFile = [];

    [Fact]
    public async Task S2_S4_S6_S8_of_32_publishers_at_two_servers_each_version_has_one_winner_and_a_reader_rebuilds_the_live_state_at_every_cursor()
    {
        var place = server.NewDatabase();
        using var space = await StoredSpace.MakeAsync(place);
        await using var pair = await ServedPair.StartAsync(place, leaseSeconds: 15);
        var clients = Enumerable.Range(0, Publishers).Select(n => pair.Client(staysConnected: n % 4 == 0)).ToList();
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => ReadAsync(pair, new((ulong)(uint)~seed), stop.Token));
        var (rounds, clock) = (0, Stopwatch.StartNew());
        for (; Product.Soak ? rounds < SoakRounds : rounds == 0 || clock.Elapsed < Box; rounds++)
        {
            var at = $"seed {seed}, round {rounds}";
            await PublishRoundAsync(space, clients, random, at);
            await PushRoundAsync(space, clients, at);
            if ((rounds + 1) % RoundsOfAnAudit == 0) (await space.AuditAsync(perFile)).Violations.ShouldBeEmpty(at);
        }

        await stop.CancelAsync();
        var lines = await reading;
        foreach (var client in clients) client.Dispose();
        var audit = await space.AuditAsync(perFile);
        var said = $"Publish races at two servers: seed {seed}: {rounds} rounds of {Publishers} publishers and {Pushers} equal pushes in {clock.Elapsed.TotalSeconds:0} s: {audit.History.Count} versions; "
            + $"{lines.Count} pulls, {lines.Count(l => l.HasMore)} of them pages; {string.Join(", ", tally.Select(t => $"{t.Value} {t.Key}"))}";
        output.WriteLine(said);
        await StoredSpace.SayAsync(said);
        audit.Violations.ShouldBeEmpty(said);
        PullLog.Violations(lines, audit.History).ShouldBeEmpty(said);
        lines.Max(l => l.Cursor).ShouldBe(audit.History.Count + 1, "the reader's last pull went to the end");
        tally.GetValueOrDefault("conflicts").ShouldBeGreaterThan(0, "no two changesets ever collided");
        if (Product.Soak) tally.GetValueOrDefault("PUBLISH_IN_PROGRESS").ShouldBeGreaterThan(0, "nobody ever met another");
        pair.Run("verify", "--json").ShouldExit(0);
    }

    [Fact]
    public async Task A_version_that_was_published_over_HTTP_and_is_lost_is_caught()
    {
        var place = server.NewDatabase();
        using var space = await StoredSpace.MakeAsync(place);
        await using var pair = await ServedPair.StartAsync(place, leaseSeconds: 15);
        using var client = pair.Client();
        var pulls = new List<PullLine>();
        for (var version = 0; version < 3; version++)
        {
            var id = await client.ReadyAsync($"c{version}", [.. Enumerable.Range(0, 3).Select(n => ServedClient.Upsert($"F{n}", $"docs/{n}.md", version, $"{n} {version}\n"))]);
            (await client.InsistAsync($"changesets/{id}/publish", new { })).IsFresh.ShouldBeTrue();
            pulls.Add(await client.PullAsync(pulls.Count == 0 ? 0 : pulls[^1].Cursor));
        }

        var sound = await space.AuditAsync();
        sound.Violations.Concat(PullLog.Violations(pulls, sound.History)).ShouldBeEmpty();
        server.Sql(place, "SET session_replication_role = replica; DELETE FROM document_versions WHERE file_id = 'F1' AND version = 2").ShouldBe(1);
        var audit = await space.AuditAsync();
        audit.Violations.ShouldContain("S6: versions of F1 have gaps, or are given twice: 1 3");
        audit.Violations.ShouldContain("S8: numbers have gaps, or are given twice");
        audit.Violations.ShouldContain(v => v.StartsWith("S5: changeset ", StringComparison.Ordinal) && v.EndsWith(" made 2 versions, and counts 3 files as live", StringComparison.Ordinal));
        PullLog.Violations(pulls, audit.History).ShouldNotBeEmpty("a reader saw what no history tells of");
        pair.Run("verify", "--json").ShouldExit(3);
    }

    // Each publisher has a changeset of its own, or four share one; all of them on the versions of now.
    private async Task PublishRoundAsync(StoredSpace space, IReadOnlyList<ServedClient> clients, SplitMix random, string at)
    {
        var before = await StandAsync(space);
        var (sharing, isPerFile) = (random.Next(3) == 0 ? 4 : 1, random.Next(4) == 0);
        var proposals = Enumerable.Range(0, Publishers / sharing).Select(n => ($"{at}, changeset {n}", Ops(before, random, $"{at}, changeset {n}"))).ToList();
        var ids = await Task.WhenAll(proposals.Select((p, n) => clients[n].ReadyAsync(p.Item1, p.Item2)));
        if (isPerFile) perFile.UnionWith(ids.Select(id => new ChangesetId(id)));
        var answers = await AtOnceAsync(Publishers, n => clients[n].PostAsync($"changesets/{ids[n % ids.Length]}/publish", new { mode = isPerFile ? "per_file" : "atomic" }));
        foreach (var answer in answers) Count(answer.Said.Split('+'));
        var changesets = new List<Changeset>();
        foreach (var id in ids) changesets.Add(await space.FindAsync(new(id)));
        var found = changesets.SelectMany((c, n) => RaceOracle.OfChangeset(c, [.. answers.Where((_, a) => a % ids.Length == n).Select(a => a.Said)], isPerFile));
        found.Concat(RaceOracle.OfVersions(before, await StandAsync(space), changesets)).ShouldBeEmpty(at);
    }

    // One push comes many times at once and is one changeset; one comment, which would be another each time, comes many times under one key and is one.
    private async Task PushRoundAsync(StoredSpace space, IReadOnlyList<ServedClient> clients, string at)
    {
        var push = ServedClient.Push($"{at}, equal", [ServedClient.Upsert($"E {at}", $"equal/{at}.md", 0, at)]);
        var pushes = (await AtOnceAsync(Pushers, n => clients[n].PostAsync("push", push))).Select(a => a.Done()).ToList();
        pushes.Count(p => !p.GetProperty("replayed").GetBoolean()).ShouldBe(1, $"S2: {at}");
        var id = pushes.Select(p => p.GetProperty("changeset").GetProperty("id").GetInt64()).Distinct().ShouldHaveSingleItem($"S2: {at}");
        var other = ServedClient.Push($"{at}, equal", [ServedClient.Upsert($"E {at}", $"equal/{at}.md", 0, "other")]);
        (await clients[0].PostAsync("push", other)).Code.ShouldBe("CLIENT_CHANGESET_ID_REUSED", at);
        var comments = await AtOnceAsync(Pushers, n => clients[n].InsistAsync($"changesets/{id}/comments", new { text = at }, key: at.Replace(' ', '-')));
        comments.Select(c => c.Body).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem(at);
        comments.Count(c => !c.Replayed).ShouldBe(1, at);
        comments[0].Done();
        (await space.Sync.Changesets.CommentsAsync(space.Space.Id, new(id), default)).Count.ShouldBe(1, at);
    }

    // New texts, deletes, restores and moves of documents that everybody wants, and several that want one path.
    private static List<object> Ops(IReadOnlyDictionary<FileId, Document> before, SplitMix random, string text)
    {
        var (ops, paths) = (new List<object>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var number in Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(Documents)).Distinct())
        {
            var live = before.GetValueOrDefault(FileId.Parse($"F{number}"));
            var path = random.Next(8) switch { 0 => "docs/wanted.md", 1 => $"docs/moved-{number}.md", _ => $"docs/{number}.md" };
            var isDelete = live is { IsDeleted: false } && random.Next(6) == 0;
            if (isDelete) path = live!.Path.Value;
            if (!paths.Add(path)) continue;
            ops.Add(isDelete ? ServedClient.Delete($"F{number}", path, live!.Version) : ServedClient.Upsert($"F{number}", path, live?.Version ?? 0, $"# {number}\n\n{text}\n"));
        }

        return ops;
    }

    private static async Task<Reply[]> AtOnceAsync(int count, Func<int, Task<Reply>> ask)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Enumerable.Range(0, count).Select(async n =>
        {
            await start.Task;
            return await ask(n);
        }).ToList();
        start.SetResult();
        return await Task.WhenAll(asking);
    }

    private static async Task<List<PullLine>> ReadAsync(ServedPair pair, SplitMix random, CancellationToken stop)
    {
        using var client = pair.Client();
        var (lines, cursor) = (new List<PullLine>(), 0L);
        for (var isLast = false; !isLast;)
        {
            isLast = stop.IsCancellationRequested;
            if (!isLast && random.Next(50) == 0) cursor = 0;
            var pulled = await client.PullAsync(cursor, isLast || random.Next(3) > 0 ? null : 1 + random.Next(4));
            if (pulled.Cursor != pulled.Since) lines.Add(pulled);
            else await Task.Delay(1, CancellationToken.None);
            cursor = pulled.Cursor;
        }

        return lines;
    }

    private void Count(string[] said)
    {
        var what = said[0] == "reviewing" ? said.Contains("published") ? "in part" : "conflicts" : said[0];
        tally[what] = tally.GetValueOrDefault(what) + 1;
    }

    private static async Task<Dictionary<FileId, Document>> StandAsync(StoredSpace space) =>
        (await space.Sync.Documents.FindAsync(space.Space.Id, [.. Enumerable.Range(0, Documents).Select(n => FileId.Parse($"F{n}"))], default)).ToDictionary(d => d.File);
}
