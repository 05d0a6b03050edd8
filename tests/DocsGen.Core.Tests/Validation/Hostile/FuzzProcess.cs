using System.Diagnostics;
using System.Globalization;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Hostile;

/// <summary>
/// Rounds of a few hundred made documents, each validated as a docset with one thread, with two, and from a memory. No rule may fail, all
/// must find the same in the same order, and every place must lie within its file.
/// </summary>
internal static class FuzzProcess
{
    private const int PerRound = 250;

    /// <summary>Of so many rounds two, one of each kind, are validated from a memory too.</summary>
    private const int WithMemory = 8;

    /// <summary>The longest that a round may take, in which each document costs well under a millisecond.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs until so many documents or seconds; the last line says how many were made. The answer is 1 at the first fault, which is printed.</summary>
    public static int Run(int seed, long documents, double seconds)
    {
        var maker = new DocumentMaker(seed, Seeds());
        var (clock, made, issues) = (Stopwatch.StartNew(), 0L, 0L);
        while (made < documents && clock.Elapsed.TotalSeconds < seconds)
        {
            var batch = maker.Batch(PerRound);
            var round = Stopwatch.StartNew();
            var fault = Fault(batch, made, out var found) ?? (round.Elapsed > Patience ? $"took {round.Elapsed.TotalSeconds:0} s" : null);
            made += batch.Count;
            issues += found;
            if (fault is null) continue;
            var folder = Directory.CreateTempSubdirectory("docsgen-fuzz-").FullName;
            for (var i = 0; i < batch.Count; i++) File.WriteAllBytes(Path.Combine(folder, $"page-{i}.md"), batch[i].Bytes.ToArray());
            Console.WriteLine($"seed {seed}, documents up to {made}, kept in {folder}: {fault}");
            return 1;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {made} documents, {issues} issues, {clock.Elapsed.TotalSeconds:0} s"));
        return 0;
    }

    private static string? Fault(IReadOnlyList<DocumentSource> batch, long round, out int found)
    {
        var request = round / PerRound % 2 == 0 ? GeneralRules.Request(batch) : HostileProcess.Request(batch);
        var one = Validated(request, threads: 1);
        var two = Validated(request, threads: 2);
        found = one.Count;
        if (!one.SequenceEqual(two)) return "one thread and two do not find the same";
        if (round / PerRound % WithMemory < 2 && MemoryFault(request, one) is { } wrong) return wrong;
        var sizes = batch.ToDictionary(d => d.Name, d => Lines(d.Bytes.Span), StringComparer.Ordinal);
        foreach (var issue in one)
        {
            if (issue.Rule == Validator.FailedRule || issue.Message.Contains("the parser failed", StringComparison.Ordinal)) return $"{issue.File}: {issue.Message}";
            if (issue.File is null || issue.Line == 0 || !sizes.TryGetValue(issue.File, out var lines)) continue;
            if (issue.Line > lines.Count || issue.Column < 1 || issue.Column > lines[issue.Line - 1] + 1) return $"{issue.File}:{issue.Line}:{issue.Column} is outside of the file: {issue.Rule} {issue.Message}";
        }

        return null;
    }

    /// <summary>The documentation of this repository, and a drafted docset.</summary>
    private static List<byte[]> Seeds()
    {
        var seeds = Directory.EnumerateFiles(SampleFiles.FullPath("docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        var drafted = SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full").GetAwaiter().GetResult();
        seeds.AddRange(drafted.Documents.Select(d => d.Bytes.ToArray()));
        return seeds;
    }

    private static IReadOnlyList<Issue> Validated(ValidationRequest request, int threads) =>
        Validator.Validate(request, RuleCatalog.Rules, threads, Validator.DefaultBudget, CancellationToken.None).Issues;

    private static string? MemoryFault(ValidationRequest request, IReadOnlyList<Issue> expected)
    {
        var memory = Validator.Validate(request, ValidationMemory.Empty).Memory;
        var again = Validator.Validate(request, ValidationMemory.Read(memory.ToBytes()));
        return again.Reused != request.Documents.Count ? $"only {again.Reused} documents are taken over"
            : !expected.SequenceEqual(again.Result.Issues) ? "what is taken over is not what was found"
            : null;
    }

    /// <summary>The length of each line in bytes, without its end: LF, CR LF, or CR alone.</summary>
    private static List<int> Lines(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<int>();
        var start = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] is not ((byte)'\n' or (byte)'\r')) continue;
            lines.Add(i - start);
            if (bytes[i] == '\r' && i + 1 < bytes.Length && bytes[i + 1] == '\n') i++;
            start = i + 1;
        }

        lines.Add(bytes.Length - start);
        return lines;
    }
}
