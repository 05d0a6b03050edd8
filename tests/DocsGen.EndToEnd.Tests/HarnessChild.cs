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

    /// <summary>One that says nothing before it is told to.</summary>
    public static HarnessChild Start(IReadOnlyDictionary<string, string>? environment, params string[] args) => new(Product.StartHarnessWith(environment, args));

    /// <summary>Says something, unless it is dead.</summary>
    public async Task TryWriteAsync(string line)
    {
        try
        {
            await WriteAsync(line);
        }
        catch (IOException) when (process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            // A broken pipe, for that reason.
        }
    }

    /// <summary>Ends it as a crash would, unless it is dead.</summary>
    public void Kill()
    {
        if (!process.HasExited) process.Kill();
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
