using System.Diagnostics;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Tests.Runs.Model;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests;

/// <summary>People who decide on one run at once, each from a process of their own.</summary>
public sealed class RevisionRaceTests(ITestOutputHelper output) : IDisposable
{
    private const int SoakRounds = 200;
    private const int Crowd = 5;
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Bases = ["waiting", "failed", "complete"];

    private readonly TempFolder folder = new();
    private readonly SortedDictionary<string, int> tally = new(StringComparer.Ordinal);
    private string fingerprint = "";

    public void Dispose() => folder.Dispose();

    [Fact]
    public void R1_R2_R4_R10_of_many_processes_that_decide_on_one_run_at_once_each_is_decided_once_and_losers_are_refused_in_words()
    {
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        Prepare();
        var clock = Stopwatch.StartNew();
        var rounds = 0;
        for (; Product.Soak ? rounds < SoakRounds : clock.Elapsed < Box; rounds++)
        {
            var store = folder[$"s{rounds}"];
            var from = Bases[random.Next(Bases.Length)];
            StoredRun.Copy(folder[from], store);
            var contenders = Contenders(from, store, random);
            try
            {
                Race(store, contenders);
            }
            catch (Exception exception)
            {
                output.WriteLine($"seed {seed}, round {rounds} from {from}\n{string.Join('\n', contenders)}\n{exception.Message}");
                throw;
            }

            Directory.Delete(store, recursive: true);
        }

        var line = $"Revision races: seed {seed}: {rounds} rounds of {Crowd} processes: {string.Join(", ", tally.Select(t => $"{t.Value} {t.Key}"))} in {clock.Elapsed.TotalSeconds:0} s";
        output.WriteLine(line);
        // ./test prints these lines at its end.
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) File.AppendAllText(log, line + "\n");
        tally.GetValueOrDefault("refused").ShouldBeGreaterThan(0, "nobody ever lost: there was no race");
        if (rounds >= 10) tally.Count(t => t.Key.StartsWith("won by", StringComparison.Ordinal)).ShouldBeGreaterThan(1, "the same command won every time");
    }

    // Three runs that stand still: one waits for an approval, one failed at errors that may be overridden, one is complete. Each has a checkout with an edit.
    private void Prepare()
    {
        Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--auto-approve", "0,1,2", "--store", folder["waiting"]).ShouldExit(4);
        Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--store", folder["complete"]).ShouldExit(0);
        StoredRun.Copy(folder["complete"], folder["failed"]);
        Product.Run(folder.Path, "run", "checkout", "disputed", "--store", folder["failed"]).ShouldExit(0);
        var file = Path.Combine(folder["disputed"], "link-shelf-22-arch-performance.md");
        File.WriteAllLines(file, File.ReadAllLines(file).Select(l => l.Replace("p95_save_ms", "as agreed", StringComparison.Ordinal)));
        Product.Run(folder.Path, "run", "edit", "--from", "disputed", "--reason", "disputed", "--store", folder["failed"]).ShouldExit(3);
        fingerprint = Product.Run(folder.Path, "run", "issues", "--store", folder["failed"], "--json").Json.GetProperty("issues").EnumerateArray()
            .Single(i => i.GetProperty("rule").ValueEquals("performance.undocumented")).GetProperty("fingerprint").GetString()!;
        foreach (var store in Bases)
        {
            Product.Run(folder.Path, "run", "checkout", $"{store}-co", "--store", folder[store]).ShouldExit(0);
            File.AppendAllText(Path.Combine(folder[$"{store}-co"], "link-shelf-17-arch-js.md"), "\nOne sentence more.\n");
        }
    }

    // No cancel in most rounds, since nothing comes after it. One contender asks for what every base allows, so that somebody can win.
    private List<Contender> Contenders(string from, string store, SplitMix random)
    {
        var waits = StoredRun.Read(store).State.Current!.Id;
        var isRecordOnly = random.Next(2) == 0;
        return [.. Enumerable.Range(0, Crowd).Select(i =>
        {
            string[] what = (i == 1 ? 1 + random.Next(3) : random.Next(i == 0 ? 6 : 5)) switch
            {
                0 => ["run", "approve", "--execution", waits.Value],
                1 => ["run", "regenerate", "--phase", "3", "--file", "link-shelf-13-arch.md", "--reason", "race"],
                2 => ["run", "edit", "--from", $"{from}-co", "--reason", "race"],
                3 => ["run", "revalidate", "--phase", random.Next(2) == 0 ? "2" : "3", "--reason", "race"],
                4 => ["run", "override", "--issue", fingerprint, "--expires", "10d", "--reason", "race"],
                _ => ["run", "cancel", "--reason", "race"],
            };
            var drives = what[1] != "cancel" && !isRecordOnly && random.Next(3) > 0;
            string[] rest = ["--store", store, "--quiet", .. drives || what[1] == "cancel" ? Array.Empty<string>() : ["--no-drive"]];
            return new Contender($"p{i}", what[1], drives, [.. what, .. rest]);
        })];
    }

    private void Race(string store, List<Contender> contenders)
    {
        var begun = StoredRun.Read(store);
        foreach (var contender in contenders) contender.Start(folder.Path);
        var clock = Stopwatch.StartNew();
        foreach (var contender in contenders) contender.Await(Patience - clock.Elapsed);
        var run = StoredRun.Read(store);
        var happened = run.After(begun.Version).ToList();
        happened.ShouldNotBeEmpty("somebody must win");
        foreach (var contender in contenders) Judge(contender, happened.Count(e => e.Actor == Actor.User(contender.Name)));
        var decisions = happened.Where(e => e.Actor.Kind == ActorKind.User && e.Event is not RunEvent.PhaseStale).ToList();
        // Where nobody drives, the run stands where the first put it: only a cancel still goes.
        if (contenders.All(c => !c.Drives)) decisions.Count(e => e.Event is not RunEvent.Canceled).ShouldBeLessThanOrEqualTo(1);
        happened[0].ShouldBe(decisions[0], "what happened first, somebody decided");
        Count($"won by {contenders.Single(c => Actor.User(c.Name) == decisions[0].Actor).Verb}");

        // Whatever was only recorded goes on from there.
        if (run.State.Status == RunStatus.Running) Product.Run(folder.Path, "run", "resume", "--store", store, "--quiet").ExitCode.ShouldBeOneOf(0, 3, 4);
        StoredRun.Read(store).State.Status.ShouldNotBe(RunStatus.Running);
        Product.Run(folder.Path, "verify", "--store", store).ShouldExit(0);
    }

    private void Judge(Contender contender, int events)
    {
        var (code, error) = (contender.ExitCode, contender.Error);
        error.ShouldNotContain("Unexpected", Case.Insensitive, contender.ToString());
        // An approval or cancel that somebody else was first with answers what is there.
        var mayRepeat = contender.Verb is "approve" or "cancel";
        if (!contender.Drives) code.ShouldBeOneOf([0, 5], contender.ToString());
        else code.ShouldBeOneOf([0, 3, 4, 5], contender.ToString());
        if (code != 5) (events > 0 || mayRepeat).ShouldBeTrue($"{contender}: it said done, and nothing is recorded");
        if (code == 5 && !contender.Drives) events.ShouldBe(0, $"{contender}: it was refused, and something is recorded");
        if (code == 5 && events == 0)
        {
            error.ShouldStartWith("error: ", Case.Sensitive, contender.ToString());
            error.Trim().ShouldEndWith(".", Case.Sensitive, contender.ToString());
            Count("refused");
        }
        else if (events > 0)
        {
            Count("recorded");
        }
        else
        {
            Count("repeated");
        }
    }

    private void Count(string what) => tally[what] = tally.GetValueOrDefault(what) + 1;

    /// <summary>One person's process.</summary>
    private sealed class Contender(string name, string verb, bool drives, string[] args)
    {
        private Process? process;
        private Task<string>? output;
        private Task<string>? error;

        public string Name { get; } = name;

        public string Verb { get; } = verb;

        public bool Drives { get; } = drives;

        public int ExitCode { get; private set; } = -1;

        public string Error { get; private set; } = "";

        public void Start(string folder)
        {
            process = Product.StartProgram(folder, new Dictionary<string, string>(StringComparer.Ordinal) { ["DOCSGEN_USER"] = Name }, args);
            (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        }

        public void Await(TimeSpan patience)
        {
            using (process)
            {
                var ended = process!.WaitForExit(patience > TimeSpan.Zero ? patience : TimeSpan.Zero);
                if (!ended) process.Kill();
                ended.ShouldBeTrue($"{this} hangs");
                (ExitCode, Error) = (process.ExitCode, error!.GetAwaiter().GetResult());
                _ = output!.GetAwaiter().GetResult();
            }
        }

        public override string ToString() => $"{Name}: {string.Join(' ', args)} -> {ExitCode} {Error}";
    }
}
