using System.Diagnostics;
using System.Globalization;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.TestSupport;
using DocsGen.TestSupport.Audit;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests;

/// <summary>Publishers in four processes on overlapping changesets, and a reader in a fifth that pulls all along.</summary>
public sealed class PublishRaceTests(ScratchPostgres server, ITestOutputHelper output) : IClassFixture<ScratchPostgres>
{
    private const int Processes = 4;
    private const int PublishersEach = 8;
    private const int SoakRounds = 200;
    private const int Documents = 8;
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<string, int> tally = new(StringComparer.Ordinal);
    private readonly HashSet<ChangesetId> perFile = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S4_S6_S8_of_32_publishers_each_version_has_one_winner_and_a_reader_rebuilds_the_live_state_at_every_cursor(bool onPostgres)
    {
        using var folder = new TempFolder();
        var place = onPostgres ? server.NewDatabase() : folder["store"];
        using var space = await StoredSpace.MakeAsync(place);
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        using var reader = await HarnessChild.StartAsync("reading", place, "docs", seed.ToString(CultureInfo.InvariantCulture));
        var pulls = reader.ReadToEndAsync();
        var crowd = new List<HarnessChild>();
        var (rounds, clock) = (0, Stopwatch.StartNew());
        try
        {
            while (crowd.Count < Processes) crowd.Add(await HarnessChild.StartAsync("racing", place, "docs", PublishersEach.ToString(CultureInfo.InvariantCulture)));
            for (; Product.Soak ? rounds < SoakRounds : clock.Elapsed < Box; rounds++) await RoundAsync(space, crowd, random, $"seed {seed}, round {rounds}");
            foreach (var child in crowd) await child.EndAsync();
        }
        finally
        {
            foreach (var child in crowd) child.Dispose();
        }

        await reader.EndAsync();
        var lines = (await pulls).Where(l => l.StartsWith("pulled", StringComparison.Ordinal)).Select(PullLine.Parse).ToList();
        var audit = await space.AuditAsync(perFile);
        var said = $"Publish races on {(onPostgres ? "PostgreSQL" : "SQLite")}: seed {seed}: {rounds} rounds of {Processes * PublishersEach} publishers in {clock.Elapsed.TotalSeconds:0} s: {audit.History.Count} versions; "
            + $"{lines.Count} pulls, {lines.Count(l => l.HasMore)} of them pages; {string.Join(", ", tally.Select(t => $"{t.Value} {t.Key}"))}";
        output.WriteLine(said);
        await StoredSpace.SayAsync(said);
        audit.Violations.ShouldBeEmpty(said);
        PullLog.Violations(lines, audit.History).ShouldBeEmpty(said);
        lines.Select(l => l.Cursor).Max().ShouldBe(audit.History.Count + 1, "the reader's last pull went to the end");
        tally.GetValueOrDefault("PUBLISH_IN_PROGRESS").ShouldBeGreaterThan(0, "nobody ever met another");
        tally.GetValueOrDefault("conflicts").ShouldBeGreaterThan(0, "no two changesets ever collided");
        if (rounds >= 20) lines.Count.ShouldBeGreaterThan(10, "the reader did not read all along");
    }

    private async Task RoundAsync(StoredSpace space, List<HarnessChild> crowd, SplitMix random, string round)
    {
        var before = await StandAsync(space);
        var ids = await PrepareAsync(space, before, random, round);
        var isPerFile = random.Next(4) == 0;
        if (isPerFile) perFile.UnionWith(ids);
        var line = $"{(isPerFile ? "perfile" : "atomic")} {string.Join(' ', ids)}";
        foreach (var child in crowd) await child.WriteAsync(line);
        var answers = new List<(ChangesetId Id, string Said)>();
        foreach (var child in crowd)
        {
            foreach (var answer in (await child.ReadAsync()).Split(' ').Select(a => a.Split(':', 2))) answers.Add((new(long.Parse(answer[0], CultureInfo.InvariantCulture)), answer[1]));
        }

        answers.Count.ShouldBe(Processes * PublishersEach);
        foreach (var (_, said) in answers) Count(said.Split('+'));
        var changesets = new List<Changeset>();
        foreach (var id in ids) changesets.Add(await space.FindAsync(id));
        var found = changesets.SelectMany(c => RaceOracle.OfChangeset(c, [.. answers.Where(a => a.Id == c.Id).Select(a => a.Said)], isPerFile));
        found.Concat(RaceOracle.OfVersions(before, await StandAsync(space), changesets)).ShouldBeEmpty(round);
    }

    private void Count(string[] said)
    {
        var what = said[0] == "reviewing" ? said.Contains("published") ? "in part" : "conflicts" : said[0];
        tally[what] = tally.GetValueOrDefault(what) + 1;
    }

    // Changesets that overlap, all on the versions of now: new texts, deletes, restores, moves, and several that want one path.
    private static async Task<List<ChangesetId>> PrepareAsync(StoredSpace space, Dictionary<FileId, Document> before, SplitMix random, string round)
    {
        var ids = new List<ChangesetId>();
        for (var n = 3 + random.Next(6); n > 0; n--)
        {
            var files = new List<PushedFile>();
            foreach (var number in Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.Next(Documents)).Distinct())
            {
                var file = FileId.Parse($"F{number}");
                var live = before.GetValueOrDefault(file);
                var path = random.Next(8) switch { 0 => "docs/wanted.md", 1 => $"docs/moved-{number}.md", _ => $"docs/{number}.md" };
                if (files.Exists(f => f.Path.Value == path)) continue;
                files.Add(live is { IsDeleted: false } && random.Next(6) == 0
                    ? PushedFiles.Delete(file, live.Path, live.Version)
                    : StoredSpace.Upsert(file.Value, path, live?.Version ?? 0, $"# {number}\n\n{round}, changeset {n}\n"));
            }

            ids.Add(await space.ReadyAsync($"{round}, changeset {n}", files));
        }

        return ids;
    }

    private static async Task<Dictionary<FileId, Document>> StandAsync(StoredSpace space) =>
        (await space.Sync.Documents.FindAsync(space.Space.Id, [.. Enumerable.Range(0, Documents).Select(n => FileId.Parse($"F{n}"))], default)).ToDictionary(d => d.File);
}
