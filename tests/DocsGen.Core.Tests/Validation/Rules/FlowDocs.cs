namespace DocsGen.Core.Tests.Validation.Rules;

/// <summary>Requirements for the rules on flows and permissions.</summary>
internal static class FlowDocs
{
    public const string Flows = """
        "users_and_flows": { "roles": [ { "name": "editor", "permissions": ["item.write", "item.write.all"] } ],
          "primary_flows": [ { "name": "Create *item*", "steps": ["a"] }, { "name": "Create *item* group", "steps": ["a"] } ] }
        """;
}
