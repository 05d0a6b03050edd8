namespace DocsGen.Core.Tests.Validation.Rules;

/// <summary>Requirements for the rule on diagrams.</summary>
internal static class DiagramDocs
{
    public const string Needs = """
        "entities": [ { "name": "Item" } ], "components": [ { "name": "Form" } ],
        "users_and_flows": { "primary_flows": [ { "name": "Create", "steps": ["a"] }, { "name": "Create group", "steps": ["a"] } ] }
        """;
}
