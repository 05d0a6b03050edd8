using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace DocsGen.Cli.Tests.Commands.Validate;

public sealed class ValidateFormatTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task SARIF_passes_its_published_schema_and_opens_at_the_right_places()
    {
        Messy();
        var answer = (await cli.RunAsync("validate", "my docs", "--format", "sarif", "--output", "out.sarif")).ShouldExit(3);
        answer.Out.ShouldBe("4 files: 6 errors, 1 warning, 0 notes, 1 suppressed. Written to out.sarif.\n");
        (await CheckSarifAsync(cli["out.sarif"])).ShouldBeEmpty();

        using var sarif = JsonDocument.Parse(await File.ReadAllBytesAsync(cli["out.sarif"]));
        var run = sarif.RootElement.GetProperty("runs")[0];
        run.GetProperty("columnKind").GetString().ShouldBe("utf16CodeUnits");
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        var opened = new List<string>();
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString().ShouldBe(result.GetProperty("ruleId").GetString());
            opened.Add($"{result.GetProperty("ruleId").GetString()} {Opened(result)}");
        }

        opened.ShouldBe(
        [
            "links.internal.resolves my docs/a é.md [gone]",
            "placeholders.forbidden my docs/a é.md TODO",
            "links.anchor.resolves my docs/b.md [x](b.",
            "code.invalid my docs/b.md ope}",
            "suppression.unused my docs/b.md <!-- docsge",
            "placeholders.forbidden my docs/b.md TBD",
            "structure.h1 my docs/sub/c.md",
            "markdown.malformed my docs/sub/d.md",
        ]);
        run.GetProperty("results").EnumerateArray().Count(r => r.TryGetProperty("suppressions", out _)).ShouldBe(1);
    }

    [Fact]
    public async Task The_schema_check_can_fail()
    {
        Messy();
        var sarif = (await cli.RunAsync("validate", "my docs", "--format", "sarif")).ShouldExit(3).Out;
        cli.Write("bad.sarif", sarif.Replace("\"level\": \"error\"", "\"level\": \"fatal\"", StringComparison.Ordinal));
        (await CheckSarifAsync(cli["bad.sarif"])).ShouldContain("must be equal to one of the allowed values");
    }

    [Fact]
    public async Task SARIF_says_what_is_new_unchanged_and_gone()
    {
        cli.Write("docs/a.md", "# A\n\nTBD [x](gone.md)\n");
        await cli.RunAsync("validate", "docs", "--json", "-o", "base.json");
        cli.Write("docs/a.md", "# A\n\nMore.\n\nTBD TODO\n");
        await cli.RunAsync("validate", "docs", "--against", "base.json", "--format", "sarif", "-o", "out.sarif");
        (await CheckSarifAsync(cli["out.sarif"])).ShouldBeEmpty();
        States("out.sarif").ShouldBe(["placeholders.forbidden unchanged 5:1", "placeholders.forbidden new 5:5", "links.internal.resolves absent 3:"]);
        await cli.RunAsync("validate", "docs", "--baseline", "base.json", "--format", "sarif", "-o", "out.sarif");
        (await CheckSarifAsync(cli["out.sarif"])).ShouldBeEmpty();
        States("out.sarif").ShouldBe(["placeholders.forbidden new 5:5"]);
        await cli.RunAsync("validate", "docs", "--format", "sarif", "-o", "out.sarif");
        States("out.sarif").ShouldBe(["placeholders.forbidden  5:1", "placeholders.forbidden  5:5"]);
    }

    [Fact]
    public async Task SARIF_says_which_rules_are_on_here()
    {
        cli.Write("docs/a.md", "# A\n");
        cli.Write("docs/docsgen.validate.yaml", "rules: { structure.h1: off, code.invalid: info }\noverrides:\n  - { files: [a.md], rules: { terminology.acronym: warning } }\n");
        var sarif = JsonDocument.Parse((await cli.RunAsync("validate", "docs", "--format", "sarif")).ShouldExit(0).Out).RootElement;
        var rules = sarif.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .ToDictionary(r => r.GetProperty("id").GetString()!, r => r.GetProperty("defaultConfiguration"), StringComparer.Ordinal);
        string Here(string rule) => $"{rules[rule].GetProperty("enabled").GetBoolean()} {rules[rule].GetProperty("level").GetString()}";
        (Here("structure.h1"), Here("code.invalid"), Here("terminology.acronym"), Here("links.internal.resolves"), Here("schema.drift")).ShouldBe(("False error", "True note", "True warning", "True error", "False error"));
    }

    [Theory]
    [InlineData("--against")]
    [InlineData("--baseline")]
    public async Task Annotations_are_of_what_is_new_and_the_last_says_how_many_are_not(string option)
    {
        cli.Write("docs/a.md", "# A\n\nTBD\n\nTBD\n");
        await cli.RunAsync("validate", "docs", "--json", "-o", "base.json");
        cli.Write("docs/a.md", "# A\n\nTBD\n\nTBD TODO\n");
        (await cli.RunAsync("validate", "docs", option, "base.json", "--format", "github")).ShouldExit(3).Out.ShouldBe(
            "::error file=docs/a.md,line=5,col=5,title=placeholders.forbidden::The placeholder \"TODO\" is left; write what belongs there.\n"
            + "::notice::2 issues that were known before are left out here.\n");
    }

    [Fact]
    public async Task GitHub_annotations_escape_what_would_end_them()
    {
        cli.Write("my docs/a,b.md", "# A\n\né [100%](gone:\n");
        cli.Write("my docs/c.md", "# C\n\né [100%](50%25.md)\n");
        cli.Write("my docs/d.md", "D\n");
        (await cli.RunAsync("validate", "my docs", "--format", "github")).ShouldExit(3).Out.ShouldBe(
            "::error file=my docs/c.md,line=3,col=3,title=links.internal.resolves::The link leads to 50%25.md, which is not there.\n"
            + "::error file=my docs/d.md,title=structure.h1::The file has no H1. Begin it with \"# \" and its title.\n");
    }

    [Fact]
    public async Task The_Markdown_report_holds_the_same_issues()
    {
        Messy();
        var json = (await cli.RunAsync("validate", "my docs", "--json")).ShouldExit(3).Json;
        var report = (await cli.RunAsync("validate", "my docs", "--format", "markdown")).ShouldExit(3).Out;
        report.ShouldStartWith("# Validation\n\n- **Files**: 4\n- **Result**: failed\n- **Issues**: 6 errors, 1 warning, 0 notes, 1 suppressed\n");
        report.ShouldContain(", suppressed until 2027-01-31: later\n");
        foreach (var issue in json.GetProperty("issues").EnumerateArray()) report.ShouldContain($"(`{issue.GetProperty("rule").GetString()}`)");
        report.Split('\n').Count(l => l.StartsWith("- **error** `", StringComparison.Ordinal) || l.StartsWith("- **warning** `", StringComparison.Ordinal)).ShouldBe(json.GetProperty("issues").GetArrayLength());
    }

    [Theory]
    [InlineData("json")]
    [InlineData("markdown")]
    [InlineData("text")]
    [InlineData("github")]
    public async Task A_file_gets_what_standard_output_would(string format)
    {
        Messy();
        var shown = (await cli.RunAsync("validate", "my docs", "--format", format)).ShouldExit(3).Out;
        await cli.RunAsync("validate", "my docs", "--format", format, "-o", "out");
        (await File.ReadAllTextAsync(cli["out"])).Replace(cli.Root, "WORK", StringComparison.Ordinal).ShouldBe(shown);
    }

    [Fact]
    public async Task The_caret_stands_under_wide_characters_and_long_lines_are_cut()
    {
        cli.Write("docs/a.md", $"# A\n\n日本é\t[x](gone.md)\n\n{new string('a', 300)} TODO {new string('b', 300)}\n");
        (await cli.RunAsync("validate", "docs")).ShouldExit(3).Out.ShouldContain(
            $"""
                     3 | 日本é [x](gone.md)
                       |       ^
            """);
        (await cli.RunAsync("validate", "docs")).Out.ShouldContain($"         5 | …{new string('a', 89)} TODO {new string('b', 85)}…\n           |  {new string(' ', 90)}^\n");
    }

    [Theory]
    [InlineData("⌚✅⭐ TBD", "⌚✅⭐ TBD", 7)]
    [InlineData("e\u0301\u200B\t\tTBD", "e\u0301\u200B  TBD", 3)]
    [InlineData("\e[31mred\u202E TBD", "\\x1B[31mred\\u202E TBD", 18)]
    [InlineData("ㄱ각ᅠ☀ TBD", "ㄱ각ᅠ☀ TBD", 6)]
    public async Task The_caret_stands_under_what_is_shown(string line, string shown, int cells)
    {
        cli.Write("docs/a.md", $"# A\n\n{line}\n");
        (await cli.RunAsync("validate", "docs")).ShouldExit(3).Out.ShouldContain($"         3 | {shown}\n           | {new string(' ', cells)}^\n");
    }

    [Fact]
    public async Task No_name_or_text_of_a_document_drives_the_terminal()
    {
        cli.OnTerminal = true;
        cli.Environment["NO_COLOR"] = "1";
        cli.Write("docs/a\e[2J\n\u202E\u200F.md", "# A\n\n[x](gone\u2066.md)\n");
        cli.Write("docs/docsgen.validate.yaml", "overrides: [{ files: [x.md], rules: { structure.h1: off } }]\n");
        var answer = (await cli.RunAsync("validate", "docs", "--fix")).ShouldExit(3);
        answer.Out.ShouldContain(@"a\x1B[2J\x0A\u202E\u200F.md (1)" + "\n");
        answer.Out.ShouldContain(@"  error    a\x1B[2J\x0A\u202E\u200F.md:3:1: The link leads to gone\u2066.md, which is not there.");
        answer.Out.Where(c => c != '\n' && (char.IsControl(c) || c is '\u202E' or '\u200F' or '\u2066')).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_issues_of_a_gate_come_out_as_SARIF_and_annotations_too()
    {
        (await cli.CompleteAsync()).ShouldExit(0);
        await cli.RunAsync("run", "bundle", "-o", "b.zip");
        await System.IO.Compression.ZipFile.ExtractToDirectoryAsync(cli["b.zip"], cli["docs"]);
        var file = cli["docs/link-shelf.md"];
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).TrimEnd() + "\n\né TBD\n");
        (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--review-mode", "batch", "--agent", "folder=docs")).ShouldExit(3);

        var annotations = (await cli.RunAsync("run", "issues", "--format", "github")).ShouldExit(0).Out;
        annotations.ShouldMatch("^::error file=link-shelf.md,line=\\d+,col=3,title=placeholders.forbidden::The placeholder \"TBD\" is left; write what belongs there.\n$");
        cli.Write("run.sarif", (await cli.RunAsync("run", "issues", "--format", "sarif")).ShouldExit(0).Out);
        (await CheckSarifAsync(cli["run.sarif"])).ShouldBeEmpty();
        using var sarif = JsonDocument.Parse(await File.ReadAllBytesAsync(cli["run.sarif"]));
        var issue = (await cli.RunAsync("run", "issues", "--json")).Json.GetProperty("issues").EnumerateArray().ShouldHaveSingleItem();
        var result = sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ShouldHaveSingleItem();
        result.GetProperty("message").GetProperty("text").GetString().ShouldBe(issue.GetProperty("message").GetString());
        result.GetProperty("partialFingerprints").GetProperty("docsgenIssue/v1").GetString().ShouldBe(issue.GetProperty("fingerprint").GetString());
    }

    private List<string> States(string file)
    {
        using var sarif = JsonDocument.Parse(File.ReadAllBytes(cli[file]));
        return
        [
            .. sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(r =>
            {
                var region = r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");
                return $"{r.GetProperty("ruleId")} {(r.TryGetProperty("baselineState", out var state) ? state : "")} {region.GetProperty("startLine")}:{(region.TryGetProperty("startColumn", out var column) ? column : "")}";
            }),
        ];
    }

    private void Messy()
    {
        cli.Write("my docs/a é.md", "\uFEFF# A\r\n\r\né \U0001F600 [gone](gone.md) TODO\r\n");
        cli.Write("my docs/b.md", "# B\n\n日本 [x](b.md#no)\n\n```json\n{\"é\": nope}\n```\n\n<!-- docsgen:ignore placeholders.forbidden until 2027-01-31: later -->\n> é\n\n- TBD <!-- docsgen:ignore placeholders.forbidden until 2027-01-31: later -->\n");
        cli.Write("my docs/sub/c.md", "No title.\n");
        Directory.CreateDirectory(cli["my docs/sub"]);
        File.WriteAllBytes(cli["my docs/sub/d.md"], [.. "# D\n\n"u8, 0xFF]);
    }

    // As an editor opens it: lines by any line end, columns in UTF-16 code units.
    private string Opened(JsonElement result)
    {
        var location = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        var file = Uri.UnescapeDataString(location.GetProperty("artifactLocation").GetProperty("uri").GetString()!);
        if (!location.TryGetProperty("region", out var region)) return file;
        var lines = File.ReadAllText(cli[file]).ReplaceLineEndings("\n").Split('\n');
        var line = lines[region.GetProperty("startLine").GetInt32() - 1];
        if (file.EndsWith("d.md", StringComparison.Ordinal)) return file;
        var rest = line[(region.GetProperty("startColumn").GetInt32() - 1)..];
        var length = rest.StartsWith("<!--", StringComparison.Ordinal) ? 11 : rest[0] == '[' ? 6 : rest.StartsWith("TBD", StringComparison.Ordinal) ? 3 : 4;
        return $"{file} {rest[..Math.Min(length, rest.Length)]}";
    }

    private static async Task<string> CheckSarifAsync(string file)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Cli.Repository, "tests/npm/sarif.mjs"), file]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 })!;
        var output = await node.StandardOutput.ReadToEndAsync() + await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0 ? "" : output.Length > 0 ? output : "failed without a word";
    }
}
