using System.Text.Json.Nodes;

namespace DocsGen.Core.Formulas;

/// <summary>
/// What the user wants documented, as read from the requirements JSON. Missing texts are empty and missing lists are empty: the
/// preflight says what is missing, the reader only says what has the wrong shape.
/// </summary>
public sealed record Requirements
{
    public required PluginInfo Plugin { get; init; }
    public IReadOnlyList<Entity> Entities { get; init; } = [];
    public UsersAndFlows UsersAndFlows { get; init; } = new();
    public IReadOnlyList<ErrorEntry> Errors { get; init; } = [];
    public IReadOnlyList<Integration> Integrations { get; init; } = [];
    public IReadOnlyList<Component> Components { get; init; } = [];
    public IReadOnlyList<Service> Services { get; init; } = [];
    public Terminology Terminology { get; init; } = new();

    /// <summary>Target name to value as written, in the order of the file: <c>p95_save_ms</c> to <c>200</c>.</summary>
    public IReadOnlyList<NamedValue> PerformanceTargets { get; init; } = [];

    /// <summary>Null when the file has no <c>audit</c>.</summary>
    public AuditSettings? Audit { get; init; }

    public Policies Policies { get; init; } = new();
    public HostContract Host { get; init; } = new();

    /// <summary>Words that replace those of the formula's file names, by the file's number: <c>04</c> to <c>base-entity-types</c>.</summary>
    public IReadOnlyDictionary<string, string> FileNames { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>JSON paths of keys that DocsGen does not know. They are kept in the input artifact and listed, never dropped silently.</summary>
    public IReadOnlyList<string> UnknownKeys { get; init; } = [];

    /// <summary>Every text value of the file with its JSON path, in file order, unknown keys included.</summary>
    public IReadOnlyList<RequirementText> Texts { get; init; } = [];

    /// <summary>The whole document.</summary>
    public JsonNode? Source { get; init; }

    /// <summary>The same requirements with other words for some file numbers; null changes nothing.</summary>
    public Requirements Renamed(IReadOnlyDictionary<string, string>? fileNames)
    {
        if (fileNames is null || fileNames.Count == 0) return this;
        var names = new Dictionary<string, string>(FileNames, StringComparer.Ordinal);
        foreach (var (number, words) in fileNames) names[number] = words;
        return this with { FileNames = names };
    }

    /// <summary>Primary flows, then secondary ones.</summary>
    public IEnumerable<Flow> AllFlows => UsersAndFlows.PrimaryFlows.Concat(UsersAndFlows.SecondaryFlows);
}

/// <summary>A text value of the requirements and where it stands.</summary>
/// <param name="Path">Its JSON path: <c>$.entities[0].name</c>.</param>
/// <param name="Value">The text.</param>
public sealed record RequirementText(string Path, string Value);

public sealed record PluginInfo(string Name, string Slug, string Summary);

/// <summary>A name and a value, both as written.</summary>
public sealed record NamedValue(string Name, string Value);

public sealed record Entity
{
    public required string Name { get; init; }

    /// <summary>Its JSON path: <c>$.entities[0]</c>.</summary>
    public required string JsonPath { get; init; }

    public string IdStrategy { get; init; } = "";
    public string Description { get; init; } = "";
    public bool Persisted { get; init; }
    public IReadOnlyList<Field> Fields { get; init; } = [];
    public IReadOnlyList<Relation> Relations { get; init; } = [];
    public IReadOnlyList<string> Invariants { get; init; } = [];
    public IReadOnlyList<ValidationEntry> Validation { get; init; } = [];

    /// <summary>True when the file says <c>"validation": "none"</c>.</summary>
    public bool ValidationIsNone { get; init; }
}

public sealed record Field
{
    public required string Name { get; init; }
    public required string JsonPath { get; init; }
    public string Type { get; init; } = "";
    public bool Required { get; init; }
    public string? Pattern { get; init; }
    public long? MinLength { get; init; }
    public long? MaxLength { get; init; }

    /// <summary>As written, so that no number format changes it.</summary>
    public string? Minimum { get; init; }

