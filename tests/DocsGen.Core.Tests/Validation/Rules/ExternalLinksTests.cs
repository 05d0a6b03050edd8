namespace DocsGen.Core.Tests.Validation.Rules;

public class ExternalLinksTests : RuleTests
{
    protected override string Rule => "links.external.forbidden";

    protected override IReadOnlyList<string> Places => ["a.md:1:4", "a.md:3:3"];

    protected override string Quiet => "`https://evil.test`\n\n```\nhttps://evil.test\n```\n\n[unused]: https://evil.test";

    private protected override Docs Broken() => Docs.With("é [x](https://evil.test)\n\n> https://evil.test\n");

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

    [Theory]
    [InlineData("[x](<https:evil.test//ok.test/>)", "requirements")]
    [InlineData("[x](<https:///evil.test/x>)", "requirements")]
    [InlineData("[x](<https:\\\\\\\\evil.test/ok.test>)", "requirements")]
    [InlineData("[x](<https://ok.test:80@evil.test>)", "requirements")]
    [InlineData("[x](<https://evil.test?@ok.test>)", "requirements")]
    [InlineData("[x](<https://ok.test.evil.test>)", "requirements")]
    [InlineData("[x](<//evil.test>)", "requirements")]
    [InlineData("[x](<\\\\/evil.test>)", "requirements")]
    [InlineData("[x](https://ok.test/a)", "none")]
    [InlineData("[x](https://o)", "none")]
    [InlineData("[x](mailto:a@evil.test,help@ok.test)", "requirements")]
    [InlineData("[x](<java&Tab;script:alert(1)>)", "any")]
    [InlineData("<a href=\"java\nscript:x\">x</a>", "any")]
    [InlineData("<a href=\"&#1;JavaScript:x\">x</a>", "any")]
    [InlineData("[x](vbscript:x)", "any")]
    [InlineData("> [x](data:text/html,x)", "any")]
    public void A_link_to_another_place_is_found_however_it_is_written(string markdown, string policy) => LinkDocs.With(markdown, policy).Places("links.external.forbidden").Count.ShouldBe(1);

    [Theory]
    [InlineData("[x](https://ok.test/other)", "requirements")]
    [InlineData("[x](<HTTPS:\\\\\\\\OK.test/x>)", "requirements")]
    [InlineData("[x](https://ok.test/a/b)", "none")]
    [InlineData("[x](mailto:help@ok.test)", "none")]
    [InlineData("<https://ok.test/a/b>", "none")]
    public void A_link_to_an_allowed_place_is_fine(string markdown, string policy) => LinkDocs.With(markdown, policy).Places("links.external.forbidden").ShouldBeEmpty();
}
