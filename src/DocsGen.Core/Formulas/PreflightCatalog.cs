namespace DocsGen.Core.Formulas;

/// <summary>All preflight checks there are. A formula may choose among them; one that names none runs all.</summary>
public static class PreflightCatalog
{
    /// <summary>The reader's own: it runs whatever a formula says, since nothing can be judged in a file that cannot be read.</summary>
    public const string Malformed = RequirementsReader.MalformedCheck;

    /// <summary>The reader's own, as <see cref="Malformed"/>.</summary>
    public const string Shape = JsonCursor.ShapeCheck;

    /// <summary>In the order of the requirements file.</summary>
    public static IReadOnlyList<PreflightCheck> All { get; } =
    [
        Blocking(Malformed, "The file is no JSON object."),
        Blocking(Shape, "A value has another shape than it needs."),
        Note("preflight.unknown_key", "A key that DocsGen does not know; it is kept, and nothing is written from it."),
        Blocking("preflight.plugin_name", "The plugin has no name."),
        Blocking("preflight.plugin_slug", "The slug is missing, or is not lower-case words joined by hyphens."),
        Blocking("preflight.plugin_summary", "The summary is missing, or has fewer than 50 or more than 500 characters."),
        Blocking("preflight.entities", "There is no entity."),
        Blocking("preflight.entity_name", "An entity has no name."),
        Blocking("preflight.entity_id_strategy", "An entity has no id strategy."),
        Blocking("preflight.entity_fields", "An entity has fewer than three fields."),
        Blocking("preflight.entity_validation", "An entity has neither a validation rule nor \"validation\": \"none\"."),
        Blocking("preflight.field_name", "A field has no name."),
        Blocking("preflight.field_type", "A field has no type."),
        Blocking("preflight.validation_rule", "A validation rule does not say which rule it is."),
        Blocking("preflight.validation_field", "A validation rule is about a field that its entity lacks."),
        Blocking("preflight.relation_entity", "A relation leads to an entity that is not defined."),
        Blocking("preflight.primary_flows", "There is no primary flow."),
        Blocking("preflight.flow_name", "A flow has no name."),
        Blocking("preflight.flow_steps", "A flow has no steps."),
        Blocking("preflight.flow_role", "A flow is of a role that is not defined."),
        Blocking("preflight.flow_permission", "A flow needs a permission that no role holds."),
        Blocking("preflight.error_undefined", "An error code is used that no entry of errors defines."),
        Blocking("preflight.error_code", "An entry of errors has no code."),
        Blocking("preflight.error_message", "An entry of errors has no message."),
        Blocking("preflight.message_form", "A message has several lines, or spaces around it."),
        Blocking("preflight.name_missing", "A role, integration, component, service or term has no name."),
        Blocking("preflight.name_form", "A name has several lines, or spaces around it."),
        Blocking("preflight.term_definition", "A term has no definition."),
        Blocking("preflight.duplicate_name", "Two things of a kind have one name, case aside."),
        Blocking("preflight.duplicate_anchor", "Two things of a kind have names that get one anchor, as C and C# do, or a name gets none."),
        Blocking("preflight.part_unknown", "A component or service uses something that is not defined."),
        Blocking("preflight.forbidden_term", "A required name or message holds a forbidden term."),
        Blocking("preflight.ui_framework", "The host's UI framework is not named."),
        Blocking("preflight.blazor_model", "The host's Blazor model is not named."),
        Blocking("preflight.structure_reference", "The reference to the host's structure is missing."),
        Blocking("preflight.permissions_model", "The permissions model is not rbac, abac or custom."),
        StrictOnly("preflight.host_structure", Severity.Error, "No host structure was given."),
        StrictOnly("preflight.example_docset", Severity.Warning, "No example docset was given."),
        StrictOnly("preflight.performance_targets", Severity.Warning, "There are no performance targets."),
        StrictOnly("preflight.failure_policy", Severity.Warning, "An integration has no failure policy."),
        StrictOnly("preflight.audit", Severity.Warning, "There are no audit settings."),
    ];

    /// <summary>The check of an id; null when there is none.</summary>
    public static PreflightCheck? Find(string id)
    {
        foreach (var check in All)
        {
            if (string.Equals(check.Id, id, StringComparison.Ordinal)) return check;
        }

        return null;
    }

    private static PreflightCheck Blocking(string id, string description) => new(id, description, Severity.Error, Severity.Error);

    private static PreflightCheck Note(string id, string description) => new(id, description, Severity.Info, Severity.Info);

    private static PreflightCheck StrictOnly(string id, Severity severity, string description) => new(id, description, severity, Lenient: null);
}
