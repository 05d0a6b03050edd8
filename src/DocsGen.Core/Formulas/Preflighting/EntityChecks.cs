using System.Globalization;

namespace DocsGen.Core.Formulas.Preflighting;

/// <summary>Each entity by itself.</summary>
internal static class EntityChecks
{
    private const int LeastFields = 3;

    public static void Run(Requirements requirements, PreflightFindings findings)
    {
        if (requirements.Entities.Count == 0) findings.Add("preflight.entities", "$.entities", "There is no entity.", "Which things does the plugin keep or show? Name at least one, with its fields.");
        foreach (var entity in requirements.Entities) CheckEntity(entity, findings);
    }

    private static void CheckEntity(Entity entity, PreflightFindings findings)
    {
        var what = entity.Name.Length == 0 ? "this entity" : entity.Name;
        if (string.IsNullOrWhiteSpace(entity.Name)) findings.Add("preflight.entity_name", $"{entity.JsonPath}.name", "An entity has no name.", "What is this entity called?");
        if (string.IsNullOrWhiteSpace(entity.IdStrategy)) findings.Add("preflight.entity_id_strategy", $"{entity.JsonPath}.id_strategy", $"The entity {what} has no id strategy.", $"How does {what} get its id, such as uuid or sequence?");
        if (entity.Fields.Count < LeastFields)
        {
            findings.Add(
                "preflight.entity_fields", $"{entity.JsonPath}.fields",
                string.Create(CultureInfo.InvariantCulture, $"The entity {what} has {entity.Fields.Count} of at least {LeastFields} fields."), $"Which further fields does {what} have?");
        }

        if (!entity.ValidationIsNone && entity.Validation.Count == 0) findings.Add("preflight.entity_validation", $"{entity.JsonPath}.validation", $"The entity {what} has no validation rule.", $"Which rules must {what} keep? Write \"none\" when there are none.");
        foreach (var field in entity.Fields) CheckField(field, what, findings);
        foreach (var entry in entity.Validation) CheckRule(entry, entity, what, findings);
    }

    private static void CheckField(Field field, string entity, PreflightFindings findings)
    {
        if (string.IsNullOrWhiteSpace(field.Name)) findings.Add("preflight.field_name", $"{field.JsonPath}.name", $"A field of {entity} has no name.", $"What is this field of {entity} called?");
        else if (string.IsNullOrWhiteSpace(field.Type)) findings.Add("preflight.field_type", $"{field.JsonPath}.type", $"The field {entity}.{field.Name} has no type.", $"Which type has {entity}.{field.Name}, such as string or integer?");
    }

    private static void CheckRule(ValidationEntry entry, Entity entity, string what, PreflightFindings findings)
    {
        if (string.IsNullOrWhiteSpace(entry.Rule)) findings.Add("preflight.validation_rule", $"{entry.JsonPath}.rule", $"A validation rule of {what} does not say which rule it is.", $"What does this rule of {what} check, such as regex or range?");
        if (entry.Field.Length == 0 || entity.Fields.Any(f => string.Equals(f.Name, entry.Field, StringComparison.Ordinal))) return;
        if (entity.Relations.Any(r => string.Equals(r.Via, entry.Field, StringComparison.Ordinal))) return;
        findings.Add("preflight.validation_field", $"{entry.JsonPath}.field", $"A validation rule is about {what}.{entry.Field}, but the entity has no such field.", $"Which field of {what} does this rule check?");
    }
}
