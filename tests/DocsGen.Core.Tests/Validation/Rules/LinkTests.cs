using System.Diagnostics;
using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation.Rules;

/// <summary>Targets of links, as browsers read them, and the rules on each kind.</summary>
public class LinkTests
{
    private static Docs With(string markdown, string policy = "requirements")
    {
        var docs = Docs.With(markdown).Add("b.md", "# B\n").Needing("""
            "errors": [ { "code": "A", "message": "See https://ok.test/a/b (or mailto:help@ok.test)." } ]
            """);
        docs.Links = new() { External = policy };
        return docs;
    }

    [Theory]
    [InlineData("é [x](no.md)", "1:4")]
    [InlineData("[x](./)", "1:1")]
    [InlineData("[x](.)", "1:1")]
    [InlineData("[x](%2e%2e/b.md)", "1:1")]
    [InlineData("[x](sub\\\\b.md)", "1:1")]
    [InlineData("[x](B.MD)", "1:1")]
    [InlineData("[x\ny](no.md)", "1:1")]
    [InlineData("# [x](no.md)", "1:3")]
    [InlineData("| a |\n|---|\n| é [x](no.md) |", "3:6")]
    [InlineData("<a href='no.md'>x</a>", "1:10")]
    [InlineData("<IMG SRC=no.png>", "1:10")]
    [InlineData("<img srcset=\"b.md 1x, no.png 2x\">", "1:23")]
    [InlineData("<div>\n<a href=\"no&#46;md\">x</a>\n</div>", "2:10")]
    [InlineData("<object data=\"no.svg\"></object>", "1:15")]
    [InlineData("<video poster=\"no.png\"></video>", "1:16")]
    public void A_broken_link_is_found_however_it_is_written(string markdown, string place) => With(markdown).Places("links.internal.resolves").ShouldBe([$"a.md:{place}"]);

    [Theory]
    [InlineData("[unused]: no.md")]
    [InlineData("`[x](no.md)` and <!-- <a href=\"no.md\"> -->")]
    [InlineData("```\n[x](no.md)\n```\n\n    [x](no.md)")]
    [InlineData("[x](?q) [y](#a) [z](%62.md?q#b) <span data=\"no.md\"></span>\n\n# A")]
    public void What_is_no_link_to_a_file_is_not_judged(string markdown) => With(markdown).Places("links.internal.resolves").ShouldBeEmpty();

    [Fact]
    public void A_linked_image_gives_two_links() => With("[![alt](no.png)](no.md)").Places("links.internal.resolves").ShouldBe(["a.md:1:1", "a.md:1:2"]);

    [Fact]
    public void Where_only_the_case_differs_the_message_says_so()
    {
        With("[x](B.md)").Issues("links.internal.resolves").ShouldBe(["a.md:1:1 The link leads to B.md, which is not planned; did you mean b.md? Case counts."]);
        With("# Set up\n\n[x](#Set-Up)").Issues("links.anchor.resolves").ShouldBe(["a.md:3:1 No heading of this file has the anchor #Set-Up; did you mean #set-up (\"Set up\")? Case counts."]);
        With("# Set up\n\n[x](#user-content-set-up)").Issues("links.anchor.resolves").ShouldBe(["a.md:3:1 No heading of this file has the anchor #user-content-set-up; did you mean #set-up (\"Set up\")?"]);
    }

    [Theory]
    [InlineData("[x](</etc/x>)")]
    [InlineData("[x](\\\\srv)")]
    [InlineData("<a href=\"&#47;etc\">x</a>")]
    [InlineData("[x](<fi&Tab;le:x>)")]
    [InlineData("<a href=\"FI\nLE:x\">x</a>")]
    [InlineData("[x](<c:x>)")]
    public void An_absolute_path_is_found_however_it_is_written(string markdown) => With(markdown).Places("links.relative_only").Count.ShouldBe(1);

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
    public void A_link_to_another_place_is_found_however_it_is_written(string markdown, string policy) => With(markdown, policy).Places("links.external.forbidden").Count.ShouldBe(1);

    [Theory]
    [InlineData("[x](https://ok.test/other)", "requirements")]
    [InlineData("[x](<HTTPS:\\\\\\\\OK.test/x>)", "requirements")]
    [InlineData("[x](https://ok.test/a/b)", "none")]
    [InlineData("[x](mailto:help@ok.test)", "none")]
    [InlineData("<https://ok.test/a/b>", "none")]
    public void A_link_to_an_allowed_place_is_fine(string markdown, string policy) => With(markdown, policy).Places("links.external.forbidden").ShouldBeEmpty();

    [Theory]
    [InlineData("[x](#)")]
    [InlineData("[x](#top) [y](b.md#TOP)")]
    [InlineData("[x](code.cs#L10)")]
    [InlineData("[x](#gr%C3%BC%C3%9Fe) [y](#grüße)\n\n# Grüße")]
    [InlineData("<h2 id=\"Own\">x</h2>\n\n[x](#Own) [y](#x)")]
    [InlineData("# Title {#own .class}\n\n[x](#own) [y](#title-own-class)")]
    [InlineData("# Title {#own}\n\n[x](#own) [y](#title-own)")]
    [InlineData("> - # In a quote\n\n[x](#in-a-quote)")]
    [InlineData("<a name=\"old\"></a>\n\n[x](#old)")]
    public void An_anchor_that_is_there_resolves(string markdown) => With(markdown).Places("links.anchor.resolves").ShouldBeEmpty();

    [Theory]
    [InlineData("[x](b.md#L10)")]
    [InlineData("<input name=\"old\">\n\n[x](#old)")]
    [InlineData("<!-- <a id=\"old\"> -->\n\n[x](#old)")]
    [InlineData("`<a id=\"old\">` [x](#old)")]
    [InlineData("# Title {#own}\n\n[x](#title)")]
    [InlineData("# ![Logo](b.md) Title\n\n[x](#logo-title)")]
    public void An_anchor_that_is_not_there_does_not_resolve(string markdown) => With(markdown).Places("links.anchor.resolves").Count.ShouldBe(1);

    [Fact]
    public void Ten_thousand_broken_anchors_and_hosts_answer_quickly()
    {
        var clock = Stopwatch.StartNew();
        var text = new StringBuilder();
        for (var i = 0; i < 10_000; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"## Heading {i}\n\n[x](#no-{i}) [y](https://evil{i}.test)\n\n");

        With(text.ToString()).Places("links.anchor.resolves").Count.ShouldBe(10_000);
        With(text.ToString()).Places("links.external.forbidden").Count.ShouldBe(10_000);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Strictness_makes_no_difference_to_links()
    {
        foreach (var rule in new[] { "links.internal.resolves", "links.anchor.resolves", "links.relative_only", "links.external.forbidden" })
        {
            var docs = With("[a](no.md) [b](#no) [c](/x) [d](https://evil.test)");
            docs.Strictness = Strictness.Lenient;
            docs.Places(rule).Count.ShouldBe(1, rule);
        }
    }
}
