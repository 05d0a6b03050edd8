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

    [Fact]
    public void Notes_write_whatever_stands_at_the_path()
    {
        var source = new RequirementsSource(JsonNode.Parse("""{ "ui": { "motion": ["One | two", { "for": "*x*", "list": [1, true] }], "text": "Just # this" } }"""));

        Notes.Write(source, "ui.motion").ShouldBe("- One \\| two\n- Entry:\n  - `for`: \\*x\\*\n  - `list`: 1, true");
        Notes.Write(source, "ui.text").ShouldBe("Just \\# this");
        Notes.Write(source, "ui.none").ShouldBe("The requirements say nothing about this; `$.ui.none` would fill it.");
        Notes.Write(source: null, "ui").ShouldContain("`$.ui` would fill it");
    }

    [Fact]
    public void The_place_of_a_part_is_a_file_of_its_name_else_the_folder_of_its_kind()
    {
        var map = new StructureMap(new HostStructure(["src/Host/Services/A.cs", "src/Plugins/X/Services/B.cs", "src/Plugins/X/Pages/List.razor", "src/Plugins/X/Pages/List.razor.cs"]));

        map.Component("List").Source.ShouldBe("`src/Plugins/X/Pages/List.razor`, `src/Plugins/X/Pages/List.razor.cs`");
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
