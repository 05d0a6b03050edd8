using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Benchmarks;

/// <summary>
/// <c>docsgen validate</c> on trees of Markdown, cold and again with nothing changed, beside markdown-link-check on the same trees in the same run, and
/// remark-validate-links once on 1,000 of the files: wall clock and peak memory of whole processes. Then 45 files inside this process, as a gate has them.
/// </summary>
internal static partial class ValidateBenchmark
{
    private const int Rounds = 5;
    private const int Few = 1000;

    /// <summary>Measures a generated tree of 10,000 files, and one that is given. The peers are left out where they are not installed (bench/peers, <c>npm ci</c>).</summary>
    public static async Task<int> RunAsync(string root, string? tree)
    {
        var folder = Directory.CreateTempSubdirectory("docsgen-validate-").FullName;
        try
        {
            var made = Path.Combine(folder, "generated");
            GeneratedTree.Write(made, files: 10_000, seed: 20_260_101);
            Measure(root, folder, "generated", made, withRemark: tree is null);
            if (tree is not null) Measure(root, folder, Path.GetFileName(Path.TrimEndingDirectorySeparator(tree)), tree, withRemark: true);
            await GateAsync(root, folder);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs one command to its end and prints how long it took, in milliseconds, and the most memory that it had, in KiB: what the system keeps of a child that ended.</summary>
    public static int Peak(string[] command)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        process.WaitForExit();
        var elapsed = clock.ElapsedMilliseconds;
        if (process.ExitCode is not (0 or 1 or 3)) throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {errors.Result}");
        var usage = new long[36];
        if (GetUsage(OfChildren, usage) != 0) throw new InvalidOperationException("getrusage failed.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed} {usage[4]}"));
        return 0;
    }

    private static void Measure(string root, string folder, string what, string tree, bool withRemark)
    {
        var files = Directory.GetFiles(tree, "*.md", SearchOption.AllDirectories);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {files.Length} files, {files.Sum(f => new FileInfo(f).Length) / 1_000_000} MB"));
        var product = Path.Combine(root, "artifacts", "docsgen", "docsgen.dll");
        var cache = Path.Combine(folder, "cache");
        var ours = new Figures("docsgen validate");
        var again = new Figures("docsgen validate, nothing changed");
        var peer = new Figures("markdown-link-check");
        var checker = Path.Combine(root, "bench", "peers", "verdicts.mjs");
        var hasPeers = Directory.Exists(Path.Combine(root, "bench", "peers", "node_modules"));
        for (var round = 0; round < Rounds; round++)
        {
            if (Directory.Exists(cache)) Directory.Delete(cache, recursive: true);
            ours.Add(cache, "dotnet", product, "validate", tree, "--json");
            again.Add(cache, "dotnet", product, "validate", tree, "--json");
            if (hasPeers && round < 2) peer.Add(cache, "node", checker, tree);
        }

        ours.Print(ours);
        again.Print(ours);
        if (!hasPeers) return;
        peer.Print(ours);
        if (!withRemark) return;

        // Every tenth file, so that they come from everywhere.
        var list = Path.Combine(folder, "few.txt");
        File.WriteAllLines(list, files.Order(StringComparer.Ordinal).Where((_, i) => i % Math.Max(1, files.Length / Few) == 0).Take(Few).Select(f => Path.GetRelativePath(tree, f)));
        var remark = new Figures($"remark-validate-links, {Few} of the files");
        remark.Add(cache, "node", Path.Combine(root, "bench", "peers", "remark.mjs"), tree, list);
        remark.Print(ours);
    }

    // All rules of the final gate over the sample's 45 files, in a process that is warm.
    private static async Task GateAsync(string root, string folder)
    {
        var requirements = Path.Combine(root, "samples", "task-board", "requirements.json");
        var bundle = Path.Combine(folder, "bundle");
        foreach (string[] step in new[] { new[] { "run", "start", Path.GetDirectoryName(requirements)!, "--review-mode", "batch", "--store", Path.Combine(folder, "store") }, ["run", "bundle", "-o", bundle + ".zip", "--store", Path.Combine(folder, "store")] })
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(root, "artifacts", "docsgen", "docsgen.dll"), .. step]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
        }

        await ZipFile.ExtractToDirectoryAsync(bundle + ".zip", bundle);
        var request = new FolderRequest
        {
            Documents = [.. Directory.GetFiles(bundle, "*.md").Where(f => Path.GetFileName(f) != "README.md").Order(StringComparer.Ordinal).Select(f => new DocumentSource(Path.GetFileName(f), File.ReadAllBytes(f)))],
            Formula = BuiltInFormulas.Load("plugin"),
            Requirements = RequirementsReader.Read(await File.ReadAllBytesAsync(requirements)).Requirements,
            Today = new(2026, 1, 1),
        };
        var times = new List<double>();
        for (var round = 0; round < 100; round++)
        {
            var clock = Stopwatch.StartNew();
            if (!FolderValidation.Validate(request).Passed) throw new InvalidOperationException("The sample does not pass.");
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        var warm = times.Skip(50).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"final gate, {request.Documents.Count} files, inside a process: first {times[0]:0} ms, then median {warm[warm.Count / 2]:0.0} ms, worst {warm[^1]:0.0} ms"));
    }

    private const int OfChildren = -1;

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, [Out] long[] usage);

    /// <summary>Times and peaks of one command over some rounds.</summary>
    private sealed class Figures(string name)
    {
        private readonly List<double> seconds = [];
        private long peak;

        private double Median => seconds.Order().ElementAt(seconds.Count / 2);

        public void Add(string cache, params string[] command)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(ValidateBenchmark).Assembly.Location, "validate-peak", .. command]) { RedirectStandardOutput = true, UseShellExecute = false };
            start.Environment["XDG_CACHE_HOME"] = cache;
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEnd().Split(' ');
            process.WaitForExit();
            seconds.Add(double.Parse(said[0], CultureInfo.InvariantCulture) / 1000);
            peak = Math.Max(peak, long.Parse(said[1].Trim(), CultureInfo.InvariantCulture) / 1024);
        }

        public void Print(Figures beside) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {name,-44} median {Median,7:0.00} s  best {seconds.Min(),7:0.00} s  {peak,5} MB  x {Median / beside.Median:0.00}  ({seconds.Count} rounds)"));
    }
}
