using DocsGen.Core.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Text;

public class HeadingAnchorsTests
{
    [Theory]
    [InlineData("# A  b", "a--b")]
    [InlineData("# C#, C++ & .NET 10", "c-c--net-10")]
    [InlineData("# snake_case - dash", "snake_case---dash")]
    [InlineData("# ⚡ Start", "-start")]
    [InlineData("# ❤️ x", "️-x")]
    [InlineData("# 👨‍👩‍👧 family", "-family")]
    [InlineData("# İstanbul ISI ı", "i̇stanbul-isi-ı")]
    [InlineData("# e\u0301te\u0301", "e\u0301te\u0301")]
    [InlineData("# 日本語 テスト", "日本語-テスト")]
    [InlineData("# ΟΔΟΣ ΣΑΣ", "οδος-σας")]
    [InlineData("# Ⓐ ½ ²", "ⓐ--")]
    [InlineData("# `code()` and *emph* **st**rong ~~old~~", "code-and-emph-strong-old")]
    [InlineData("# [link](x.md) <b>b</b>", "link-b")]
    [InlineData("# ![alt](x.png) Title", "-title")]
    [InlineData("# Title ![alt](x.png)", "title-")]
    [InlineData("# [![alt](x.png)](y.md) T", "-t")]
    [InlineData("# a &amp; b &lt;c&gt; &nbsp;d", "a--b-c-d")]
    [InlineData("# closed ##", "closed")]
    [InlineData("# not closed#", "not-closed")]
    [InlineData("Two\nlines\n===", "twolines")]
    [InlineData("# a<br>b", "ab")]
    [InlineData("- # in a list", "in-a-list")]
    [InlineData("> # quoted", "quoted")]
    [InlineData("# :rocket: go", "rocket-go")]
    [InlineData("# T {own}", "t-own")]
    [InlineData("# T {#}", "t-")]
    [InlineData("<h2>In <i>HTML</i> &amp; so</h2>", "in-html--so")]
    public void An_anchor_is_that_of_GitHub(string markdown, string anchor) =>
        MarkdownModel.Parse(new("a.md", System.Text.Encoding.UTF8.GetBytes(markdown + "\n"))).Headings.ShouldHaveSingleItem().Anchor.ShouldBe(anchor);

    [Fact]
    public void A_heading_with_an_id_in_braces_has_that_id_or_the_anchor_that_GitHub_makes_of_the_whole_line()
    {
        var model = MarkdownModel.Parse(new("a.md", "# T {#own}\n"u8.ToArray()));

        model.Headings.ShouldHaveSingleItem().Anchor.ShouldBe("own");
        model.Anchors.ShouldBe(["own", "t-own"], ignoreOrder: true);
    }

    [Fact]
    public void Repeated_anchors_are_numbered_past_those_that_are_taken()
    {
        Anchors("a", "a", "a").ShouldBe(["a", "a-1", "a-2"]);
        Anchors("a-1", "a", "a").ShouldBe(["a-1", "a", "a-2"]);
        Anchors("a", "a", "a-1", "a").ShouldBe(["a", "a-1", "a-1-1", "a-2"]);
        Anchors("!", "?", "A", "a").ShouldBe(["", "-1", "a", "a-1"]);
    }

    [Fact]
    public void A_hundred_thousand_equal_headings_answer_quickly()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var anchors = new HeadingAnchors();

        for (var i = 0; i < 100_000; i++) _ = anchors.Next("a");

        anchors.Next("a").ShouldBe("a-100000");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    private static List<string> Anchors(params string[] headings)
    {
        var anchors = new HeadingAnchors();
        return [.. headings.Select(anchors.Next)];
    }
}
