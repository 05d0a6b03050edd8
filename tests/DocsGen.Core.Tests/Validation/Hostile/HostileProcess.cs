using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Hostile;

/// <summary>What the child process of the hostile suites does, and how it is started: with a limited heap.</summary>
internal static class HostileProcess
{
    private const long HeapLimit = 500L * 1024 * 1024;

    /// <summary>The same where many validations follow each other in one process, each of which holds its first collection back.</summary>
    private const long HeapLimitOfMany = 600L * 1024 * 1024;

    private const int Rounds = 7;

    /// <summary>Under this a time says nothing of how work grows.</summary>
    private const double Noise = 30;

    /// <summary>Validates each case once: name, milliseconds, peak megabytes so far, documents, collections on the way, issues, rules.</summary>
    public static int RunAll(IReadOnlyList<string> names)
    {
        Warm();
        foreach (var name in names)
        {
            var documents = HostileCase.Of(name).Make(HostileCase.Of(name).Full);
            var (time, collections, result) = Validated(documents);
            if (result.Issues.FirstOrDefault(i => i.Message.Contains("the parser failed", StringComparison.Ordinal)) is { } failed) throw new InvalidOperationException($"{name}: {failed.Message}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{time:0}\t{PeakMegabytes}\t{documents.Count}\t{collections}\t{result.Issues.Count}\t{string.Join(' ', result.Issues.Select(i => i.Rule).Distinct())}"));
        }

        return 0;
    }

    /// <summary>Validates each case at half and at full size: name, milliseconds of the best round of each, which take turns. Less than noise counts as noise.</summary>
    public static int DoubleAll(IReadOnlyList<string> names)
    {
        Warm();
        foreach (var name in names)
        {
            var hostile = HostileCase.Of(name);
            var (half, full) = (double.MaxValue, double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                half = Math.Min(half, Validated(hostile.Make(hostile.Full / 2)).Milliseconds);
                full = Math.Min(full, Validated(hostile.Make(hostile.Full)).Milliseconds);
            }

            (half, full) = (Math.Max(Noise, half), Math.Max(Noise, full));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{half:0.0}\t{full:0.0}"));
        }

        return 0;
    }

    /// <summary>Starts this assembly as a process with a heap limit; what it printed, and how it ended.</summary>
    public static (int Exit, string Output, string Errors) Start(TimeSpan patience, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DOTNET_GCHeapHardLimit"] = (arguments[0] == "doubling" ? HeapLimitOfMany : HeapLimit).ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.ArgumentList.Add(typeof(HostileProcess).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExit(patience);
        if (!ended) process.Kill();
        process.WaitForExit();
        return (ended ? process.ExitCode : -1, output.Result, errors.Result);
    }

    private static long PeakMegabytes
    {
        get
        {
            var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
            return long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024;
        }
    }

    // As a command would that does nothing else and ends.
    private static (double Milliseconds, int Collections, ValidationResult Result) Validated(IReadOnlyList<DocumentSource> documents)
    {
        var request = Request(documents);
        // All is given back, as to a process that has just begun.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var clock = Stopwatch.StartNew();
        ShortLivedProcess.Begin();
        var before = GC.CollectionCount(0);
        var result = Validator.Validate(request);
        var took = clock.Elapsed.TotalMilliseconds;
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        return (took, GC.CollectionCount(0) - before, result);
    }

    /// <summary>All rules that there are, with a few requirements, so that none is off.</summary>
    public static ValidationRequest Request(IReadOnlyList<DocumentSource> documents)
    {
        var docs = new Docs { Links = new() { External = "any" } }.Needing(""" "entities": [ { "name": "a", "persisted": true, "fields": [ { "name": "b", "type": "c" } ] } ], "terminology": { "forbidden_terms": [ { "term": "list" } ] } """);
        foreach (var document in documents) docs.Add(document.Name, document.Bytes.ToArray());
        return docs.Request();
    }

    // Collections stop the work rather than run beside it, as in the command line.
    private static void Warm()
    {
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        Validator.Validate(Request(HostileCase.All.First(c => c.Name == "links in one file").Make(10)));
    }
}
