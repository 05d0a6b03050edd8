using System.Text.Json.Nodes;
using DocsGen.Core.Drafting;
using DocsGen.Core.Formulas;
using DocsGen.Core.Text;
using MarkdownText = DocsGen.Core.Drafting.MarkdownText;

namespace DocsGen.Core.Tests.Drafting;

public sealed class DraftingPartsTests
{
    [Fact]
    public void Anchors_are_those_that_the_validator_computes()
    {
        string[] headings = ["Item", "C#", "C++", "A & B", "snake_case Name", "Größe", "😀 smile", "Item", "item-1", "Item", "  two  spaces", "e\u0301", "²"];
        var validator = new HeadingAnchors();

        var page = string.Concat(headings.Select(h => $"## {MarkdownText.Escape(h)}\n\n"));

        Anchors.Headings(page).Select(h => h.Anchor).ShouldBe(headings.Select(h => validator.Next(h.Trim())));
    }

    [Fact]
    public void Headings_within_fences_are_none() =>
        Anchors.Headings("# One\n\n````text\n# Two\n```\n# Three\n````\n\n## Four\n").Select(h => h.Text).ShouldBe(["One", "Four"]);

    [Theory]
    [InlineData("Save", "Save")]
    [InlineData("a;b", "a#59;b")]
    [InlineData("C#", "C#35;")]
    [InlineData("say \"hi\"", "say #34;hi#34;")]
    [InlineData("the end", "the #101;nd")]
    [InlineData("weekend", "weekend")]
    [InlineData("a-->b", "a#45;#45;#62;b")]
    [InlineData("", "#32;")]
    public void Mermaid_text_holds_nothing_of_its_grammar(string text, string escaped) => MermaidText.Escape(text).ShouldBe(escaped);

    [Theory]
    [InlineData("Item", "Item")]
    [InlineData("end", "E1")]
    [InlineData("Work limit", "E1")]
    [InlineData("1st", "E1")]
    public void Mermaid_ids_are_safe(string name, string id) => MermaidText.Id(name, "E1").ShouldBe(id);

    [Fact]
    public void A_relation_that_both_ends_name_is_drawn_once()
    {
        var board = Entity("Board", new Relation("Card", "one-to-many", "boardId", "$"));
        var card = Entity("Card", new Relation("Board", "many-to-one", "boardId", "$"), new Relation("Card", "many-to-one", "parentId", "$"));

        var diagram = Diagrams.EntityRelationships(Requirements([board, card]));

        diagram.ShouldContain("    Board ||--o{ Card : \"boardId\"\n    Card }o--|| Card : \"parentId\"\n");
        diagram.ShouldNotContain("Card }o--|| Board");
    }

    [Theory]
    [InlineData("many-to-one", true, "Card }o--|| Board")]
    [InlineData("many-to-one", false, "Card }o--o| Board")]
    [InlineData("one-to-one", false, "Card ||--o| Board")]
    [InlineData("many-to-many", false, "Card }o--o{ Board")]
    public void A_relation_through_an_optional_field_is_drawn_optional(string kind, bool required, string line)
    {
        var card = Entity("Card", new Relation("Board", kind, "boardId", "$")) with { Fields = [new Field { Name = "boardId", JsonPath = "$", Type = "uuid", Required = required }] };

        Diagrams.EntityRelationships(Requirements([card, Entity("Board")])).ShouldContain($"    {line} : \"boardId\"\n");
    }

    [Fact]
    public void What_an_entity_has_without_listing_it_is_its_id_and_what_relations_go_through()
    {
        var field = new Field { Name = "columnId", JsonPath = "$", Type = "uuid", Example = "c-1", ExampleJson = "c-1" };
        var card = Entity("Card", new Relation("Column", "many-to-one", "columnId", "$"), new Relation("Label", "many-to-many", "labelIds", "$")) with { IdStrategy = "uuid", Fields = [field] };
        var column = Entity("Column", new Relation("Card", "one-to-many", "columnId", "$")) with { IdStrategy = "sequence" };
        var preview = Entity("Preview") with { IdStrategy = "none; made for each request" };
        var all = Requirements([card, column, preview]);

        ImplicitFields.Of(card, all).Select(f => f.Name).ShouldBe(["id", "labelIds"]);
        ImplicitFields.Of(column, all).ShouldHaveSingleItem().Example!.ToJsonString().ShouldBe("\"c-1\"");
        ImplicitFields.Of(preview, all).ShouldBeEmpty();
        ImplicitFields.Of(card with { Fields = [new Field { Name = "id", JsonPath = "$" }] }, all).ShouldNotContain(f => f.Name == "id");
    }

