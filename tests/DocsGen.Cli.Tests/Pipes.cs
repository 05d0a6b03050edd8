using System.Diagnostics;

namespace DocsGen.Cli.Tests;

/// <summary>Makes named pipes, which .NET cannot.</summary>
internal static class Pipes
{
    public static async Task MakeAsync(string path)
    {
        using var mkfifo = Process.Start("mkfifo", [path]);
        await mkfifo.WaitForExitAsync();
        mkfifo.ExitCode.ShouldBe(0);
    }
}
