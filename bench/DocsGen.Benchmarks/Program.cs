using System.Diagnostics;
using System.Globalization;
using DocsGen.Benchmarks;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Drafting;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Driving;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Storage;

// The main job, phases 0-5 on samples/task-board with a store of its own each time: the first run of the process beside the later ones.
//   dotnet run -c Release --project bench/DocsGen.Benchmarks [ROUNDS]
//   dotnet run -c Release --project bench/DocsGen.Benchmarks diff [FILES]    'docsgen run diff' of two large runs, as a whole process
//   dotnet run -c Release --project bench/DocsGen.Benchmarks sync [TREE]     push, accept, publish and pull of 500 and 10,000 files on both engines, beside git; then an incremental pull of 10 among N (100,000; 0 for none). ENGINE: SQLite, PostgreSQL or git alone
//   dotnet run -c Release --project bench/DocsGen.Benchmarks verify [TREE]   'docsgen verify' of 10,000 published files, in this process and as a whole one, beside 'git fsck --full' of the same files; the program is the one that ./docsgen built
//   dotnet run -c Release --project bench/DocsGen.Benchmarks http [TREE]     the server over HTTP on both engines, beside git's daemon; the program is the one that ./docsgen built
//   dotnet run -c Release --project bench/DocsGen.Benchmarks validate [TREE] 'docsgen validate' on 10,000 generated files and on a tree of Markdown, beside other link checkers (bench/peers, npm ci), as whole processes; the program is the one that ./docsgen built. Then a gate's 45 files
if (args is ["validate", ..]) return await ValidateBenchmark.RunAsync(FindRoot(), args.Length > 1 ? args[1] : null);
if (args is ["validate-peak", ..]) return ValidateBenchmark.Peak(args[1..]);
if (args is ["http", ..]) return await HttpBenchmark.RunAsync(FindRoot(), args.Length > 1 ? args[1] : null);
if (args is ["sync", ..]) return await SyncBenchmark.RunAsync(args.Length > 1 ? args[1] : null, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 100_000, args.Length > 3 ? args[3] : null);
if (args is ["verify", ..]) return await VerifyBenchmark.RunAsync(FindRoot(), args.Length > 1 ? args[1] : null);
if (args is ["diff", ..]) return await LargeDiff.RunAsync(FindRoot(), args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000);
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
var sample = Path.Combine(FindRoot(), "samples", "task-board");
var requirements = await File.ReadAllBytesAsync(Path.Combine(sample, "requirements.json"));
var host = new HostStructure([.. Directory.EnumerateFiles(Path.Combine(sample, "host"), "*", SearchOption.AllDirectories)
    .Select(f => Path.GetRelativePath(Path.Combine(sample, "host"), f)).Order(StringComparer.Ordinal)]);
var times = new List<double>();
var hashes = new HashSet<string>(StringComparer.Ordinal);
var agent = new TemplateAgent();
for (var round = 0; round < rounds; round++) times.Add(await RunOnceAsync());
var warm = times.Skip(rounds / 2).Order().ToList();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first run of the process {times[0]:0} ms; later runs median {warm[warm.Count / 2]:0} ms, best {warm[0]:0} ms; ratio {times[0] / warm[warm.Count / 2]:0.0}; {rounds} rounds, {hashes.Count} distinct bundle"));
return hashes.Count == 1 ? 0 : 1;

async Task<double> RunOnceAsync()
{
    var folder = Path.Combine(Path.GetTempPath(), "docsgen-bench", Path.GetRandomFileName());
    Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
    try
    {
        using var store = EmbeddedStore.Open(folder, TimeProvider.System, Path.GetRandomFileName);
        var ports = new RunPorts(store.Runs, store.Leases, store.Artifacts, store.Blobs, TimeProvider.System);
        var clock = Stopwatch.StartNew();
        var formula = BuiltInFormulas.Load("plugin");
        var read = RequirementsReader.Read(requirements).Requirements!;
        var settings = new RunSettings
        {
            Slug = read.Plugin.Slug,
            Name = read.Plugin.Name,
            Formula = formula.Name,
            FormulaVersion = formula.Version,
            Profile = "full",
            Strictness = Strictness.Strict,
            ReviewMode = ReviewMode.Batch,
            Agent = "template",
            Tool = "bench",
        };
        var package = FormulaPackage.Of(formula, BuiltInFormulas.Source("plugin"));
        var run = await new StartRun(ports).ExecuteAsync(new() { Settings = settings, Requirements = requirements, Formula = package, Host = host }, Actor.User("bench"), default);
        var outcome = await new DriveRun(ports, agent, new()).ExecuteAsync(run.Id, agent, new("bench", ""), new Silent(), default);
        var elapsed = clock.Elapsed.TotalMilliseconds;
        hashes.Add(((DriveOutcome.Stopped)outcome).State.Bundle!.Hash.Value);
        return elapsed;
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

static string FindRoot()
{
    var folder = new DirectoryInfo(AppContext.BaseDirectory);
    while (!File.Exists(Path.Combine(folder!.FullName, "DocsGen.slnx"))) folder = folder.Parent;
    return folder.FullName;
}
