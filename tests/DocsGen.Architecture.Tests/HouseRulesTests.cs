using System.Text.RegularExpressions;

namespace DocsGen.Architecture.Tests;

/// <summary>What reviewers would otherwise have to say again and again.</summary>
public sealed partial class HouseRulesTests
{
    private const int MaxLines = 350;

    private static readonly string[] NamesThatSayNothing = ["Common", "Utils", "Utilities", "Helpers", "Helper", "Manager", "Models", "Services", "Misc"];

    // The invariants that this version proves; each must have a test that carries its name.
    private static readonly string[] Proven =
    [
        "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "V1", "V2", "V3",
        "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11",
    ];

    [Fact]
    public void No_folder_and_no_class_has_a_name_that_says_nothing()
    {
        var folders = Sources.CSharp("src").Select(f => Path.GetFileName(Path.GetDirectoryName(f)!)).Where(NamesThatSayNothing.Contains);
        var types = Sources.CSharp("src").Select(Path.GetFileNameWithoutExtension).Where(n => NamesThatSayNothing.Any(b => n!.EndsWith(b, StringComparison.Ordinal) && b != "Models"))
            // "Helper" is Handlebars' own word for a function that templates call.
            .Where(n => n != "TemplateHelpers");
        folders.Concat(types).Distinct(StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Files_stay_short() =>
        Sources.CSharp("src").Select(f => (File: Sources.Relative(f), Lines: File.ReadLines(f).Count())).Where(f => f.Lines > MaxLines).Select(f => $"{f.File}: {f.Lines}").ShouldBeEmpty();

    [Fact]
    public void Every_proven_invariant_has_a_test_that_carries_its_name()
    {
        var tests = Sources.CSharp("tests").SelectMany(f => TestName().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value)).ToList();
        Proven.Where(i => !tests.Any(t => t.Split('_').Contains(i))).ShouldBeEmpty();
    }

    [Fact]
    public void A_skipped_test_says_why_in_its_name()
    {
        var skipped = Sources.CSharp("tests").SelectMany(f => SkippedTest().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value));
        skipped.Where(n => !n.Contains("_needs_", StringComparison.Ordinal) && !n.Contains("_without_", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"public (async )?(Task|void) (?<name>\w+)\(", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();

    [GeneratedRegex(@"Skip = [^\]]*\]\s*(\[[^\]]*\]\s*)*public (async )?(Task|void) (?<name>\w+)\(", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SkippedTest();
}
