using System.Text.Json;

namespace DocsGen.EndToEnd.Tests;

public sealed class ValidateWatchTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Watching_tells_what_is_new_and_what_was_fixed_and_ends_when_told_to(string signal)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "docs", "sub"));
        var file = Path.Combine(folder.Path, "docs", "sub", "a.md");
        File.WriteAllText(file, "# A\n\n[x](gone.md)\n");
        var process = Product.StartProgram(folder.Path, null, "validate", "docs", "--watch", "--json", "--no-cache");

        Next(process).GetProperty("issues").GetArrayLength().ShouldBe(1);
        File.WriteAllText(file, "# A\n\nTBD\n");
        var compared = Next(process).GetProperty("compared");
        (compared.GetProperty("new").GetArrayLength(), compared.GetProperty("fixed").GetProperty("issues").GetArrayLength()).ShouldBe((1, 1));
        File.WriteAllText(Path.Combine(folder.Path, "docs", "b.md"), "no title\n");
        Next(process).GetProperty("issues").GetArrayLength().ShouldBe(2);
        File.Delete(Path.Combine(folder.Path, "docs", "b.md"));
        File.Copy(file, Path.Combine(folder.Path, "docs", "moved.md"));
        File.Delete(file);
        var moved = Next(process);
        while (moved.GetProperty("files").GetInt32() != 1 || moved.GetProperty("issues")[0].GetProperty("file").GetString() != "moved.md") moved = Next(process);

        Product.Signal(process, signal);
        Product.Finish(process).ShouldExit(3).Error.ShouldBeEmpty();
    }

    private static JsonElement Next(System.Diagnostics.Process process)
    {
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(process.StandardError.ReadToEnd());
        return JsonDocument.Parse(line).RootElement;
    }
}
