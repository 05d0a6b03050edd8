namespace DocsGen.Cli.Tests.Commands.Validate;

public sealed partial class ValidateSettingsTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_settings_file_above_the_folder_holds_and_its_patterns_start_where_it_lies()
    {
        cli.Write("docs/guide/a.md", "# A\n\nTBD\n");
        cli.Write("docs/guide/old/b.md", "no title\n");
        cli.Write("docs/guide/drafts/c.md", "no title\n");
        cli.Write(
            "docs/docsgen.validate.yaml",
            """
            rules:
              placeholders.forbidden: warning
            overrides:
              - files: ["guide/old/**"]
                rules: { structure.h1: info }
            ignore:
              - drafts/
            """);
        var json = (await cli.RunAsync("validate", "docs/guide", "--json")).ShouldExit(0).ShouldBeDocument("validation");
        json.GetProperty("settings").GetString().ShouldBe("WORK/docs/docsgen.validate.yaml");
        json.GetProperty("files").GetInt32().ShouldBe(2);
        json.GetProperty("issues").EnumerateArray().Select(i => $"{i.GetProperty("file")} {i.GetProperty("rule")} {i.GetProperty("severity")}")
            .ShouldBe(["a.md placeholders.forbidden warning", "old/b.md structure.h1 info"]);
        (await cli.RunAsync("validate", "docs/guide/old", "--json")).ShouldExit(0).Json.GetProperty("issues")[0].GetProperty("severity").GetString().ShouldBe("info");
    }

    [Fact]
    public async Task Hosts_terms_and_placeholders_are_the_settings_to_choose()
    {
        cli.Write("docs/a.md", "# A\n\n[a](https://example.org/x) [b](https://docs.example.com) [c](https://elsewhere.test)\n\nA white list. TBD XXXX\n\n`XXXX`\n");
        (await cli.RunAsync("validate", "docs")).ShouldExit(3).Out.ShouldEndWith("1 file: 1 error, 0 warnings, 0 notes.\n");
        cli.Write(
            "docs/docsgen.validate.yaml",
            """
            allowed_hosts: [example.org, "*.example.com"]
            terminology:
              - { term: white list, use: allow list, reason: house style }
            placeholders:
              - { text: "XXX+", match: regex, in: code }
            """);
        (await cli.RunAsync("validate", "docs")).ShouldExit(3).Out.ShouldBe(
            """
            a.md (4)
              error    a.md:3:58: The link leaves the docset for elsewhere.test, which the link policy does not allow.  [links.external.forbidden]
                     3 | [a](https://example.org/x) [b](https://docs.example.com) [c](https://elsewhere.test)
                       |                                                          ^
              error    a.md:5:3: "white list" is a forbidden term; use "allow list" (house style).  [terminology.forbidden_term]
                     5 | A white list. TBD XXXX
                       |   ^
              error    a.md:5:19: The placeholder "XXXX" is left; write what belongs there.  [placeholders.forbidden]
                     5 | A white list. TBD XXXX
                       |                   ^
              error    a.md:7:2: The placeholder "XXXX" is left; write what belongs there.  [placeholders.forbidden]
                     7 | `XXXX`
                       |  ^

            1 file: 4 errors, 0 warnings, 0 notes.

            """);
    }

    [Fact]
    public async Task A_rule_that_is_only_on_for_some_files_is_off_for_the_others()
    {
        cli.Write("docs/a.md", "# A\n\nThe ABC.\n");
        cli.Write("docs/api/b.md", "# B\n\nThe ABC.\n");
        cli.Write("docs/docsgen.validate.yaml", "overrides:\n  - files: [api/]\n    rules: { terminology.acronym: error }\n");
        var issues = (await cli.RunAsync("validate", "docs", "--json")).ShouldExit(3).Json.GetProperty("issues");
        issues.EnumerateArray().Select(i => $"{i.GetProperty("file")} {i.GetProperty("rule")} {i.GetProperty("severity")}").ShouldBe(["api/b.md terminology.acronym error"]);
    }

    [Fact]
    public async Task Links_from_the_root_of_a_site_are_resolved_where_the_settings_say_so()
    {
        cli.Write("site/docs/a.md", "# A\n\n[b](/manual/b) [c](/manual/b.md#part) [d](/manual/sub/) [e](/manual/gone) [f](/other/x) [g](/shop/y) [h](/manual/b#no)\n");
        cli.Write("site/docs/b.md", "# B\n\n## Part\n");
        cli.Write("site/docs/sub/index.md", "# S\n");
        (await cli.RunAsync("validate", "site")).ShouldExit(3).Out.ShouldContain("3 files: 7 errors");
        cli.Write("site/docsgen.validate.yaml", "roots:\n  /manual: docs\n  /shop: elsewhere\n");
        (await cli.RunAsync("validate", "site")).ShouldExit(3).Out.ShouldContain("3 files: 3 errors");
        var issues = (await cli.RunAsync("validate", "site/docs", "--json")).ShouldExit(3).Json.GetProperty("issues").EnumerateArray().Select(i => $"{i.GetProperty("rule")} {i.GetProperty("message")}");
        issues.ShouldBe(
        [
            "links.internal.resolves The link leads to gone, which is not there.",
            "links.relative_only The link leads to the absolute path /other/x; name the file beside this one instead, or say in 'roots' what /other stands for.",
            "links.anchor.resolves No heading of b.md has the anchor #no.",
        ]);
    }

    [Fact]
    public async Task Links_to_folders_and_out_of_the_folder_resolve_when_they_lead_somewhere()
    {
        cli.Write("repo/docs/a.md", "# A\n\n[b](sub) [c](sub/) [d](./) [e](../) [f](../src/x.cs) [g](../src/gone.cs) [h](../../repo/README.md#any) [i](nothing/)\n");
        cli.Write("repo/docs/sub/b.md", "# B\n");
        cli.Write("repo/src/x.cs", "");
        cli.Write("repo/README.md", "# R\n");
        var issues = (await cli.RunAsync("validate", "repo/docs", "--json")).ShouldExit(3).Json.GetProperty("issues").EnumerateArray().Select(i => i.GetProperty("message").GetString());
        issues.ShouldBe(["The link leads to ../src/gone.cs, which is not there.", "The link leads to nothing/, which is not there."]);
    }

    [Theory]
    [InlineData("rule: {}", "line 1: 'rule' is nothing that can stand here; there are strictness, rules, overrides, ignore, roots, allowed_hosts, terminology, placeholders, suppress, formula, profile, requirements.")]
    [InlineData("rules:\n  links.internal: error", "line 2: there is no rule 'links.internal'; the ones like it are links.internal.resolves, links.anchor.resolves, links.relative_only, links.external.forbidden, links.generation_artifact.")]
    [InlineData("rules:\n  structure.h2: error", "line 2: there is no rule 'structure.h2'; the nearest is structure.h1.")]
    [InlineData("rules:\n  nothing: error", "line 2: there is no rule 'nothing'; 'docsgen validate --rules' lists them.")]
    [InlineData("suppress:\n  - rule: code.invald\n    reason: x\n    until: 2027-01-31", "line 2: there is no rule code.invald; the nearest is code.invalid.")]
    [InlineData("ignore:\n  - a.md\n  - ../x", "line 3: '../x' leads out of the folder of this file.")]
    [InlineData("roots:\n  /manual: mnual", "line 2: '/manual' stands for 'mnual', which is no folder beside this file; write 'elsewhere' for another site.")]
    [InlineData("roots:\n  /manual: a.md", "line 2: '/manual' stands for 'a.md', which is no folder beside this file; write 'elsewhere' for another site.")]
    [InlineData("rules: &a {}\noverrides:\n  - files: [a.md]\n    rules: *a", "line 4: aliases (*name) are not understood; write the value out.")]
    [InlineData("strictness: strict\n---\nstrictness: lenient", "line 3: a second document begins here; all settings stand in one.")]
    [InlineData("ignore: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "line 1: this is nested more than 32 deep.")]
    [InlineData("rules:\n  structure.h1: fatal", "line 2: 'structure.h1' is 'fatal'; it must be error or warning or info or off.")]
    [InlineData("rules:\n  markdown.malformed: off", "line 2: markdown.malformed cannot be off: a file that cannot be read would pass every other rule; leave the file out with 'ignore'.")]
    [InlineData("rules: [a]", "line 1: 'rules' must be a list of 'key: value' lines.")]
    [InlineData("ignore: [\"a\\\\b\"]", "line 1: 'a\\b': folders are separated by /.")]
    [InlineData("overrides:\n  - rules: {}", "line 2: 'files' is missing here.")]
    [InlineData("allowed_hosts: [\"https://example.org\"]", "line 1: 'https://example.org' is no host; write example.org, or *.example.org for all below.")]
    [InlineData("placeholders:\n  - text: \"(a)\\\\1\"\n    match: regex", "line 2: '(a)\\1' is no regular expression that can be matched in linear time: ")]
    [InlineData("suppress:\n  - rule: structure.h1\n    reason: x\n    until: soon", "line 4: 'soon' is no day; write it as 2027-01-31.")]
    [InlineData("suppress:\n  - rule: structure.h1\n    until: 2027-01-31", "line 2: 'reason' is missing here.")]
    [InlineData("suppress:\n  - rule: validator.failed\n    reason: x\n    until: 2027-01-31", "line 2: issues of validator.failed cannot be suppressed.")]
    [InlineData("roots:\n  manual: docs", "line 2: 'manual' must begin with a slash: it is the start of links.")]
    [InlineData("roots:\n  /: ../x", "line 2: '../x' leads out of the folder of this file.")]
    [InlineData("strictness: very", "line 1: 'strictness' is 'very'; it must be strict or lenient.")]
    [InlineData("a: b: c", "line 1: ")]
    [InlineData("- a", "line 1: it must be a list of 'key: value' lines.")]
    public async Task What_cannot_be_is_refused_with_its_line(string yaml, string sentence)
    {
        cli.Write("docs/a.md", "# A\n");
        cli.Write("docs/docsgen.validate.yaml", yaml);
        (await cli.RunAsync("validate", "docs")).ShouldExit(2).Error.ShouldStartWith($"error: WORK/docs/docsgen.validate.yaml, {sentence}");
    }

    [Fact]
    public async Task A_pattern_that_fits_no_file_is_told_on_standard_error_and_stops_nothing()
    {
        cli.Write("docs/a.md", "# A\n");
        cli.Write("docs/drafts/b.md", "TBD\n");
        cli.Write("docs/node_modules/c.md", "TBD\n");
        cli.Write(
            "docs/docsgen.validate.yaml",
            """
            ignore:
              - drafts/
              - node_modules/
              - drfts/
            overrides:
              - files: ["*.md", "api/**"]
                rules: { structure.h1: warning }
            suppress:
              - rule: code.invalid
                files: [old.md]
                reason: later
                until: 2027-01-31
            """);
        var answer = (await cli.RunAsync("validate", "docs", "--json")).ShouldExit(0);
        answer.Error.ShouldBe(
            """
            warning: WORK/docs/docsgen.validate.yaml, line 4: 'drfts/' in 'ignore' fits no file.
            warning: WORK/docs/docsgen.validate.yaml, line 6: 'api/**' in 'files' fits no file.
            warning: WORK/docs/docsgen.validate.yaml, line 10: 'old.md' in 'files' fits no file.

            """);
        answer.ShouldBeDocument("validation");
        (await cli.RunAsync("validate", "docs", "--quiet")).ShouldExit(0).Error.ShouldBeEmpty();
        cli.Write("docs/other/b.md", "# B\n");
        (await cli.RunAsync("validate", "docs/other")).ShouldExit(0).Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_title_in_front_matter_does_for_the_H1()
    {
        cli.Write("docs/a.md", "---\ntitle: A page\n---\nText.\n");
        cli.Write("docs/b.md", "---\ntitle: A page\n---\n# A\n\n# B\n");
        cli.Write("docs/c.md", "---\nlayout: x\n---\nText.\n");
        var issues = (await cli.RunAsync("validate", "docs", "--json")).ShouldExit(3).Json.GetProperty("issues").EnumerateArray().Select(i => $"{i.GetProperty("file")}:{i.GetProperty("line")} {i.GetProperty("rule")}");
        issues.ShouldBe(["b.md:6 structure.h1", "c.md:0 structure.h1"]);
    }

    [Fact]
    public async Task Init_writes_a_file_that_changes_nothing_and_never_replaces_one()
    {
        cli.Write("docs/a.md", "# A\n\nTBD\n");
        var before = (await cli.RunAsync("validate", "docs")).Out;
        (await cli.RunAsync("validate", "docs", "--init")).ShouldExit(0).Out.ShouldBe("WORK/docs/docsgen.validate.yaml is written. Every key in it is explained there.\n");
        (await cli.RunAsync("validate", "docs")).ShouldExit(3).Out.ShouldBe(before);
        (await cli.RunAsync("validate", "docs", "--init")).ShouldRefuse(2, "WORK/docs/docsgen.validate.yaml is there already; nothing was changed.");
    }

    [Fact]
    public async Task Every_example_in_the_written_file_is_one_that_holds()
    {
        cli.Write("docs/a.md", "# A\n");
        Directory.CreateDirectory(cli["docs/docs/handbook"]);
        await cli.RunAsync("validate", "docs", "--init");
        var lines = await File.ReadAllLinesAsync(cli["docs/docsgen.validate.yaml"]);

        // Sentences begin with a capital; what else is commented out is YAML.
        var open = lines.Where(l => !Sentence().IsMatch(l)).Select(l => l.StartsWith("# ", StringComparison.Ordinal) ? l[2..] : l).ToList();
        open.RemoveAll(l => l.StartsWith("requirements:", StringComparison.Ordinal) || l.StartsWith("formula:", StringComparison.Ordinal));
        cli.Write("docs/docsgen.validate.yaml", string.Join('\n', open));
        var answer = await cli.RunAsync("validate", "docs", "--json");
        answer.ShouldExit(0).Json.GetProperty("issues").EnumerateArray().Select(i => i.GetProperty("rule").GetString()).ShouldBe(["suppression.unused"], answer.Out);
        foreach (var key in new[] { "overrides:", "roots:", "allowed_hosts:", "ignore:", "terminology:", "placeholders:", "suppress:" }) open.ShouldContain(l => l.StartsWith(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_rules_are_listed_as_they_weigh_here()
    {
        cli.Write("docs/a.md", "# A\n");
        cli.Write("docs/docsgen.validate.yaml", "rules: { structure.h1: warning, code.invalid: off }\n");
        var rules = (await cli.RunAsync("validate", "docs", "--rules", "--json")).ShouldExit(0).ShouldBeDocument("validation.rules").GetProperty("rules").EnumerateArray()
            .ToDictionary(r => r.GetProperty("id").GetString()!, r => r.GetProperty("severity").GetString(), StringComparer.Ordinal);
        (rules["structure.h1"], rules["code.invalid"], rules["links.internal.resolves"], rules["schema.drift"], rules["suppression.unused"]).ShouldBe(("warning", "off", "error", "off", "warning"));
        (await cli.RunAsync("validate", "docs", "--rules")).ShouldExit(0).Out.ShouldStartWith("RULE ");
    }

    [System.Text.RegularExpressions.GeneratedRegex("^# ([A-Z]|strict or|match: word)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture | System.Text.RegularExpressions.RegexOptions.NonBacktracking)]
    private static partial System.Text.RegularExpressions.Regex Sentence();
}
