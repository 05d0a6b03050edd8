namespace DocsGen.EndToEnd.Tests;

public sealed class InterruptTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_run_that_is_interrupted_says_so_lets_go_of_its_lease_and_resumes(string signal)
    {
        using var folder = new TempFolder();
        var process = Product.StartProgram(folder.Path, null, "run", "start", Product.Sample("task-board"), "--review-mode", "batch");
        // The first line that tells of a phase: the run is being driven.
        while (process.StandardError.ReadLine() is { } line && !line.Contains("phase 0", StringComparison.Ordinal))
        {
        }

        Product.Signal(process, signal);
        Product.Finish(process).ShouldExit(130).Error.ShouldContain("error: Interrupted. What was made is kept; 'docsgen run resume' goes on.");
        var resumed = Product.Run(folder.Path, "run", "resume").ShouldExit(0);
        resumed.Output.ShouldContain("Task Board: complete");
        resumed.Error.ShouldNotContain("taken over");
    }
}
