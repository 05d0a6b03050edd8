using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Drafting;

/// <summary>
/// The parts that take part in a flow, as far as the requirements tell: entities by the rules whose codes the flow can end in (else those
/// that it names), components by the names in its steps (else those that use all of these entities), integrations by the codes that
/// their failure policies name, services by what the components use.
/// </summary>
internal sealed class FlowParts
{
    private FlowParts(IReadOnlyList<Entity> entities, IReadOnlyList<Component> components, IReadOnlyList<Service> services, IReadOnlyList<Integration> integrations) =>
        (Entities, Components, Services, Integrations) = (entities, components, services, integrations);

    public IReadOnlyList<Entity> Entities { get; }

    public IReadOnlyList<Component> Components { get; }

    public IReadOnlyList<Service> Services { get; }

    public IReadOnlyList<Integration> Integrations { get; }

    public static FlowParts Of(Flow flow, Requirements requirements)
    {
        var texts = flow.Steps.Prepend(flow.Name).Select(Words).ToList();
        var entities = requirements.Entities.Where(e => Checks(flow, e, requirements)).ToList();
        if (entities.Count == 0) entities = [.. requirements.Entities.Where(e => Names(texts, e.Name))];
        var components = requirements.Components.Where(c => Names(texts, c.Name)).ToList();
        if (components.Count == 0 && entities.Count > 0) components = [.. requirements.Components.Where(c => entities.TrueForAll(e => c.Uses.Contains(e.Name)))];
        var integrations = requirements.Integrations.Where(i => flow.Errors.Any(code => Tells(i, code))).ToList();
        return new FlowParts(entities, components, ServicesOf(components, entities, integrations, requirements), integrations);
    }

    /// <summary>Whether the failure policy of an integration names an error code.</summary>
    public static bool Tells(Integration integration, string code) => WholeWords.IndexOfName(integration.FailurePolicy, code) >= 0;

    /// <summary>Whether the steps of a flow name a field, or a rule whose code the flow can end in is about it.</summary>
    public static bool Concerns(Flow flow, Entity entity, Field field, Requirements requirements) =>
        entity.Validation.Any(v => v.Field == field.Name && Stands(flow, v.ErrorCode, requirements))
        || (Checks(flow, entity, requirements) && Names([.. flow.Steps.Select(Words)], field.Name));

    private static bool Checks(Flow flow, Entity entity, Requirements requirements) => entity.Validation.Any(v => Stands(flow, v.ErrorCode, requirements));

    private static bool Stands(Flow flow, string code, Requirements requirements) => flow.Errors.Contains(code, StringComparer.Ordinal) && !IsEverywhere(code, requirements);

    /// <summary>A code that most flows can end in says nothing about what one of them is for.</summary>
    private static bool IsEverywhere(string code, Requirements requirements)
    {
        var all = requirements.AllFlows.Count();
        return all > 2 && requirements.AllFlows.Count(f => f.Errors.Contains(code, StringComparer.Ordinal)) * 2 > all;
    }

    private static List<Service> ServicesOf(List<Component> components, List<Entity> entities, List<Integration> integrations, Requirements requirements)
    {
        var near = requirements.Services.Where(s => components.Count == 0 ? integrations.Exists(i => s.Uses.Contains(i.Name)) : components.Exists(c => c.Uses.Contains(s.Name))).ToList();
        if (integrations.Count > 0 && near.FindAll(s => integrations.TrueForAll(i => s.Uses.Contains(i.Name))) is { Count: > 0 } connected) return connected;
        var whole = near.FindAll(s => entities.TrueForAll(e => s.Uses.Contains(e.Name)));
        return whole.Count > 0 ? whole : near.FindAll(s => entities.Exists(e => s.Uses.Contains(e.Name)));
    }

    /// <summary>Whether one of the texts names a thing: <c>BoardList</c> as "the board list", whole words, any case.</summary>
    private static bool Names(List<string> texts, string name)
    {
        var words = Words(name).Trim();
        return words.Length > 0 && texts.Exists(t => t.Contains($" {words} ", StringComparison.Ordinal));
    }

    /// <summary>The words of a text in lower case, a space around each: capitals within a name begin a new word.</summary>
    private static string Words(string text)
    {
        var words = new System.Text.StringBuilder(" ");
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (!char.IsLetterOrDigit(c))
            {
                if (words[^1] != ' ') words.Append(' ');
                continue;
            }

            if (i > 0 && char.IsUpper(c) && char.IsLower(text[i - 1])) words.Append(' ');
            words.Append(char.ToLowerInvariant(c));
        }

        return words.Append(' ').ToString();
    }
}
