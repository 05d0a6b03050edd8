using System.Diagnostics;
using System.IO.Compression;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests;

/// <summary>Revisions of a complete run, killed at random moments and gone on with until the run is complete again.</summary>
public sealed class RevisionCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int SoakKills = 500;
    private const string Sentence = "\nOne sentence more.\n";
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(15);

    // Whole phases, some files of one, edits in one phase and in several.
    private static readonly Revision[] Revisions =
    [
        new(1, []),
        new(2, []),
        new(3, []),
        new(4, []),
        new(5, []),
        new(3, ["task-board-13-arch.md", "task-board-17-arch-js.md"]),
        new(null, ["task-board-17-arch-js.md"]),
        new(null, ["task-board-13-arch.md", "task-board-15-arch-data.md", "task-board-27-ui-spec.md"]),
        new(null, ["task-board-01-base-vision.md", "task-board-17-arch-js.md", "task-board-27-ui-spec.md", "task-board-43-diagrams.md"]),
    ];

    private readonly TempFolder folder = new();
    private readonly Dictionary<Revision, string> references = [];
    private RunId run;
    private int stores;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void R7_R8_R10_R11_A1_A5_kill_9_at_random_moments_of_a_revision_loses_nothing_acknowledged_and_gives_the_bundle_of_an_undisturbed_one()
    {
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        Prepare();
        var clock = Stopwatch.StartNew();
        var tally = new Tally();
        while (Product.Soak ? tally.Kills < SoakKills : clock.Elapsed < Box)
        {
            var revision = Revisions[random.Next(Revisions.Length)];
            try
            {
                Live(revision, random, tally);
            }
            catch (Exception exception)
            {
                output.WriteLine($"seed {seed}, life {tally.Lives}: {revision}\n{exception.Message}");
                throw;
            }
        }

        var rounds = $"Revisions: seed {seed}: {tally} in {clock.Elapsed.TotalSeconds:0} s";
        output.WriteLine(rounds);
        // ./test prints these lines at its end.
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) File.AppendAllText(log, rounds + "\n");
        if (Product.Soak) tally.Before.ShouldBeGreaterThan(0, "no kill came before the revision was recorded");
        tally.After.ShouldBeGreaterThan(0, "no kill ever hit a revision that was recorded: the suite proved nothing");
    }

    // A complete run whose files come from a folder; then every file of the folder gets a sentence more, so that what is drafted again differs.
    private void Prepare()
    {
        Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--store", folder["first"]).ShouldExit(0);
        Product.Run(folder.Path, "run", "bundle", "-o", "out.zip", "--store", folder["first"]).ShouldExit(0);
        ZipFile.ExtractToDirectory(folder["out.zip"], folder["docs"]);
        File.Delete(Path.Combine(folder["docs"], "README.md"));
        Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--agent", "folder=docs", "--store", folder["base"]).ShouldExit(0);
        run = StoredRun.Read(folder["base"]).State.Id;
        foreach (var file in Directory.GetFiles(folder["docs"])) File.AppendAllText(file, Sentence);
        foreach (var (edit, number) in Revisions.Select((r, i) => (r, i)).Where(r => r.r.Phase is null))
        {
            Product.Run(folder.Path, "run", "checkout", $"co{number}", "--store", folder["base"]).ShouldExit(0);
            foreach (var file in edit.Files) File.AppendAllText(Path.Combine(folder[$"co{number}"], file), Sentence);
        }
    }

    private string[] Command(Revision revision, string store) =>
    [
        .. revision.Phase is { } phase
            ? ["run", "regenerate", "--phase", $"{phase}", .. revision.Files.SelectMany(f => new[] { "--file", f })]
            : new[] { "run", "edit", "--from", $"co{Array.IndexOf(Revisions, revision)}" },
        "--reason", "a sentence was missing", "--store", store, "--quiet",
    ];

    // The bundle of the same revision that nobody disturbed.
    private string Reference(Revision revision)
    {
        if (references.TryGetValue(revision, out var known)) return known;
        var store = folder[$"reference{references.Count}"];
        StoredRun.Copy(folder["base"], store);
        var reference = Product.Run(folder.Path, [.. Command(revision, store), "--json"]).ShouldExit(0).BundleHash;
        reference.ShouldNotBe(StoredRun.Read(folder["base"]).State.Bundle!.Hash.Value, "a revision that changes nothing proves nothing");
        return references[revision] = reference;
    }

    private void Live(Revision revision, SplitMix random, Tally tally)
    {
        var reference = Reference(revision);
        var store = folder[$"s{stores++}"];
        StoredRun.Copy(folder["base"], store);
        var begun = StoredRun.Read(store);
        IReadOnlyList<StoredEvent> known = begun.Events;
        for (var tries = 0; ; tries++)
        {
            var isRecorded = known.Count > begun.Events.Count;
            if (isRecorded && known[^1].Type != "run.completed" && random.Next(4) == 0)
            {
                // The same command again while the run is on its way: refused in words, and nothing happens.
                Product.Run(folder.Path, Command(revision, store)).ShouldExit(5).Error.ShouldContain(" is running; ");
                tally.Refused++;
            }

            string[] next = isRecorded ? ["run", "resume", "--store", store, "--quiet"] : Command(revision, store);
            // At a random moment, or at a random event: most of them are written in a small part of the time.
            var ended = random.Next(3) == 0
                ? Disturb(next, TimeSpan.FromMilliseconds(60 + random.Next(tries > 8 ? 4000 : 900)), store, long.MaxValue)
                : Disturb(next, TimeSpan.FromMinutes(1), store, known.Count + 1 + random.Next(25));
            // Whatever was seen once is there for ever.
            var now = StoredRun.Read(store);
            now.Events.Take(known.Count).ShouldBe(known, "R10: an event was lost or changed");
            known = now.Events;
            if (ended) break;
            tally.Kills++;
            if (known.Count == begun.Events.Count) tally.Before++;
            else tally.After++;
        }

        tally.Lives++;
        Check(revision, store, begun, reference);
        Directory.Delete(store, recursive: true);
    }

    // Lets a process go until a moment or an event; whether it came to its end by itself.
    private bool Disturb(string[] command, TimeSpan patience, string store, long version)
    {
        using var process = Product.StartProgram(folder.Path, null, command);
        using (var opened = EmbeddedStore.Open(store, TimeProvider.System, Path.GetRandomFileName))
        {
            var clock = Stopwatch.StartNew();
            var wait = TimeSpan.FromMilliseconds(version == long.MaxValue ? 20 : 1);
            while (!process.WaitForExit(wait) && clock.Elapsed < patience && opened.Leases.PeekAsync(run, default).AsTask().GetAwaiter().GetResult()!.Version < version)
            {
            }
        }

        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
            // It may have ended by itself in this very moment.
            if (process.ExitCode != 0) return false;
        }

        process.ExitCode.ShouldBe(0, process.StandardError.ReadToEnd());
        return true;
    }

    private void Check(Revision revision, string store, StoredRun begun, string reference)
    {
        var done = StoredRun.Read(store);
        done.State.Status.ShouldBe(RunStatus.Complete);
        done.State.Bundle!.Hash.Value.ShouldBe(reference, "A6");
        var after = done.After(begun.Version).Select(e => e.Event).ToList();
        after.Count(e => e is RunEvent.Edited or RunEvent.RegenerationRequested).ShouldBe(1, "recorded once");
        var before = begun.State.Active(ArtifactType.CoreDoc).ToDictionary(a => a.FileName, StringComparer.Ordinal);
        var changed = revision.Files.Count > 0 ? revision.Files : before.Values.Where(a => a.Path.StartsWith($"phase{revision.Phase}/", StringComparison.Ordinal)).Select(a => a.FileName);
        var written = after.OfType<RunEvent.ArtifactWritten>().Where(e => e.Artifact.Type == ArtifactType.CoreDoc).Select(e => e.Artifact.FileName);
        written.Order(StringComparer.Ordinal).ShouldBe(changed.Order(StringComparer.Ordinal), "each target once, and nothing else (R7, R11)");
        foreach (var now in done.State.Active(ArtifactType.CoreDoc))
        {
            if (changed.Contains(now.FileName)) now.Hash.ShouldBe(ContentHash.Of(File.ReadAllBytes(Path.Combine(folder["docs"], now.FileName))), now.Path);
            else (now.Path, now.Hash).ShouldBe((before[now.FileName].Path, before[now.FileName].Hash));
        }

        Product.Run(folder.Path, "verify", "--store", store).ShouldExit(0);
    }

    /// <summary>A regeneration of a phase, of all its files or some; without a phase an edit of files.</summary>
    private sealed record Revision(int? Phase, IReadOnlyList<string> Files)
    {
        public override string ToString() => $"{(Phase is { } phase ? $"regenerate phase {phase}" : "edit")} {string.Join(", ", Files)}";
    }

    private sealed class Tally
    {
        public int Kills { get; set; }

        public int Lives { get; set; }

        public int Before { get; set; }

        public int After { get; set; }

        public int Refused { get; set; }

        public override string ToString() => $"{Kills} kills over {Lives} revisions, {Before} before and {After} after the revision was recorded, {Refused} repeated commands refused";
    }
}
