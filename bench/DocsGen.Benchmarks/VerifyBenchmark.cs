using System.Diagnostics;
using System.Globalization;
using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Storage;

namespace DocsGen.Benchmarks;

/// <summary>What it takes to prove 10,000 published files of 4.9 KB: the checks of <c>docsgen verify</c> in a warm process and as a whole process, beside <c>git fsck --full</c>, in turns.</summary>
internal static class VerifyBenchmark
{
    private const int Rounds = 7;
    private const int Count = 10_000;
    private static readonly Actor Ada = Actor.User("ada");

    public static async Task<int> RunAsync(string root, string? tree)
    {
        var files = tree is null ? Made() : SyncBenchmark.Read(tree, Count);
        var folder = Directory.CreateTempSubdirectory("docsgen-bench").FullName;
        try
        {
            var place = Path.Combine(folder, "store");
            using (var store = EmbeddedStore.Open(place, TimeProvider.System, Path.GetRandomFileName)) await FillAsync(store, files);
            var work = MakeRepository(folder, files);
            var (within, process, git) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                within.Add(await WithinAsync(place));
                process.Add(Run("dotnet", folder, Path.Combine(root, "artifacts", "docsgen", "docsgen.dll"), "verify", "--store", place, "--quiet"));
                git.Add(Run("git", work, "fsck", "--full", "--no-progress"));
            }

            // Git keeps files one by one until it packs them; both are fair to be beside.
            Run("git", work, "gc", "-q");
            var packed = Enumerable.Range(0, Rounds).Select(_ => Run("git", work, "fsck", "--full", "--no-progress")).ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Count} files, {files.Sum(f => f.Bytes.Length) / 1e6:0.0} MB; median of {Rounds}, ms: verify in a warm process {Median(within):0}, docsgen verify {Median(process):0}, git fsck --full {Median(git):0}, and {Median(packed):0} when packed"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> WithinAsync(string place)
    {
        var clock = Stopwatch.StartNew();
        using var store = EmbeddedStore.Open(place, TimeProvider.System, Path.GetRandomFileName);
        var survey = await store.Check.SurveyAsync(new Progress<long>(), default);
        var space = await new VerifySpace(store.SpaceRecords, new(store.Blobs, survey)).ExecuteAsync(1, default);
        return survey.Problems.Count + space.Problems.Count == 0 ? clock.Elapsed.TotalMilliseconds : throw new InvalidOperationException(string.Join('\n', survey.Problems.Concat(space.Problems)));
    }

    private static async Task FillAsync(EmbeddedStore store, IReadOnlyList<(string Path, byte[] Bytes)> files)
    {
        var space = SyncBenchmark.Done(await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse("bench"), null, new(), Ada, default));
        var pushed = new List<PushedFile>(files.Count);
        foreach (var (path, bytes) in files) pushed.Add(await PushedFiles.UpsertAsync(store.Blobs, FileId.Parse($"f-{ContentHash.Of(path).Value[..24]}"), ServerPath.Parse(path), 0, bytes, default));
        var id = SyncBenchmark.Done(await new PushChangeset(store.Sync).ExecuteAsync(space, new() { ClientId = "one", Message = "bench", Files = pushed }, Ada, default)).Changeset.Id;
        SyncBenchmark.Done(await new ReviewChangeset(store.Sync).DecideAllAsync(space, id, DecisionKind.Accept, null, Ada, default));
        SyncBenchmark.Done(await new PublishChangeset(store.Sync, TimeProvider.System).ExecuteAsync(space, id, new() { Process = LocalProcess.Current }, Ada, default));
    }

    private static string MakeRepository(string folder, IReadOnlyList<(string Path, byte[] Bytes)> files)
    {
        var work = Path.Combine(folder, "work");
        Run("git", folder, "init", "-q", "work");
        // Else a commit packs what it made behind everybody's back, while it is being checked.
        Run("git", work, "config", "gc.auto", "0");
        Run("git", work, "config", "maintenance.auto", "false");
        foreach (var (path, bytes) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(work, path))!);
            File.WriteAllBytes(Path.Combine(work, path), bytes);
        }

        Run("git", work, "add", "-A");
        Run("git", work, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "bench");
        return work;
    }

    // Texts of words, of the size of real pages.
    private static List<(string Path, byte[] Bytes)> Made() =>
        [.. Enumerable.Range(0, Count).Select(n => (
            string.Create(CultureInfo.InvariantCulture, $"docs/{n / 100}/{n}.md"),
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(i => string.Create(CultureInfo.InvariantCulture, $"Line {i} of page {n}, which says {(i * 7919) + (n * 104729)} and no more.\n"))))))];

    private static double Run(string program, string folder, params string[] args)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, args) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var reading = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? clock.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"{program}: {error}{reading.Result}");
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
