using System.Diagnostics;

namespace DocsGen.Server.Tests;

/// <summary>The whole cycle by a client that knows nothing but the protocol, in another language.</summary>
public sealed class ExistingClientTests
{
    [Fact]
    public async Task An_existing_client_works_unchanged()
    {
        await using var served = await ServedStore.StartAsync(database: null);
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "existing-client.mjs"), served.Url, served.Token]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        node.ExitCode.ShouldBe(0, await said + await error);
        (await said).ShouldEndWith("done\n");
    }
}
