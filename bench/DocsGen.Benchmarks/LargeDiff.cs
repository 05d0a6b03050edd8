using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Storage;

namespace DocsGen.Benchmarks;

/// <summary>Two runs of many files, of which a tenth differ, compared by the published program: wall clock and peak memory of the whole process.</summary>
internal static class LargeDiff
{
    private const int LinesPerFile = 100;
    private const int Rounds = 5;

    public static async Task<int> RunAsync(string root, int files)
    {
        var folder = Path.Combine(Path.GetTempPath(), "docsgen-bench", Path.GetRandomFileName());
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        try
        {
            using (var store = EmbeddedStore.Open(folder, TimeProvider.System, Path.GetRandomFileName))
            {
                for (var version = 1; version <= 2; version++) await WriteAsync(root, store, files, version);
            }

            var runs = Output(root, folder, "run", "list", "--json").Text;
            using var list = JsonDocument.Parse(runs);
            var ids = list.RootElement.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("id").GetString()!).Order(StringComparer.Ordinal).ToList();
            foreach (var extra in new[] { Array.Empty<string>(), ["--json"], ["--html", folder + ".html"] })
            {
                var measured = Enumerable.Range(0, Rounds).Select(_ => Output(root, folder, ["run", "diff", ids[0], ids[1], .. extra])).ToList();
                var times = measured.Select(m => m.Milliseconds).Order().ToList();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"run diff {string.Join(' ', extra.Take(1)),-6} of 2 runs of {files} files: median {times[Rounds / 2]:0} ms, best {times[0]:0} ms, peak memory {measured.Max(m => m.PeakMegabytes)} MB; {Rounds} rounds"));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            File.Delete(folder + ".html");
        }
    }

    private static (string Text, double Milliseconds, long PeakMegabytes) Output(string root, string store, params string[] command)
    {
        var start = new ProcessStartInfo(Path.Combine(root, "artifacts", "docsgen", "docsgen")) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in command.Concat(["--store", store])) start.ArgumentList.Add(argument);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        while (!process.WaitForExit(5)) peak = Math.Max(peak, Peak(process.Id));
        return (text.Result, clock.Elapsed.TotalMilliseconds, peak / 1024);
    }

    // Kilobytes; the kernel remembers the highest, so that the last look before the end counts.
    private static long Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended between two looks.
            return 0;
        }
    }

    // The run machine's own commands, all in one commit: a driven run has the same events, one commit each.
    private static async Task WriteAsync(string root, EmbeddedStore store, int files, int version)
    {
        var ports = new RunPorts(store.Runs, store.Leases, store.Artifacts, store.Blobs, TimeProvider.System);
        var json = Encoding.UTF8.GetBytes(FormulaJson(files));
        var formula = FormulaReader.Read(json, new Dictionary<string, string>(StringComparer.Ordinal)).Formula!;
        var requirements = await File.ReadAllBytesAsync(Path.Combine(root, "samples", "minimal", "requirements.json"));
        var read = RequirementsReader.Read(requirements).Requirements!;
        var settings = new RunSettings
        {
            Slug = read.Plugin.Slug,
            Name = read.Plugin.Name,
            Formula = formula.Name,
            FormulaVersion = formula.Version,
            Profile = "full",
            Strictness = Strictness.Lenient,
            ReviewMode = ReviewMode.Batch,
            Agent = "template",
            Tool = "bench",
        };
        var start = await new StartRun(ports).ExecuteAsync(new() { Settings = settings, Requirements = requirements, Formula = FormulaPackage.Of(formula, json) }, Actor.User("bench"), default);
        var script = new Script(ports, start);
        script.Do(new RunCommand.TakeUp("bench", null, null));
        script.Do(new RunCommand.StartPhase(0, "a", []));
        await script.JudgeAsync();
        script.Do(new RunCommand.StartPhase(1, "a", []));
        var plan = FilePlanner.Plan(formula, "full", read);
        await script.WriteAsync("plan.json", PlannedFilesJson.Write(plan), ArtifactType.Plan);
        for (var number = 0; number < files; number++) await script.WriteAsync(plan.Files[number].Name, TextOf(number, version), ArtifactType.CoreDoc);
        await script.JudgeAsync();
        await script.CommitAsync();
    }

    private static ReadOnlyMemory<byte> TextOf(int number, int version)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# File {number}\n\n");
        for (var line = 0; line < LinesPerFile; line++)
        {
            var changed = number % 10 == 0 && line % 20 == 0 ? version : 0;
            text.Append(CultureInfo.InvariantCulture, $"Line {line} of file {number} says {(line * 31) + number + changed}.\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private sealed class Script
    {
        private readonly RunPorts ports;
        private readonly long before;
        private readonly List<StoredEvent> events = [];
        private readonly List<NewArtifact> artifacts = [];
        private RunState state;

        public Script(RunPorts ports, RunState start) => (this.ports, state, before) = (ports, start, start.Version);

        public void Do(RunCommand command)
        {
            var accepted = (RunDecision.Accepted)RunMachine.Decide(state, command);
            (state, var stored) = RunLog.Append(state, accepted.Events, Actor.Tool, TimeProvider.System.GetUtcNow());
            events.AddRange(stored);
        }

        public async Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, ArtifactType type) => Do(new RunCommand.RecordArtifact(await StageAsync(name, bytes, type)));

        public async Task JudgeAsync()
        {
            Do(new RunCommand.StartValidation());
            var report = await StageAsync("report.md", Encoding.UTF8.GetBytes("# Report\n"), ArtifactType.Report);
            var manifest = await StageAsync(ManifestSnapshot.FileName, ManifestSnapshot.Write(state, report, [], opens: true), ArtifactType.Manifest);
            Do(new RunCommand.RecordVerdict(new(0, 0, 0, report.Path, manifest.Hash, null, ManifestSnapshot.Basis(state)), [report, manifest], AsksForApproval: false));
        }

        public async Task CommitAsync()
        {
            var outcome = await ports.Runs.CommitAsync(new() { After = state, ExpectedVersion = before, Events = events, Artifacts = artifacts }, default);
            Console.WriteLine($"{state.Id}: {outcome}");
        }

        private async Task<WrittenArtifact> StageAsync(string name, ReadOnlyMemory<byte> bytes, ArtifactType type)
        {
            var staged = await ports.Blobs.StageAsync(bytes, default);
            var path = $"{state.Current!.Id.Folder}/{name}";
            artifacts.Add(new(LogicalPath.In(state.Id, path), staged, type, Actor.Tool, TimeProvider.System.GetUtcNow()));
            return new(path, staged.Hash, staged.Size, type, null);
        }
    }

    private static string FormulaJson(int files)
    {
        var specs = Enumerable.Range(0, files).Select(i => string.Create(
            CultureInfo.InvariantCulture, $$"""{ "role": "r{{i}}", "pattern": "{slug}-{{i}}.md", "title": "File {{i}}", "parent": {{(i == 0 ? "null" : "\"r0\"")}}, "template": "t", "navigation": false }"""));
        return $$"""
            {
              "name": "large", "version": "1", "title": "Large",
              "phases": [
                { "number": 0, "name": "Preflight", "agent": "a", "passed_report": "00.md", "failed_report": "00-failed.md" },
                { "number": 1, "name": "All", "agent": "a", "passed_report": "01.md", "failed_report": "01-failed.md", "plan": "plan.json", "files": [{{string.Join(",\n", specs)}}] }
              ],
              "profiles": [{ "name": "full" }],
              "rules": [{ "id": "structure.h1" }],
              "completeness": { "strict": 0, "lenient": 0 }
            }
            """;
    }
}
