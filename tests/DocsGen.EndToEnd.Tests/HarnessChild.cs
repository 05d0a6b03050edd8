using System.Diagnostics;

namespace DocsGen.EndToEnd.Tests;

/// <summary>A harness that says "open" and then answers line by line; when it dies instead, what it said on standard error is the failure.</summary>
internal sealed class HarnessChild : IDisposable
{
    private readonly Process process;
    private readonly Task<string> error;

    private HarnessChild(Process process)
    {
        this.process = process;
        error = process.StandardError.ReadToEndAsync();
    }

    public Process Process => process;

    public static async Task<HarnessChild> StartAsync(params string[] args)
    {
        var child = new HarnessChild(Product.StartHarness(args));
        (await child.ReadAsync()).ShouldBe("open");
        return child;
    }

    public async Task WriteAsync(string line = "") => await process.StandardInput.WriteLineAsync(line);

    public async Task<string> ReadAsync() => await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The harness ended: {await error}");

    public async Task<IReadOnlyList<string>> ReadToEndAsync() => (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The last thing it says before it ends.</summary>
    public async Task<string> LastAsync() => (await ReadToEndAsync()) is [.., var last] ? last : throw new InvalidOperationException($"The harness said nothing more: {await error}");

    /// <summary>Closes its input, and awaits that it ends well.</summary>
    public async Task EndAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await error);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
