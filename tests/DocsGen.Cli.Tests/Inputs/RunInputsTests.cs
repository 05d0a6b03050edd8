using DocsGen.Cli.Inputs;

namespace DocsGen.Cli.Tests.Inputs;

public sealed class RunInputsTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public void A_folder_is_taken_as_a_project()
    {
        foreach (var file in new[] { "p/requirements.json", "p/host/a.cs", "p/host.zip", "p/host.txt", "p/example.zip", "p/formula/formula.json", "p/brief.md" }) cli.Write(file, "");
        RunInputs.Locate(cli["p"], null, null, null, null).ShouldBe(
            new RunInputs(cli["p/requirements.json"], cli["p/host"], cli["p/example.zip"], cli["p/formula"], cli["p/brief.md"]));
        Directory.Delete(cli["p/host"], recursive: true);
        RunInputs.Locate(cli["p"], null, null, null, null).Host.ShouldBe(cli["p/host.zip"]);
        File.Delete(cli["p/host.zip"]);
        RunInputs.Locate(cli["p"], null, null, null, null).Host.ShouldBe(cli["p/host.txt"]);
    }

    [Fact]
    public void A_flag_goes_before_what_the_folder_holds_and_a_file_brings_nothing_along()
    {
        foreach (var file in new[] { "p/requirements.json", "p/host.txt", "p/brief.md" }) cli.Write(file, "");
        RunInputs.Locate(cli["p"], "/h", "/e", "plugin", "/b").ShouldBe(new RunInputs(cli["p/requirements.json"], "/h", "/e", "plugin", "/b"));
        RunInputs.Locate(cli["p/requirements.json"], null, null, null, null).ShouldBe(new RunInputs(cli["p/requirements.json"], null, null, null, null));
    }

    [Fact]
    public async Task What_is_too_large_is_refused()
    {
        cli.Write("p/requirements.json", await File.ReadAllTextAsync(Path.Combine(Cli.Sample("minimal"), "requirements.json")));
        cli.Write("p/brief.md", new string('x', (1024 * 1024) + 1));
        (await cli.RunAsync("run", "start", "p")).ShouldRefuse(2, "WORK/p/brief.md has more than 1048576 bytes; at most so many are read.");
    }

    [Fact]
    public async Task A_pipe_is_an_input_like_any_other()
    {
        await Pipes.MakeAsync(cli["requirements"]);
        var writing = Task.Run(async () => await File.WriteAllBytesAsync(cli["requirements"], await File.ReadAllBytesAsync(Path.Combine(Cli.Sample("minimal"), "requirements.json"))));
        (await cli.RunAsync("requirements", "check", "requirements").WaitAsync(TimeSpan.FromSeconds(20))).ShouldExit(3).Out.ShouldContain("[preflight.host_structure]");
        await writing;
    }
}
