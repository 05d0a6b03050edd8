using System.Diagnostics;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Agents;

namespace DocsGen.Agents.Tests;

public sealed class FolderAgentTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "docsgen-agents", Path.GetRandomFileName());

    public FolderAgentTests() => Directory.CreateDirectory(folder);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_is_taken_byte_for_byte_with_where_it_came_from()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, (byte)'#', (byte)' ', 0xFF, 0x00, (byte)'\r', (byte)'\n'];
        await File.WriteAllBytesAsync(Path.Combine(folder, "a.md"), bytes);
        var written = (await DraftAsync()).ShouldBeOfType<Draft.Written>();
        written.Markdown.ToArray().ShouldBe(bytes);
        written.Provenance.ShouldBe(new DraftProvenance("a.md", ContentHash.Of(bytes).Short, null));
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "a.md"), []);
        (await DraftAsync()).ShouldBeOfType<Draft.Written>().Markdown.Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_left_out() =>
        (await DraftAsync()).ShouldBe(new Draft.LeftOut($"a.md is not in {folder}."));

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("/nowhere/at/all")]
    [InlineData("a.md")]
    public async Task A_link_is_refused_wherever_it_leads(string target)
    {
        File.CreateSymbolicLink(Path.Combine(folder, "a.md"), target);
        (await DraftAsync()).ShouldBe(new Draft.Failed($"{folder}/a.md is a link; give the file itself."));
    }

    [Fact]
    public async Task A_pipe_is_refused_at_once_though_nobody_writes_to_it()
    {
        using (var mkfifo = Process.Start("mkfifo", [Path.Combine(folder, "a.md")])) await mkfifo.WaitForExitAsync();
        (await Task.Run(DraftAsync).WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe(new Draft.Failed($"{folder}/a.md is not a regular file."));
    }

    [Fact]
    public async Task A_folder_of_that_name_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(folder, "a.md"));
        (await DraftAsync()).ShouldBe(new Draft.Failed($"{folder}/a.md is not a regular file."));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_with_its_size()
    {
        await using (var file = File.Create(Path.Combine(folder, "a.md"))) file.SetLength((4 * 1024 * 1024) + 1);
        (await DraftAsync()).ShouldBe(new Draft.Failed($"{folder}/a.md has 4194305 bytes; at most 4194304 are taken."));
    }

    [Fact]
    public async Task It_plans_nothing_and_stops_when_told()
    {
        var agent = new FolderAgent(folder);
        agent.Identity.ShouldBe(new AgentIdentity("folder", "1"));
        (await agent.PlanPhaseAsync(null!, default)).Files.ShouldBeEmpty();
        await Should.ThrowAsync<OperationCanceledException>(async () => await agent.DraftAsync(Request(), new CancellationToken(canceled: true)));
    }

    private async Task<Draft> DraftAsync() => await new FolderAgent(folder).DraftAsync(Request(), default);

    private static DraftRequest Request() => new(null!, new PlannedFile { Name = "a.md", Role = "a", Phase = 1, Title = "A", Template = "" }, null, []);
}
