using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DocsGen.Core.Tests.Validation.Rules;

/// <summary>Input that is large in just the way that one rule looks at takes linear time (V2).</summary>
public class LargeInputTests
{
    private const string Needs = """
        "entities": [ { "name": "Item", "fields": [ { "name": "sku", "type": "string" } ], "validation": [ { "rule": "regex" } ] } ],
        "integrations": [ { "name": "Item", "auth": "token", "failure_policy": "retry", "docs_url": "https://x.test/" } ],
        "errors": [ { "code": "ITEM_SKU", "message": "No." } ]
        """;

    public static TheoryData<string, string> Large => new()
    {
        { "terminology.acronym", Many(150_000, i => $"{Letters(i)} ") },
        { "integrations.undocumented", "| a |\n|---|\n" + Many(100_000, _ => "| [Item](#x) |\n") },
        { "integrations.undocumented", Many(100_000, _ => "## Item\n\n") },
        { "completeness.threshold", Many(100_000, _ => "## Item\n\n") },
        { "schema.new_entity", Many(20_000, i => $"## It{i}\n\n| Field | Type |\n|---|---|\n\n") },
        { "schema.entity_missing", Many(20_000, _ => "## Item\n\n| Field | Type |\n|---|---|\n| sku | string |\n\n") },
        { "ui.error_code_orphan", "| Code | Message |\n|---|---|\n" + Many(60_000, i => $"| ITEM_{i} | x |\n") },
        { "terminology.undefined_term", "# Glossary\n\n" + Many(60_000, i => $"## H{i}\n\n**T{i}** is.\n\n") },
        { "structure.navigation", Many(80_000, _ => "> # q\n\n**a** b\n\n") },
        { "placeholders.forbidden", "<div>\n" + Many(200_000, _ => "<b>&amp;") },
        { "placeholders.forbidden", "# " + Many(200_000, _ => "![](a)") },
    };

    [Theory]
    [MemberData(nameof(Large))]
    public void A_rule_takes_linear_time(string rule, string markdown)
    {
        var docs = Docs.With(markdown).Needing(Needs);
        docs.Terminology = new([new("Other", "Another.", "b.md")]);
        var clock = Stopwatch.StartNew();

        _ = docs.Issues(rule);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(25));
    }

    private static string Letters(int number)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 4; i++, number /= 26) text.Append((char)('A' + (number % 26)));
        return text.ToString();
    }

    private static string Many(int times, Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var i = 0; i < times; i++) text.Append(CultureInfo.InvariantCulture, $"{part(i)}");
        return text.ToString();
    }
}
