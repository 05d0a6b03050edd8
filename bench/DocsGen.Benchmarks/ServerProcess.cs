using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace DocsGen.Benchmarks;

/// <summary>The real program, as <c>./docsgen serve</c>, on a port of its own.</summary>
internal sealed class ServerProcess(Process process, Uri url, TimeSpan ready) : IDisposable
{
    public Uri Url => url;

    /// <summary>From the start of the process to the first good answer of <c>/readyz</c>.</summary>
    public TimeSpan Ready => ready;

    /// <summary>Most memory that it ever had, in megabytes.</summary>
    public double PeakMegabytes => double.Parse(
        File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/status")).Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    public static async Task<ServerProcess> StartAsync(string root, string folder, string? database)
    {
        string[] place = database is null ? ["--store", Path.Combine(folder, "store")] : ["--database", database];
        var clock = Stopwatch.StartNew();
        var started = Start(root, folder, ["serve", "--urls", "http://127.0.0.1:0", "--rate-limit", "0", .. place]);
        var line = await started.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await started.StandardError.ReadToEndAsync());
        var address = new Uri(line[(line.LastIndexOf(' ') + 1)..]);
        using var http = new HttpClient();
        while (true)
        {
            using var answer = await http.GetAsync(new Uri(address, "/readyz"));
            if (answer.IsSuccessStatusCode) break;
        }

        return new(started, address, clock.Elapsed);
    }

    /// <summary>A token that opens everything.</summary>
    public static async Task<string> TokenAsync(string root, string folder, string? database)
    {
        string[] place = database is null ? ["--store", Path.Combine(folder, "store")] : ["--database", database];
        using var made = Start(root, folder, ["token", "create", "--name", "bench", "--scope", "admin", "--json", .. place]);
        using var json = JsonDocument.Parse(await made.StandardOutput.ReadToEndAsync());
        return json.RootElement.GetProperty("token").GetString()!;
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static Process Start(string root, string folder, IReadOnlyList<string> args) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(root, "artifacts", "docsgen", "docsgen.dll"), .. args])
    {
        WorkingDirectory = folder,
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
