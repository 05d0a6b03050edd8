using System.Diagnostics;
using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation.Rules;

/// <summary>Targets of links, as browsers read them, and the rules on each kind.</summary>
public class LinkTests
{
    [Fact]
    public void Where_only_the_case_differs_the_message_says_so()
    {
        LinkDocs.With("[x](B.md)").Issues("links.internal.resolves").ShouldBe(["a.md:1:1 The link leads to B.md, which is not planned; did you mean b.md? Case counts."]);
        LinkDocs.With("# Set up\n\n[x](#Set-Up)").Issues("links.anchor.resolves").ShouldBe(["a.md:3:1 No heading of this file has the anchor #Set-Up; did you mean #set-up (\"Set up\")? Case counts."]);
        LinkDocs.With("# Set up\n\n[x](#user-content-set-up)").Issues("links.anchor.resolves").ShouldBe(["a.md:3:1 No heading of this file has the anchor #user-content-set-up; did you mean #set-up (\"Set up\")?"]);
    }

    [Fact]
    public void Ten_thousand_broken_anchors_and_hosts_answer_quickly()
    {
        var clock = Stopwatch.StartNew();
        var text = new StringBuilder();
        for (var i = 0; i < 10_000; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"## Heading {i}\n\n[x](#no-{i}) [y](https://evil{i}.test)\n\n");

        LinkDocs.With(text.ToString()).Places("links.anchor.resolves").Count.ShouldBe(10_000);
        LinkDocs.With(text.ToString()).Places("links.external.forbidden").Count.ShouldBe(10_000);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Strictness_makes_no_difference_to_links()
    {
        foreach (var rule in new[] { "links.internal.resolves", "links.anchor.resolves", "links.relative_only", "links.external.forbidden" })
        {
            var docs = LinkDocs.With("[a](no.md) [b](#no) [c](/x) [d](https://evil.test)");
            docs.Strictness = Strictness.Lenient;
            docs.Places(rule).Count.ShouldBe(1, rule);
        }
    }
}
