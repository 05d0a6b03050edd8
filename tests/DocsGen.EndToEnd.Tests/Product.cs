using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace DocsGen.EndToEnd.Tests;

/// <summary>The real program as a user starts it, and the harness of the fault suites, as child processes.</summary>
internal static class Product
{
    public static readonly string Root = FindRoot();

    private static readonly Lazy<string> Built = new(() =>
    {
        // The launcher builds the program when it is not there or is older than its sources.
        var build = Start(Path.Combine(Root, "docsgen"), ["--version"], Root, null);
        build.WaitForExit();
        return build.ExitCode == 0 ? Path.Combine(Root, "artifacts", "docsgen", "docsgen.dll") : throw new InvalidOperationException("The launcher could not build the program.");
    });

    /// <summary>Whether the long suites run whole.</summary>
    public static bool Soak => Environment.GetEnvironmentVariable("DOCSGEN_SOAK") == "1";

    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    /// <summary>Runs the program to its end.</summary>
    public static Finished Run(string folder, params string[] args) => RunWith(folder, null, args);

    public static Finished RunWith(string folder, IReadOnlyDictionary<string, string>? environment, params string[] args) =>
        Finish(StartProgram(folder, environment, args));

    public static Process StartProgram(string folder, IReadOnlyDictionary<string, string>? environment, params string[] args) =>
        // Shells let what they start in the background ignore Ctrl-C; the program is tested as a person starts it.
        Start("env", ["--default-signal=INT", "dotnet", Built.Value, .. args], folder, environment);

    /// <summary>Runs the program as a user who may read only what others may. It runs from a copy: its own folder may be closed to others.</summary>
    public static Finished RunAsNobody(string folder, params string[] args)
    {
        var copy = Directory.CreateDirectory(Path.Combine(folder, "program")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Built.Value)!, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Path.GetDirectoryName(Built.Value)!, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        string[] program = ["dotnet", Path.Combine(copy, "docsgen.dll"), .. args];
        string[] asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", .. program];
        return Finish(Start("env", Environment.IsPrivilegedProcess ? asNobody : program, folder, null));
    }

    /// <summary>Starts the harness; see its Program.cs.</summary>
    public static Process StartHarness(params string[] args) => StartHarnessWith(null, args);

    public static Process StartHarnessWith(IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        var configuration = typeof(Product).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "Configuration").Value!;
        var path = Path.Combine(Root, "tests", "DocsGen.Harness", "bin", configuration, "net10.0", "DocsGen.Harness.dll");
        return Start("dotnet", [path, .. args], Root, environment);
    }

    public static Finished Finish(Process process)
    {
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new(process.ExitCode, output, error.Result);
        }
    }

    /// <summary>Sends a signal to a process by its id.</summary>
    public static void Signal(Process process, string name)
    {
        using var kill = Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)], Root, null);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0, $"kill -{name}");
    }

    private static Process Start(string file, IReadOnlyList<string> args, string folder, IReadOnlyDictionary<string, string>? environment)
    {
        var info = new ProcessStartInfo(file)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var arg in args) info.ArgumentList.Add(arg);
        foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("DOCSGEN_", StringComparison.Ordinal)).ToList()) info.Environment.Remove(name);
        info.Environment["DOCSGEN_USER"] = "ada";
        foreach (var (key, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) info.Environment[key] = value;
        return Process.Start(info)!;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "DocsGen.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}

/// <summary>A process that ended.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as the one JSON document that <c>--json</c> promises.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public JsonElement RunJson => Json.GetProperty("run");

    public string RunId => RunJson.GetProperty("id").GetString()!;

    public string Status => RunJson.GetProperty("status").GetString()!;

    public string BundleHash => RunJson.GetProperty("bundle").GetProperty("sha256").GetString()!;

    public Finished ShouldExit(int code)
    {
        ExitCode.ShouldBe(code, Output + Error);
        return this;
    }
}

/// <summary>A folder of a test's own, gone afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "docsgen-e2e", System.IO.Path.GetRandomFileName());

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
