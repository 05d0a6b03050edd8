using System.Text.Json;
using System.Text.Json.Nodes;

namespace DocsGen.Core.Formulas;

/// <summary>Maps a requirements object to the records, remembering what it did not know.</summary>
internal sealed class RequirementsMapper(JsonCursor root)
{
    private readonly List<string> unknown = [];
    private readonly List<RequirementText> texts = [];

    public Requirements Map()
    {
        CollectTexts(root.Element, "$");
        NoteUnknown(root, "$schema", "plugin", "entities", "users_and_flows", "errors", "integrations", "components", "services", "terminology",
            "performance_targets", "audit", "policies", "host_integration_contract", "docset",
            // Free-form: templates write whatever stands there, and a page without it names them as what would fill it.
            "ui", "javascript", "visual", "updates", "macros", "deployment", "sync");
        return new()
        {
            Plugin = Plugin(root.Member("plugin").AsObject()),
            Entities = [.. root.Member("entities").Items().Select(i => i.AsObject()).Select(MapEntity)],
            UsersAndFlows = Users(root.Member("users_and_flows").AsObject()),
            Errors = [.. root.Member("errors").Items().Select(i => i.AsObject()).Select(MapError)],
            Integrations = [.. root.Member("integrations").Items().Select(i => i.AsObject()).Select(MapIntegration)],
            Components = [.. root.Member("components").Items().Select(i => i.AsObject()).Select(MapComponent)],
            Services = [.. root.Member("services").Items().Select(i => i.AsObject()).Select(MapService)],
            Terminology = MapTerminology(root.Member("terminology").AsObject()),
            PerformanceTargets = Named(root.Member("performance_targets").AsObject()),
            Audit = MapAudit(root.Member("audit").AsObject()),
            Policies = MapPolicies(root.Member("policies").AsObject()),
            Host = MapHost(root.Member("host_integration_contract").AsObject()),
            FileNames = MapFileNames(root.Member("docset").AsObject()),
            Texts = texts,
            Source = JsonObject.Create(root.Element.Clone()),
            UnknownKeys = unknown,
        };
    }

    private PluginInfo Plugin(JsonCursor c)
    {
        NoteUnknown(c, "name", "slug", "summary");
        return new(c.Member("name").Text(), c.Member("slug").Text(), c.Member("summary").Text());
    }

    private Entity MapEntity(JsonCursor c)
    {
        NoteUnknown(c, "name", "id_strategy", "description", "persisted", "fields", "relations", "invariants", "validation");
        var validation = c.Member("validation");
        var none = validation.Element.ValueKind == JsonValueKind.String && validation.Element.ValueEquals("none");
        return new()
        {
            Name = c.Member("name").Text(),
            JsonPath = c.Path,
            IdStrategy = c.Member("id_strategy").Text(),
            Description = c.Member("description").Text(),
            Persisted = c.Member("persisted").Bool(),
            Fields = [.. c.Member("fields").Items().Select(i => i.AsObject()).Select(MapField)],
            Relations = [.. c.Member("relations").Items().Select(i => i.AsObject()).Select(MapRelation)],
            Invariants = c.Member("invariants").Texts(),
            ValidationIsNone = none,
            Validation = none ? [] : [.. validation.Items().Select(i => i.AsObject()).Select(MapValidation)],
        };
    }

    private Field MapField(JsonCursor c)
    {
        NoteUnknown(c, "name", "type", "required", "pattern", "minLength", "maxLength", "minimum", "maximum", "enum", "example", "description");
        var example = c.Member("example");
        return new()
        {
            Name = c.Member("name").Text(),
            JsonPath = c.Path,
            Type = c.Member("type").Text(),
            Required = c.Member("required").Bool(),
            Pattern = c.Member("pattern").OptionalText(),
            MinLength = c.Member("minLength").OptionalLong(),
            MaxLength = c.Member("maxLength").OptionalLong(),
            Minimum = c.Member("minimum").OptionalNumber(),
            Maximum = c.Member("maximum").OptionalNumber(),
            Enum = [.. c.Member("enum").Items().Select(i => i.AnyAsText()).OfType<string>()],
            Example = example.AnyAsText(),
            ExampleJson = example.Element.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(example.Element.GetRawText(), documentOptions: JsonText.HandWritten),
            Description = c.Member("description").Text(),
        };
    }

    private Relation MapRelation(JsonCursor c)
    {
        NoteUnknown(c, "to", "kind", "via");
        return new(c.Member("to").Text(), c.Member("kind").Text(), c.Member("via").Text(), c.Path);
    }

    private static ValidationEntry MapValidation(JsonCursor c) => new()
    {
        JsonPath = c.Path,
        Rule = c.Member("rule").Text(),
        Field = c.Member("field").Text(),
        Pattern = c.Member("pattern").OptionalText(),
        ErrorCode = c.Member("error_code").Text(),
        Description = c.Member("description").Text(),
        // A rule's own settings (minimum, values ...) are part of it, not unknown.
        Settings = Named(c, "rule", "field", "pattern", "error_code", "description"),
    };

