using System.Diagnostics;

namespace DocsGen.Core.Tests.Text;

/// <summary>The git of this machine, to compare with; a folder of its own.</summary>
internal sealed class Git : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("docsgen-git").FullName;

    public string this[string name] => Path.Combine(folder, name);

    /// <summary>Standard output as bytes, and the exit code.</summary>
    public (byte[] Output, string Error, int Code) Run(string program, params string[] args)
    {
        var info = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var arg in args) info.ArgumentList.Add(arg);
        info.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        info.Environment["GIT_CONFIG_SYSTEM"] = "/dev/null";
        // Not the repository that this test lies in.
        info.Environment["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(folder)!;
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return (output.ToArray(), error.Result, process.ExitCode);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
