using System.Text.RegularExpressions;

namespace DocsGen.Architecture.Tests;

/// <summary>Docs that name types, files and commands drift unless a test reads them.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages =>
    [
        "README.md",
        "CONTRIBUTING.md",
        .. Directory.GetFiles(Path.Combine(Sources.Root, "docs"), "*.md").Select(Sources.Relative),
        .. Directory.GetFiles(Path.Combine(Sources.Root, "docs", "decisions"), "*.md").Select(Sources.Relative),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_file_and_folder_that_a_page_names_exists(string page)
    {
        var text = File.ReadAllText(Path.Combine(Sources.Root, page));
        var named = PathInCode().Matches(text).Select(m => m.Groups["path"].Value);
        named.Where(p => !Path.Exists(Path.Combine(Sources.Root, p))).ShouldBeEmpty();
        var folder = Path.GetDirectoryName(Path.Combine(Sources.Root, page))!;
        var links = Link().Matches(Fence().Replace(text, "")).Select(m => m.Groups["target"].Value.Split('#')[0]).Where(t => t.Length > 0 && !t.Contains(':', StringComparison.Ordinal));
        links.Where(l => !Path.Exists(Path.Combine(folder, l))).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_type_that_a_page_names_exists(string page)
    {
        var types = Sources.CSharp("src").Concat(Sources.CSharp("tests")).SelectMany(f => TypeDeclaration().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);
        // Of the framework, named where a decision turned it down.
        types.Add("ZipArchive");
        var text = Fence().Replace(File.ReadAllText(Path.Combine(Sources.Root, page)), "");
        TypeInCode().Matches(text).Select(m => m.Groups["name"].Value).Where(n => !types.Contains(n)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_docsgen_command_that_a_page_names_exists(string page)
    {
        // A verb is what its command passes to base(...): new("list", ...) or base("start", ...).
        var verbs = Sources.CSharp("src/DocsGen.Cli").SelectMany(f => Verb().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);
        var words = CommandInText().Matches(File.ReadAllText(Path.Combine(Sources.Root, page))).Select(m => m.Groups["verb"].Value);
        words.Where(w => !verbs.Contains(w)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"`(?<path>(src|tests|docs|samples|bench)/[\w./-]*\w)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PathInCode();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum) (?<name>[A-Z]\w+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"`(?<name>I?[A-Z][a-z0-9]+([A-Z][a-z0-9]+)+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeInCode();

    [GeneratedRegex("(?s)```.*?```", RegexOptions.NonBacktracking)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(base|DocsGenCommand|Group|=> new)\(\s*""(?<name>[a-z]+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Verb();

    [GeneratedRegex(@"docsgen (run|requirements|formula|config) (?<verb>[a-z]+)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CommandInText();
}
