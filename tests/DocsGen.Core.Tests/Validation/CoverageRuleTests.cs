namespace DocsGen.Core.Tests.Validation;

public class CoverageRuleTests
{
    private const string Flows = """
        "users_and_flows": { "roles": [ { "name": "editor", "permissions": ["item.write", "item.write.all"] } ],
          "primary_flows": [ { "name": "Create *item*", "steps": ["a"] }, { "name": "Create *item* group", "steps": ["a"] } ] }
        """;

    [Fact]
    public void A_flow_stands_in_the_examples_and_in_the_ui_file_under_its_own_whole_name()
    {
        var docs = new Docs().Add("ex.md", "# E\n\n## Create \\*item\\* group\n\n- Create \\*item\\* now\n").Add("ui.md", "# U\n\nCreate \\*item\\*\ngroup\n\n```\nCreate *item*\n```\n")
            .Role("examples", "ex").Role("ui", "ui").Needing(Flows);

        docs.Issues("flows.undocumented").ShouldBe(["ui.md The flow \"Create *item*\" has no UI section in ui.md."]);
    }

    [Fact]
    public void A_role_and_each_permission_are_named_whole()
    {
        new Docs().Add("a.md", "# A\n\nThe editor may `item.write.all`.\n").Needing(Flows).Issues("permissions.undocumented")
            .ShouldBe(["docset The permission item.write is not named in any file."]);
        new Docs().Add("a.md", "# A\n\nThe editors may item.write, item.write.all.\n").Needing(Flows).Issues("permissions.undocumented")
            .ShouldBe(["docset The role editor is not named in any file."]);
    }

    [Theory]
    [InlineData("## Air\n\ntoken, retry-3. [docs](https://air.test/api)\n", "")]
    [InlineData("| Name | A | F | D |\n|---|---|---|---|\n| Air | token | retry-3 | <https://air.test/api> |\n", "")]
    [InlineData("| Name | A | F | D |\n|---|---|---|---|\n| Air | token | retry-3 | [d](https://air.test/api) |\n", "")]
    [InlineData("Air: token, retry-3, `https://air.test/api`\n", "")]
    [InlineData("## Air\n\n[docs](https://air.test/api) retry-3-times\n\n## Other\n\ntoken retry-3\n", "auth;failure policy")]
    [InlineData("| Air | x |\n|---|---|\n| Air | tokens retry-3 |\n| B | token https://air.test/api |\n", "auth;docs link")]
    public void An_integration_is_documented_with_its_auth_policy_and_link(string markdown, string missing)
    {
        var docs = Docs.With($"# A\n\n{markdown}").Needing("""  "integrations": [ { "name": "Air", "auth": "token", "failure_policy": "retry-3", "docs_url": "https://air.test/api" } ] """);

        docs.Issues("integrations.undocumented").Select(i => i[(i.IndexOf(" The ", StringComparison.Ordinal) + 5)..i.IndexOf(" of the", StringComparison.Ordinal)])
            .ShouldBe(missing.Split(';', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void An_integration_that_is_not_named_is_one_issue() =>
        Docs.With("# A\n\nAirport\n").Needing("""  "integrations": [ { "name": "Air", "auth": "token" } ] """).Issues("integrations.undocumented")
            .ShouldBe(["docset The integration Air is not documented in any file."]);

    [Fact]
    public void A_performance_target_is_named_in_one_of_its_files()
    {
        const string Targets = """  "performance_targets": { "p95_save_ms": 200, "p95_load_ms": 100 } """;

        Docs.With("`p95_save_ms`").Add("b.md", "p95_load_ms_x").Role("performance", "a", "b").Needing(Targets).Issues("performance.undocumented")
            .ShouldBe(["docset The performance target p95_load_ms is not named in a.md or b.md."]);
    }

    [Fact]
    public void Parts_are_mapped_in_rows_or_list_items()
    {
        var docs = Docs.With("# Item\n\nItem\n\n| Part | Place |\n|---|---|\n| ItemForm | x |\n\n- [CatalogService](a.md)\n")
            .Needing("""  "entities": [ { "name": "Item" } ], "components": [ { "name": "ItemForm" } ], "services": [ { "name": "CatalogService" }, { "name": "Other" } ] """);

        docs.Issues("appendix.unmapped").ShouldBe(
        [
            "docset The entity Item is not mapped in any file: it stands in no table row and no list item.",
            "docset The service Other is not mapped in any file: it stands in no table row and no list item.",
        ]);
    }

    [Fact]
    public void Policies_are_missed_with_the_path_that_fills_them() =>
        Docs.With("# A\n").Needing("""  "integrations": [ { "name": "Air" } ] """).Issues("policies.missing").ShouldBe(
        [
            "docset The integration Air has no failure policy; fill $.integrations[0].failure_policy.",
            "docset The requirements have no audit settings; fill $.audit.",
            "docset The requirements have no performance targets; fill $.performance_targets.",
        ]);

    [Fact]
    public void Completeness_counts_by_category_and_lists_what_is_missing()
    {
        var docs = Docs.With("# A\n\n## Item\n\n| Field | Type |\n|---|---|\n| sku | string |\n\nA sku\nis unique.\n\nITEM_SKU\n").Needing("""
            "entities": [ { "name": "Item", "fields": [ { "name": "sku", "type": "string" }, { "name": "size", "type": "int" } ],
              "invariants": ["A sku is unique.", "No more."], "validation": [ { "rule": "regex", "field": "sku", "error_code": "ITEM_SKU" } ] } ],
            "errors": [ { "code": "ITEM_SKU", "message": "No." } ]
            """);
        docs.Completeness = new() { Strict = 0.6 };
        docs.Rules = ["completeness.threshold"];

        var result = docs.Validate();

        var completeness = result.Completeness.ShouldNotBeNull();
        completeness.Categories.Select(c => $"{c.Category} {c.Documented}/{c.Total}").ShouldBe(
            ["entities 1/1", "fields 1/2", "flows 0/0", "integrations 0/0", "permissions 0/0", "validation rules 1/1", "error codes 0/1", "invariants 1/2"]);
        result.Issues.Select(i => $"{i.Severity}: {i.Message}").ShouldBe(
        [
            "Error: 4 of 7 requirements are documented, 0.5714; the threshold is 0.60.",
            "Info: Undocumented, error codes: ITEM_SKU ($.errors[0]).",
            "Info: Undocumented, fields: Item.size ($.entities[0].fields[1]).",
            "Info: Undocumented, invariants: Item: No more. ($.entities[0].invariants[1]).",
        ]);
        docs.Completeness = new() { Strict = 0.57 };
        docs.Validate().Passed.ShouldBeTrue();
    }

    [Fact]
    public void Rules_that_need_requirements_are_off_without_them()
    {
        var docs = Docs.With("# A\n");

        docs.Validate().Issues.ShouldBeEmpty();
        docs.Validate().Completeness.ShouldBeNull();
    }
}