    private UsersAndFlows Users(JsonCursor c)
    {
        NoteUnknown(c, "roles", "primary_flows", "secondary_flows");
        return new()
        {
            Roles = [.. c.Member("roles").Items().Select(i => i.AsObject()).Select(MapRole)],
            PrimaryFlows = [.. c.Member("primary_flows").Items().Select(i => i.AsObject()).Select(f => MapFlow(f, primary: true))],
            SecondaryFlows = [.. c.Member("secondary_flows").Items().Select(i => i.AsObject()).Select(f => MapFlow(f, primary: false))],
        };
    }

    private Role MapRole(JsonCursor c)
    {
        NoteUnknown(c, "name", "permissions", "description");
        return new(c.Member("name").Text(), c.Member("permissions").Texts(), c.Member("description").Text(), c.Path);
    }

    private Flow MapFlow(JsonCursor c, bool primary)
    {
        NoteUnknown(c, "name", "role", "permissions", "description", "steps", "errors");
        return new()
        {
            Name = c.Member("name").Text(),
            JsonPath = c.Path,
            Primary = primary,
            Role = c.Member("role").Text(),
            Permissions = c.Member("permissions").Texts(),
            Description = c.Member("description").Text(),
            Steps = c.Member("steps").Texts(),
            Errors = c.Member("errors").Texts(),
        };
    }

    private ErrorEntry MapError(JsonCursor c)
    {
        NoteUnknown(c, "code", "message", "severity");
        return new(c.Member("code").Text(), c.Member("message").Text(), c.Member("severity").Text(), c.Path);
    }

    private Integration MapIntegration(JsonCursor c)
    {
        NoteUnknown(c, "name", "purpose", "auth", "failure_policy", "docs_url");
        return new()
        {
            Name = c.Member("name").Text(),
            JsonPath = c.Path,
            Purpose = c.Member("purpose").Text(),
            Auth = c.Member("auth").Text(),
            FailurePolicy = c.Member("failure_policy").Text(),
            DocsUrl = c.Member("docs_url").Text(),
        };
    }

    private Component MapComponent(JsonCursor c)
    {
        NoteUnknown(c, "name", "kind", "uses", "description");
        return new(c.Member("name").Text(), c.Member("kind").Text(), c.Member("uses").Texts(), c.Member("description").Text(), c.Path);
    }

    private Service MapService(JsonCursor c)
    {
        NoteUnknown(c, "name", "uses", "description");
        return new(c.Member("name").Text(), c.Member("uses").Texts(), c.Member("description").Text(), c.Path);
    }

    private Terminology MapTerminology(JsonCursor c)
    {
        NoteUnknown(c, "terms", "forbidden_terms");
        return new()
        {
            Terms = [.. c.Member("terms").Items().Select(i => i.AsObject()).Select(MapTerm)],
            ForbiddenTerms = [.. c.Member("forbidden_terms").Items().Select(i => i.AsObject()).Select(MapForbidden)],
        };
    }

    private Term MapTerm(JsonCursor c)
    {
        NoteUnknown(c, "term", "definition", "synonyms", "related");
        return new(c.Member("term").Text(), c.Member("definition").Text(), c.Member("synonyms").Texts(), c.Member("related").Texts(), c.Path);
    }

    private ForbiddenTerm MapForbidden(JsonCursor c)
    {
        NoteUnknown(c, "term", "use_instead", "reason");
        return new(c.Member("term").Text(), c.Member("use_instead").Text(), c.Member("reason").Text(), c.Path);
    }

    private static AuditSettings? MapAudit(JsonCursor c) => c.Element.ValueKind == JsonValueKind.Undefined
        ? null
        : new(c.Member("enabled").OptionalBool(), c.Member("retention_days").OptionalLong(), Named(c, "enabled", "retention_days"));

    private static Policies MapPolicies(JsonCursor c) =>
        new() { PermissionsModel = c.Member("permissions_model").Text(), Others = Named(c, "permissions_model") };

    private HostContract MapHost(JsonCursor c)
    {
        NoteUnknown(c, "runtime", "plugin_structure_reference");
        var runtime = c.Member("runtime").AsObject();
        return new()
        {
            UiFramework = runtime.Member("ui_framework").Text(),
            BlazorModel = runtime.Member("blazor_model").Text(),
            OtherRuntime = Named(runtime, "ui_framework", "blazor_model"),
            PluginStructureReference = c.Member("plugin_structure_reference").Text(),
        };
    }

    private Dictionary<string, string> MapFileNames(JsonCursor c)
    {
        NoteUnknown(c, "file_names");
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (number, words) in c.Member("file_names").AsObject().OtherMembers())
        {
            var text = words.Text();
            if (ExampleConventions.AreWords(text)) names[number] = text;
            else words.Refuse("lower-case words joined by hyphens, such as \"base-entity-types\"");
        }

        return names;
    }

    private static List<NamedValue> Named(JsonCursor c, params string[] except) =>
        [.. c.OtherMembers(except).Select(m => new NamedValue(m.Name, m.Value.AnyAsText() ?? "null"))];

    private void NoteUnknown(JsonCursor c, params string[] known) => unknown.AddRange(c.OtherMembers(known).Select(m => m.Value.Path));

    private void CollectTexts(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String when JsonText.Of(element) is { Length: > 0 } text:
                texts.Add(new(path, text));
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject()) CollectTexts(property.Value, $"{path}.{property.Name}");
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray()) CollectTexts(item, $"{path}[{index++}]");
                break;
            default:
                break;
        }
    }
}