    /// <summary>As written, so that no number format changes it.</summary>
    public string? Maximum { get; init; }

    public IReadOnlyList<string> Enum { get; init; } = [];

    /// <summary>The example as text: a JSON string's value, or the JSON of anything else. Null when absent.</summary>
    public string? Example { get; init; }

    /// <summary>The example as JSON, for samples of a whole entity. Null when absent.</summary>
    public JsonNode? ExampleJson { get; init; }

    public string Description { get; init; } = "";
}

/// <summary>A relation of an entity to another: kind is <c>many-to-one</c>, <c>one-to-many</c>, <c>one-to-one</c> or <c>many-to-many</c>.</summary>
public sealed record Relation(string To, string Kind, string Via, string JsonPath);

/// <summary>A validation rule of an entity, with the error code that it answers.</summary>
public sealed record ValidationEntry
{
    public required string JsonPath { get; init; }
    public string Rule { get; init; } = "";
    public string Field { get; init; } = "";
    public string? Pattern { get; init; }
    public string ErrorCode { get; init; } = "";
    public string Description { get; init; } = "";

    /// <summary>Further settings of the rule as written: <c>minimum</c> to <c>1</c>.</summary>
    public IReadOnlyList<NamedValue> Settings { get; init; } = [];
}

public sealed record UsersAndFlows
{
    public IReadOnlyList<Role> Roles { get; init; } = [];
    public IReadOnlyList<Flow> PrimaryFlows { get; init; } = [];
    public IReadOnlyList<Flow> SecondaryFlows { get; init; } = [];
}

public sealed record Role(string Name, IReadOnlyList<string> Permissions, string Description, string JsonPath);

public sealed record Flow
{
    public required string Name { get; init; }
    public required string JsonPath { get; init; }

    /// <summary>True for <c>primary_flows</c>.</summary>
    public bool Primary { get; init; }

    public string Role { get; init; } = "";

    /// <summary>What a role must hold, all of it, to perform the flow; empty where the file does not say.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    public string Description { get; init; } = "";
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Error codes that the flow can end in.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}

public sealed record ErrorEntry(string Code, string Message, string Severity, string JsonPath);

public sealed record Integration
{
    public required string Name { get; init; }
    public required string JsonPath { get; init; }
    public string Purpose { get; init; } = "";
    public string Auth { get; init; } = "";
    public string FailurePolicy { get; init; } = "";
    public string DocsUrl { get; init; } = "";
}

/// <summary>A UI part and the entities it uses.</summary>
public sealed record Component(string Name, string Kind, IReadOnlyList<string> Uses, string Description, string JsonPath);

/// <summary>A service and the entities it uses.</summary>
public sealed record Service(string Name, IReadOnlyList<string> Uses, string Description, string JsonPath);

public sealed record Terminology
{
    public IReadOnlyList<Term> Terms { get; init; } = [];
    public IReadOnlyList<ForbiddenTerm> ForbiddenTerms { get; init; } = [];
}

public sealed record Term(string Name, string Definition, IReadOnlyList<string> Synonyms, IReadOnlyList<string> Related, string JsonPath);

public sealed record ForbiddenTerm(string Name, string UseInstead, string Reason, string JsonPath);

/// <summary>Audit settings; the texts are empty where the file says nothing.</summary>
public sealed record AuditSettings(bool? Enabled, long? RetentionDays, IReadOnlyList<NamedValue> Others);

/// <summary>Policies; <c>permissions_model</c> is rbac, abac or custom.</summary>
public sealed record Policies
{
    public string PermissionsModel { get; init; } = "";
    public IReadOnlyList<NamedValue> Others { get; init; } = [];
}

/// <summary>What the host that the plugin lives in demands.</summary>
public sealed record HostContract
{
    public string UiFramework { get; init; } = "";
    public string BlazorModel { get; init; } = "";

    /// <summary>Further <c>runtime</c> settings as written.</summary>
    public IReadOnlyList<NamedValue> OtherRuntime { get; init; } = [];

    public string PluginStructureReference { get; init; } = "";
}
