using System.Diagnostics;
using System.Globalization;
using DocsGen.Core.Tests.Runs.Model;
using Xunit.Abstractions;

namespace DocsGen.Cli.Tests.Commands;

/// <summary>
/// Random damage to a store, and what <c>docsgen verify</c> says of it. Damage counts as without effect only where the database's tables, read without any index, and every file of contents are
/// what they were: a bit in a free page, say. All other damage must be found.
/// </summary>
public sealed class DamageTests(ITestOutputHelper output)
{
    private const ulong Seed = 20260102;
    private const int Most = 3000;
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(20);

    /// <summary>A verification that lacks one of its checks is one whose findings are not seen: the suite must notice each of them missing.</summary>
    private static readonly Dictionary<string, Func<string, bool>> Checks = new(StringComparer.Ordinal)
    {
        ["contents by their hash"] = line => line.Contains("holds", StringComparison.Ordinal) || line.Contains("the file is missing", StringComparison.Ordinal),
        ["event chains"] = line => line.Contains("the event chain is broken", StringComparison.Ordinal) || line.Contains("access events", StringComparison.Ordinal) || line.Contains("it cannot be read", StringComparison.Ordinal),
        ["rows and their copies"] = line => line.Contains("the row is not what was written", StringComparison.Ordinal),
        ["pages"] = line => line.StartsWith("    store.db: ", StringComparison.Ordinal),
    };

    private static bool Soak => Environment.GetEnvironmentVariable("DOCSGEN_SOAK") == "1";

