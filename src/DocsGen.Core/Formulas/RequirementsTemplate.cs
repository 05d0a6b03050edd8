using System.Text;
using System.Text.Json;

namespace DocsGen.Core.Formulas;

/// <summary>
/// The file that <c>docsgen requirements init</c> writes: JSON with comments, which reads without complaint, and whose preflight findings
/// are just what the user must fill.
/// </summary>
public static class RequirementsTemplate
{
    private const int MostParts = 40;

    /// <summary>A starting file; from a host's structure it also names the UI framework and the parts that the host has already.</summary>
    public static string Commented(HostStructure? from)
    {
        var razor = from?.Paths.Any(p => p.EndsWith(".razor", StringComparison.Ordinal)) == true;
        return Text
            .Replace("@framework@", razor ? "Blazor" : "", StringComparison.Ordinal)
            .Replace("@reference@", from is null ? "" : "the host structure given with --host", StringComparison.Ordinal)
            .Replace("@components@", Parts(Components(from), ", \"kind\": \"component\"", "{ \"name\": \"ItemForm\", \"kind\": \"component\", \"uses\": [\"Item\"] }"), StringComparison.Ordinal)
            .Replace("@services@", Parts(Services(from), "", "{ \"name\": \"CatalogService\", \"uses\": [\"Item\"] }"), StringComparison.Ordinal);
    }

    private static string Parts(List<string> names, string more, string example)
    {
        if (names.Count == 0) return $"\n    // {example}\n  ";
        var text = new StringBuilder();
        foreach (var name in names) text.Append("\n    { \"name\": ").Append(Quoted(name)).Append(more).Append(", \"uses\": [] },");
        return text.Append("\n  ").ToString();
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static List<string> Components(HostStructure? from) => Names(from, ".razor", name => name is not ("App" or "Routes" or "MainLayout" or "NavMenu") && !name.StartsWith('_'));

    private static List<string> Services(HostStructure? from) => Names(from, "Service.cs", name => name.Length > 0 && !(name.Length > 1 && name[0] == 'I' && char.IsAsciiLetterUpper(name[1])))
        .ConvertAll(name => $"{name}Service");

    private static List<string> Names(HostStructure? from, string ending, Func<string, bool> counts)
    {
        var names = new List<string>();
        foreach (var path in from?.Paths ?? [])
        {
            if (!path.EndsWith(ending, StringComparison.Ordinal)) continue;
            var name = path[(path.LastIndexOf('/') + 1)..^ending.Length];
            if (counts(name) && !names.Contains(name, StringComparer.OrdinalIgnoreCase) && names.Count < MostParts) names.Add(name);
        }

        return names;
    }

    private const string Text = """
        // The requirements of a plugin. Comments and trailing commas are fine here.
        // Fill what is empty, then run: docsgen requirements check
        {
          "plugin": {
            // As people say it: "Sample Catalog".
            "name": "",
            // Begins every file name: lower-case words joined by hyphens, such as "sample-catalog".
            "slug": "",
            // What it does and for whom, 50 to 500 characters.
            "summary": ""
          },

          // What the plugin keeps or shows: at least one entity, each with at least three fields.
          // {
          //   "name": "Item", "id_strategy": "uuid", "description": "Something that the shop sells.", "persisted": true,
          //   "fields": [
          //     { "name": "sku", "type": "string", "required": true, "pattern": "^[A-Z0-9-]{5,}$", "example": "AB-123", "description": "..." }
          //   ],
          //   "relations": [ { "to": "Category", "kind": "many-to-one", "via": "categoryId" } ],
          //   "invariants": [ "A sku is unique within a catalog." ],
          //   "validation": [ { "rule": "regex", "field": "sku", "pattern": "^[A-Z0-9-]{5,}$", "error_code": "ITEM_SKU" } ]
          // }
          // An entity without rules says "validation": "none".
          "entities": [],

          "users_and_flows": {
            // { "name": "editor", "permissions": ["item.write"] }
            "roles": [],
            // At least one: { "name": "Create item", "role": "editor", "permissions": ["item.write"], "steps": ["Open the form", "Save"], "errors": ["ITEM_SKU"] }
            "primary_flows": [],
            "secondary_flows": []
          },

          // Every error that a user can meet. The message is what they read, character for character.
          // { "code": "ITEM_SKU", "message": "Sku must match ^[A-Z0-9-]{5,}$.", "severity": "error" }
          "errors": [],

          // { "name": "Airtable", "purpose": "...", "auth": "token", "failure_policy": "retry-3-then-fail", "docs_url": "https://..." }
          "integrations": [],

          // Parts of the UI, and what each uses: entities, components, services or integrations.
          "components": [@components@],

          // Parts behind the UI.
          "services": [@services@],

          "terminology": {
            // { "term": "Catalog", "definition": "All items of one shop.", "synonyms": [], "related": [] }
            "terms": [],
            // Words that no document may use: { "term": "product list", "use_instead": "Catalog", "reason": "..." }
            "forbidden_terms": []
          },

          // Strict runs ask for these: "p95_save_ms": 200
          "performance_targets": {},

          // Strict runs ask for these too. Take the comment away to fill them.
          // "audit": { "enabled": true, "retention_days": 30 },

          "policies": {
            // rbac, abac or custom
            "permissions_model": ""
          },

          "host_integration_contract": {
            "runtime": {
              // Such as "Blazor".
              "ui_framework": "@framework@",
              // Server, WebAssembly, Hybrid or Auto.
              "blazor_model": ""
            },
            // The archive or folder that shows the host's structure.
            "plugin_structure_reference": "@reference@"
          }
        }

        """;
}