    [Theory]
    [InlineData("p95_board_open_ms", "board open, 95th percentile", "400 milliseconds")]
    [InlineData("p99_save_seconds", "save, 99th percentile", "400 seconds")]
    [InlineData("max_cards_per_board", "max cards per board", "400")]
    [InlineData("p95_ms", "95th percentile", "400 milliseconds")]
    [InlineData("ms", null, "400 milliseconds")]
    [InlineData("p95_ticket_open_ms", null, "400")]
    [InlineData("Max|Size", null, "400")]
    public void A_key_reads_as_plain_words_where_that_is_mechanical(string key, string? reading, string value)
    {
        var requirements = Requirements([]) with { Terminology = new Terminology { ForbiddenTerms = [new ForbiddenTerm("ticket", "Card", "", "$")] } };

        Readings.Target(key, requirements).ShouldBe(reading);
        Readings.Value(new NamedValue(key, "400"), requirements).ShouldBe(value);
    }

    [Theory]
    [InlineData("length", "string", "3", "120", "3 and 120 characters", "2 or 121 characters")]
    [InlineData("length", "string", "0", "5", "0 and 5 characters", "6 characters")]
    [InlineData("range", "integer", "1", "50", "1 and 50", "0 or 51")]
    [InlineData("range", "integer", null, "50", "50", "51")]
    [InlineData("range", "number", "0.5", "80", "0.5 and 80", "less than 0.5 or more than 80")]
    public void A_limit_gives_values_that_just_meet_it_and_values_that_just_break_it(string rule, string type, string? least, string? most, string passes, string fails)
    {
        var entity = Entity("Card") with { Fields = [new Field { Name = "x", JsonPath = "$", Type = type, Minimum = "-7", Maximum = "7" }] };
        List<NamedValue> settings = [];
        if (least is not null) settings.Add(new NamedValue("minimum", least));
        if (most is not null) settings.Add(new NamedValue("maximum", most));

        var boundaries = Boundaries.Of(new ValidationEntry { JsonPath = "$", Rule = rule, Field = "x", Settings = settings }, entity).ShouldNotBeNull();

        boundaries.Passes.Source.ShouldBe(passes);
        boundaries.Fails.Source.ShouldBe(fails);
        Boundaries.Of(new ValidationEntry { JsonPath = "$", Rule = "unique", Field = "x" }, entity).ShouldBeNull();
    }

    [Fact]
    public void Notes_write_whatever_stands_at_the_path()
    {
        var source = new RequirementsSource(JsonNode.Parse("""{ "ui": { "motion": ["One | two", { "for": "*x*", "list": [1, true] }], "text": "Just # this" } }"""));

        Notes.Write(source, "ui.motion").ShouldBe("- One \\| two\n- Entry:\n  - `for`: \\*x\\*\n  - `list`: 1, true");
        Notes.Write(source, "ui.text").ShouldBe("Just # this");
        Notes.Write(source, "ui.none").ShouldBe("The requirements say nothing about this; `$.ui.none` would fill it.");
        Notes.Write(source: null, "ui").ShouldContain("`$.ui` would fill it");
    }

    [Fact]
    public void The_place_of_a_part_is_a_file_of_its_name_else_the_folder_of_its_kind()
    {
        var map = new StructureMap(new HostStructure(["src/Host/Services/A.cs", "src/Plugins/X/Services/B.cs", "src/Plugins/X/Pages/List.razor", "src/Plugins/X/Pages/List.razor.cs"]));

        map.Component("List", "page").Source.ShouldBe("`src/Plugins/X/Pages/List.razor`, `src/Plugins/X/Pages/List.razor.cs`");
        map.Service("C").Source.ShouldStartWith("`src/Plugins/X/Services/` (not there yet; this folder holds its kind)");
        map.Entity("Item").Source.ShouldBe("no place in the host structure carries its name or kind");
        new StructureMap(host: null).Entity("Item").Source.ShouldBe("no host structure was given");
    }

    [Fact]
    public void An_example_of_an_entity_leaves_out_what_has_none()
    {
        var entity = new Entity
        {
            Name = "Item",
            JsonPath = "$",
            Fields =
            [
                new Field { Name = "count", JsonPath = "$", Type = "integer", Required = true, Example = "3", ExampleJson = JsonNode.Parse("3"), Minimum = "1", Maximum = "9" },
                new Field { Name = "kind", JsonPath = "$", Type = "string", Enum = ["a", "b"] },
                new Field { Name = "note", JsonPath = "$", Type = "money" },
            ],
        };

        EntityJson.Example(entity, onlyRequired: false).ShouldBe("{\n  \"count\": 3,\n  \"kind\": \"a\"\n}");
        EntityJson.Example(entity, onlyRequired: true).ShouldBe("{\n  \"count\": 3\n}");
        var schema = JsonNode.Parse(EntityJson.Schema(entity, []))!;
        schema["properties"]!["count"]!.ToJsonString().ShouldBe("""{"type":"integer","minimum":1,"maximum":9}""");
        schema["properties"]!["note"]!.ToJsonString().ShouldBe("""{"$comment":"type: money"}""");
        schema["required"]!.ToJsonString().ShouldBe("""["count"]""");
    }

    private static Entity Entity(string name, params Relation[] relations) => new() { Name = name, JsonPath = "$", Relations = relations };

    private static Requirements Requirements(IReadOnlyList<Entity> entities) => new() { Plugin = new PluginInfo("P", "p", ""), Entities = entities };
}
