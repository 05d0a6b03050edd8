using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Tests.Artifacts;

public sealed class PathRulesTests
{
    [Theory]
    [InlineData("a.md")]
    [InlineData("phase3_v2/docsgen-13-arch.md")]
    [InlineData("Ümlaut/世界/🌍.md")]
    [InlineData(".editorconfig")]
    [InlineData("console.log")]
    [InlineData("com10.txt")]
    [InlineData("a~2")]
    public void A_clean_relative_path_passes(string path) => PathRules.Judge(path, out _).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(".")]
    [InlineData("a/../b")]
    [InlineData("..")]
    [InlineData(@"a\b")]
    [InlineData("c:/x")]
    [InlineData("a:stream")]
    [InlineData("a\0b")]
    [InlineData("a\rb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u202eb")]
    [InlineData("a\u200bb")]
    [InlineData("a\ufeffb")]
    [InlineData("dot.")]
    [InlineData("space ")]
    [InlineData("CON")]
    [InlineData("aux.md")]
    [InlineData("x/LPT9.tar.gz")]
    [InlineData("conin$")]
    [InlineData("com0")]
    [InlineData("PROGRA~1")]
    [InlineData("PROGRA~1.md")]
    [InlineData(".git/config")]
    [InlineData(".GIT")]
    [InlineData("a/.DocsGen/x")]
    [InlineData("ä/.GiT")]
    [InlineData("ä/aux.md")]
    [InlineData("ä/x~1")]
    [InlineData("ä/dot.")]
    public void A_path_that_breaks_a_rule_is_refused(string path) => PathRules.Judge(path, out _).ShouldNotBeNull();

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
    {
        // Not inline data: attributes cannot hold it.
        PathRules.Judge("half\ud800surrogate", out _).ShouldNotBeNull();
        PathRules.Judge("\udc00", out _).ShouldNotBeNull();
    }

    [Fact]
    public void Lengths_and_depth_are_bounded()
    {
        PathRules.Judge(new string('a', 255), out _).ShouldBeNull();
        PathRules.Judge(new string('a', 256), out _).ShouldNotBeNull();
        PathRules.Judge(new string('ä', 128), out _).ShouldNotBeNull("256 bytes in 128 characters");
        PathRules.Judge(string.Join('/', Enumerable.Repeat("a", 32)), out _).ShouldBeNull();
        PathRules.Judge(string.Join('/', Enumerable.Repeat("a", 33)), out _).ShouldNotBeNull();
        PathRules.Judge(string.Join('/', Enumerable.Repeat(new string('a', 250), 5)), out _).ShouldNotBeNull();
    }

    [Fact]
    public void Paths_are_kept_in_NFC_and_fold_by_case()
    {
        PathRules.Judge("e\u0301.md", out var normalized).ShouldBeNull();
        normalized.ShouldBe("\u00e9.md");
        PathRules.Fold("E\u0301.MD").ShouldBe(PathRules.Fold("\u00e9.md"));
    }

    [Fact]
    public void A_logical_path_starts_with_its_run()
    {
        var path = LogicalPath.Parse("run_2025_12_14_0001/phase3_v2/docsgen-13-arch.md");
        path.Run.ShouldBe(RunId.Parse("run_2025_12_14_0001"));
        path.Folder.ShouldBe("phase3_v2");
        path.FileName.ShouldBe("docsgen-13-arch.md");
        Should.Throw<FormatException>(() => LogicalPath.Parse("phase3/x.md"));
        Should.Throw<FormatException>(() => LogicalPath.Parse("run_2025_12_14_0001"));
        Should.Throw<FormatException>(() => LogicalPath.In(path.Run, "../x"));
    }

    [Theory]
    [InlineData("run_2025_12_14_0000")]
    [InlineData("run_2025_13_14_0001")]
    [InlineData("run_2025_12_14_1")]
    [InlineData("run_2025_12_14_00001")]
    [InlineData("RUN_2025_12_14_0001")]
    [InlineData("run_2025_12_14_0001/x")]
    public void What_is_no_run_id_is_refused(string text) => RunId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A8_each_execution_owns_a_folder_of_its_own()
    {
        new ExecutionId(2, 1).Folder.ShouldBe("phase2");
        new ExecutionId(2, 3).Folder.ShouldBe("phase2_v3");
        ExecutionId.Parse("phase2_exec_003").ShouldBe(new ExecutionId(2, 3));
        ExecutionId.TryParse("phase2_exec_0", out _).ShouldBeFalse();
        ExecutionId.TryParse("phase02_exec_001", out _).ShouldBeFalse();
    }
}
