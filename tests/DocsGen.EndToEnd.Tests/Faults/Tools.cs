using System.Diagnostics;
using DocsGen.Core.Artifacts;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>What the fault suites run besides the program: tools of the machine, and small programs in C that are compiled when they are first needed.</summary>
internal static class Tools
{
    /// <summary>The library that makes system calls fail; see faults.c.</summary>
    public static readonly Lazy<string> Faults = new(() => Compile("faults.c", "-shared", "-fPIC"));

    /// <summary>The program that cuts the power of a file system; see cut.c.</summary>
    public static readonly Lazy<string> Cut = new(() => Compile("cut.c"));

    /// <summary>Runs a tool to its end.</summary>
    public static string Run(string tool, params string[] args)
    {
        var (code, output, error) = Try(tool, args);
        return code == 0 ? output : throw new InvalidOperationException($"{tool} {string.Join(' ', args)} ended with {code}: {error}");
    }

    /// <summary>The same; how it ended is the caller's affair.</summary>
    public static (int Code, string Output, string Error) Try(string tool, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private static string Compile(string source, params string[] options)
    {
        var path = Path.Combine(Product.Root, "tests", "Shared", "Faults", source);
        var folder = Path.Combine(Product.Root, "artifacts", "faults");
        Directory.CreateDirectory(folder);
        var built = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(source)}-{ContentHash.Of(File.ReadAllBytes(path)).Short}");
        if (!File.Exists(built)) Run("gcc", ["-O2", "-Wall", "-Wextra", "-Werror", .. options, "-o", built, path]);
        return built;
    }
}
