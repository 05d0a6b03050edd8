using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation;

public class LinkRuleTests
{
    [Fact]
    public void A_link_to_a_file_that_is_not_planned_names_the_closest_one() =>
        new Docs().Add("sample-01-base.md", "é [x](sample-01-bsae.md#a)\n").Issues("links.internal.resolves")
            .ShouldBe(["sample-01-base.md:1:4 The link leads to sample-01-bsae.md, which is not planned; did you mean sample-01-base.md?"]);

    [Theory]
    [InlineData("[x](b.md)", true)]
    [InlineData("[x](./b.md?q#b)", true)]
    [InlineData("[x][r]\n\n[r]: b.md", true)]
    [InlineData("[x](%62.md)", true)]
    [InlineData("[x](#a)", true)]
    [InlineData("`[x](no.md)`", true)]
    [InlineData("[x](B.md)", false)]
    [InlineData("[x](sub/b.md)", false)]
    [InlineData("[x](../b.md)", false)]
    [InlineData("[x]()", false)]
    [InlineData("![x](no.png)", false)]
    [InlineData("<a href=\"no.md\">x</a>", false)]
    [InlineData("> [x](no.md)", false)]
    [InlineData("- [x](no.md)", false)]
    [InlineData("[x][r]\n\n[r]: no.md", false)]
    [InlineData("[x](extra.md)", false)]
    public void A_link_leads_to_a_planned_file_that_is_there(string markdown, bool fine) =>
        Docs.With($"# A\n\n{markdown}\n").Add("b.md", "# B\n").AddUnplanned("extra.md", "# E\n")
            .Places("links.internal.resolves").Count(p => p.StartsWith("a.md:", StringComparison.Ordinal)).ShouldBe(fine ? 0 : 1);

    [Fact]
    public void Before_its_phase_a_target_need_only_be_planned()
    {
        var docs = new Docs { Phase = 1 }.Add("a.md", "# A\n\n[x](late.md#no)\n[y](now.md)\n").Plan("late.md", phase: 2).Plan("now.md", phase: 1);

        docs.Places("links.internal.resolves").ShouldBe(["a.md:4:1"]);
        docs.Places("links.anchor.resolves").ShouldBeEmpty();
        docs.Phase = 2;
        docs.Places("links.internal.resolves").ShouldBe(["a.md:3:1", "a.md:4:1"]);
    }

    [Fact]
    public void An_anchor_that_no_heading_has_names_the_closest_one()
    {
        var docs = Docs.With("# The C# part\n\n[a](#the-c-part) [b](#the-c-prt) [c](b.md#x-1) [d](b.md#id) [e](b.md#zzzzzzzz) [f](#)\n").Add("b.md", "# X\n\n## X\n\n<a id=\"id\"></a>\n");

        docs.Issues("links.anchor.resolves").ShouldBe(
        [
            "a.md:3:18 No heading of this file has the anchor #the-c-prt; did you mean #the-c-part (\"The C# part\")?",
            "a.md:3:61 No heading of b.md has the anchor #zzzzzzzz.",
        ]);
    }

    [Theory]
    [InlineData("/a.md")]
    [InlineData("\\\\host\\a.md")]
    [InlineData("C:/a.md")]
    [InlineData("file:///a.md")]
    [InlineData("FILE:a.md")]
    public void An_absolute_path_is_found(string target) =>
        Docs.With($"x [a](<{target.Replace("\\", "\\\\", StringComparison.Ordinal)}>)\n").Places("links.relative_only").ShouldBe(["a.md:1:3"]);

    [Theory]
    [InlineData("https://docs.airtable.com/other", "requirements", true)]
    [InlineData("https://DOCS.airtable.com:443/x", "requirements", true)]
    [InlineData("https://evil.test/docs.airtable.com", "requirements", false)]
    [InlineData("https://docs.airtable.com@evil.test/", "requirements", false)]
    [InlineData("//evil.test/x", "requirements", false)]
    [InlineData("mailto:a@evil.test", "requirements", false)]
    [InlineData("mailto:help@sample.test", "requirements", true)]
    [InlineData("https://docs.airtable.com/other", "none", false)]
    [InlineData("https://docs.airtable.com/api", "none", true)]
    [InlineData("https://anywhere.test", "any", true)]
    [InlineData("javascript:alert(1)", "any", false)]
    [InlineData("data:text/html,x", "any", false)]
    [InlineData("https://allowed.test/x", "requirements", true)]
    public void An_external_link_goes_to_an_allowed_host(string target, string policy, bool fine)
    {
        var docs = Docs.With($"é [a](<{target}>)\n").Needing("""
            "errors": [ { "code": "A", "message": "Write to mailto:help@sample.test" } ],
            "integrations": [ { "name": "Airtable", "docs_url": "https://docs.airtable.com/api" } ]
            """);
        docs.Links = new() { External = policy, AllowedHosts = ["allowed.test"] };

        docs.Places("links.external.forbidden").ShouldBe(fine ? [] : ["a.md:1:4"]);
    }

    [Fact]
    public void Autolinks_count_and_code_does_not()
    {
        var docs = Docs.With("see https://evil.test and <https://evil.test> and `https://evil.test` and www.evil.test\n");

        docs.Places("links.external.forbidden").ShouldBe(["a.md:1:5", "a.md:1:27", "a.md:1:75"]);
    }

    [Fact]
    public void A_link_to_a_generation_artifact_is_found_and_is_no_broken_link()
    {
        var docs = Docs.With("[r](05-report.md)\n").Artifact("05-report.md");

        docs.Places("links.generation_artifact").ShouldBe(["a.md:1:1"]);
        docs.Places("links.internal.resolves").ShouldBeEmpty();
    }

    [Fact]
    public void Ten_thousand_broken_links_answer_quickly()
    {
        var docs = Docs.With(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"- [x](sample-{i}.md#a)\n")));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        docs.Issues("links.internal.resolves").Count.ShouldBe(10_000);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Strictness_changes_no_link_rule()
    {
        var docs = Docs.With("[x](no.md)\n");
        docs.Strictness = Strictness.Lenient;

        docs.Places("links.internal.resolves").Count.ShouldBe(1);
    }
}
