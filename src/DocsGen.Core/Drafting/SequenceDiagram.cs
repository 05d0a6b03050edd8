using System.Globalization;
using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Drafting;

/// <summary>
/// A flow as a Mermaid sequence: the role, the components and services that take part as <see cref="FlowParts"/> finds them, and the
/// integrations whose failures it can end in. Where no component is found, the plugin stands for itself.
/// </summary>
internal sealed class SequenceDiagram
{
    private const int MostNames = 3;
    private const string Person = "R";
    private const string Screen = "U";
    private const string Service = "S";

    private readonly Requirements _requirements;
    private readonly Flow _flow;
    private readonly FlowParts _parts;
    private readonly StringBuilder _diagram = new("sequenceDiagram\n");

    private SequenceDiagram(Requirements requirements, Flow flow, FlowParts parts) => (_requirements, _flow, _parts) = (requirements, flow, parts);

    public static string Of(Requirements requirements, Flow flow, FlowParts parts) => new SequenceDiagram(requirements, flow, parts).Draw();

    private bool HasService => _parts.Services.Count is > 0 and <= MostNames;

    /// <summary>Who checks rules, as far as the diagram shows.</summary>
    private string Checker => HasService ? Service : Screen;

    private string Draw()
    {
        Line($"actor {Person} as {MermaidText.Escape(_flow.Role.Length > 0 ? _flow.Role : "any role")}");
        var components = _parts.Components.Select(c => c.Name).ToList();
        Line($"participant {Screen} as {(components.Count is > 0 and <= MostNames ? Names(components) : MermaidText.Escape(_requirements.Plugin.Name))}");
        if (HasService) Line($"participant {Service} as {Names(_parts.Services.Select(s => s.Name))}");
        for (var i = 0; i < _parts.Integrations.Count; i++) Line($"participant I{Number(i)} as {MermaidText.Escape(_parts.Integrations[i].Name)}");
        var lastRequest = _flow.Steps.Count;
        while (lastRequest > 0 && !IsRequest(_flow.Steps[lastRequest - 1])) lastRequest--;
        foreach (var step in _flow.Steps.Take(lastRequest)) Step(step);
        Calls();
        Endings();
        foreach (var step in _flow.Steps.Skip(lastRequest)) Step(step);
        return _diagram.ToString();
    }

    private void Step(string step)
    {
        var text = MermaidText.Escape(step);
        Line(Begins(step, "See") ? $"{Screen}-->>{Person}: {text}" : Begins(step, "Wait") ? $"Note over {Person}: {text}" : $"{Person}->>{Screen}: {text}");
    }

    private void Calls()
    {
        var entities = _parts.Entities.Count > 0 ? Names(_parts.Entities.Select(e => e.Name)) : MermaidText.Escape(_flow.Name);
        if (HasService) Line($"{Screen}->>{Service}: {entities}");
        for (var i = 0; i < _parts.Integrations.Count; i++) Line($"{Checker}->>I{Number(i)}: {(_parts.Integrations[i].Purpose.Length > 0 ? MermaidText.Escape(_parts.Integrations[i].Purpose) : entities)}");
    }

    private void Endings()
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _parts.Integrations.Count; i++)
        {
            var codes = _flow.Errors.Where(c => FlowParts.Tells(_parts.Integrations[i], c) && told.Add(c)).ToList();
            Ending("opt " + MermaidText.Escape(_parts.Integrations[i].Name) + " fails", $"I{Number(i)}", codes);
        }

        var rest = _flow.Errors.Where(c => !told.Contains(c)).ToLookup(IsMild);
        Ending("opt stopped by an error", Checker, [.. rest[false]]);
        Ending("opt with a warning", Checker, [.. rest[true]]);
    }

    private void Ending(string block, string from, List<string> codes)
    {
        if (codes.Count == 0) return;
        Line(block);
        var text = string.Join(", ", codes.Select(MermaidText.Escape));
        if (from != Screen) Line($"    {from}-->>{Screen}: {text}");
        Line($"    {Screen}-->>{Person}: {(from == Screen ? text : "its message")}");
        Line("end");
    }

    private bool IsMild(string code) => _requirements.Errors.Any(e => e.Code == code && Severities.IsMild(e.Severity));

    /// <summary>A step that the person only looks at, or waits through, asks for nothing.</summary>
    private static bool IsRequest(string step) => !Begins(step, "See") && !Begins(step, "Wait");

    private static bool Begins(string step, string word) =>
        step.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (step.Length == word.Length || !char.IsLetterOrDigit(step[word.Length]));

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(MermaidText.Escape));

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    private void Line(string text) => _diagram.Append("    ").Append(text).Append('\n');
}