    [Fact]
    public async Task A4_every_bit_tail_swap_and_file_that_is_lost_is_found_and_no_wrong_byte_is_read()
    {
        using var store = await DamagedStore.MakeAsync();
        var random = new SplitMix(Seed);
        var (rounds, found, without, counters) = (0, 0, 0, 0);
        var onlyBy = Checks.Keys.ToDictionary(k => k, _ => 0, StringComparer.Ordinal);
        var clock = Stopwatch.StartNew();
        while (Soak ? rounds < 10_000 : rounds < Most && (clock.Elapsed < Box || onlyBy.ContainsValue(0)))
        {
            rounds++;
            var what = store.Damage(random);
            var answer = await store.Cli.RunAsync("verify");
            var changed = store.ChangedTables();
            if (answer.Code == 0)
            {
                store.FilesAreWhole().ShouldBeTrue($"round {rounds}, seed {Seed}: {what}");
                changed.ShouldNotBeNull($"round {rounds}, seed {Seed}: {what}");
                // A counter of ids that is too high leaves ids out; nothing that is stored is another.
                if (changed.SequenceEqual(["sqlite_sequence"])) counters++;
                else changed.ShouldBeEmpty($"round {rounds}, seed {Seed}: {what}\n{answer.Out}");
                without++;
            }
            else
            {
                answer.Code.ShouldBeOneOf([3, 7], $"round {rounds}, seed {Seed}: {what}\n{answer.Out}{answer.Error}");
                found++;
                var lines = answer.Out.Split('\n').Where(l => l.StartsWith("    ", StringComparison.Ordinal) && !l.StartsWith("    note: ", StringComparison.Ordinal)).ToList();
                foreach (var check in Checks.Where(c => lines.Count > 0 && lines.TrueForAll(l => c.Value(l)))) onlyBy[check.Key]++;
            }

            await store.ReadAllAsync();
            store.Restore();
        }

        (await store.Cli.RunAsync("verify")).ShouldExit(0);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rounds} rounds of seed {Seed}: {found} found, {without} without effect ({counters} of them a counter of ids); found by one check alone: {string.Join(", ", onlyBy.Select(o => $"{o.Key} {o.Value}"))}"));
        found.ShouldBeGreaterThan(rounds / 2);
        onlyBy.Values.ShouldAllBe(n => n > 0, "each check finds something that no other does");
    }

    [Theory]
    [InlineData("DROP INDEX runs_whole", "    store.db: the index runs_whole is missing")]
    [InlineData("CREATE TABLE extra (a)", "    store.db: the table extra is none that DocsGen made")]
    [InlineData("DROP TRIGGER versions_never_go", "    store.db: the trigger versions_never_go is missing")]
    [InlineData("PRAGMA user_version = 7", "    store.db: its user_version is 7, and 0 in every store")]
    [InlineData("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'decisions'", "    store.db, table decisions: its last id is 15, and the counter of ids does not agree")]
    [InlineData("UPDATE runs SET status = 'failed'", "    the run's row says failed (Link Shelf), the events give complete (Link Shelf), or another part of it differs")]
    [InlineData("DROP TRIGGER issues_never_change; UPDATE issues SET message = 'other' WHERE ordinal = 0", "    phase")]
    [InlineData("PRAGMA foreign_keys = OFF; UPDATE documents SET hash = replace(hash, 'a', 'b')", "    store.db, table documents: ")]
    [InlineData("DROP TRIGGER versions_never_change; UPDATE document_versions SET publisher = 'user:eve'", "v1: who published it, or when, is not what event ")]
    [InlineData("DROP TRIGGER changesets_keep_what_was_pushed; UPDATE changesets SET pushed_by = 'user:eve' WHERE id = 1", "    changeset 1: it names user:eve as its author, event ")]
    public async Task What_other_hands_changed_is_named(string statement, string line)
    {
        using var store = await DamagedStore.MakeAsync();
        store.Cli.Execute(statement);
        (await store.Cli.RunAsync("verify")).ShouldExit(3).Out.ShouldContain(line);
    }

    [Fact]
    public async Task A_file_that_is_none_of_a_store_or_that_may_be_written_is_named()
    {
        using var store = await DamagedStore.MakeAsync();
        store.Cli.Write(".docsgen/blobs/ab/stray.txt", "x");
        store.Cli.Write(".docsgen/blobs/zz/x", "x");
        var file = Directory.EnumerateFiles(store.Cli[".docsgen/blobs"], "*", SearchOption.AllDirectories).First(f => Path.GetFileName(f).Length == 64);
        File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        var answer = (await store.Cli.RunAsync("verify")).ShouldExit(3).Out;
        answer.ShouldContain("    blobs/ab/stray.txt: the file has no name of a content, or stands in another folder\n");
        answer.ShouldContain("    blobs/zz: the folder is none of a store\n");
        answer.ShouldContain($"    {Path.GetRelativePath(store.Cli[".docsgen"], file)}: its permissions are 644, where 444 were given\n");
    }

    [Fact]
    public async Task A_content_that_no_row_names_is_hashed_too()
    {
        using var store = await DamagedStore.MakeAsync();
        var hash = new string('a', 64);
        store.Cli.Write($".docsgen/blobs/aa/aa/{hash}", "something else");
        File.SetUnixFileMode(store.Cli[$".docsgen/blobs/aa/aa/{hash}"], (UnixFileMode)0b100_100_100);
        (await store.Cli.RunAsync("verify")).ShouldExit(3).Out.ShouldContain($"    blobs/aa/aa/{hash}: no row names it, and it holds ");
    }

    [Fact]
    public async Task A_store_without_its_database_or_with_an_empty_one_is_damaged_and_no_new_one_is_made()
    {
        using var store = await DamagedStore.MakeAsync();
        File.Delete(store.Cli[".docsgen/store.db"]);
        (await store.Cli.RunAsync("verify")).ShouldExit(3).Out.ShouldContain("    store.db is missing.");
        (await store.Cli.RunAsync("space", "create", "other")).ShouldExit(7).Error.ShouldContain("is gone, but contents of it are left in ");
        File.WriteAllBytes(store.Cli[".docsgen/store.db"], []);
        (await store.Cli.RunAsync("verify", "--json")).ShouldExit(3).ShouldBeDocument("verification").GetProperty("store").GetProperty("problems")[0].GetString()!.ShouldContain("is empty, which no store ever is");
        new FileInfo(store.Cli[".docsgen/store.db"]).Length.ShouldBe(0);
    }
}
