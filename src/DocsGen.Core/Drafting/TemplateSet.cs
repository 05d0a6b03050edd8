using System.Collections.Concurrent;
using System.Globalization;
using DocsGen.Core.Formulas;
using HandlebarsDotNet;

namespace DocsGen.Core.Drafting;

/// <summary>
/// The templates of one formula, compiled when first needed. Compiling is guarded by a lock, so that a warm-up on another thread
/// and a draft may meet; rendering is not, and may run in parallel.
/// </summary>
internal sealed class TemplateSet(Formula formula)
{
    private readonly Lock _compiling = new();
    private readonly ConcurrentDictionary<string, HandlebarsTemplate<TextWriter, object, object>> _compiled = new(StringComparer.Ordinal);
    private IHandlebars? _handlebars;

    /// <summary>These templates, each followed by the partials that it is the first to include.</summary>
    public IEnumerable<string> WithPartials(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(names.Reverse());
        while (open.TryPop(out var name))
        {
            if (!formula.Templates.TryGetValue(name, out var text) || !seen.Add(name)) continue;
            foreach (var partial in TemplateChecks.Partials(text)) open.Push(partial);
            yield return name;
        }
    }

    /// <summary>Compiles a template now, unless that has happened.</summary>
    public void Prepare(string name) => Compiled(name);

    /// <summary>Renders a template over a model.</summary>
    /// <exception cref="HandlebarsException">The template is malformed or uses what is not there.</exception>
    public string Render(string name, IReadOnlyDictionary<string, object?> model)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Compiled(name)(writer, model, null!);
        return Tidy(writer.ToString());
    }

    /// <summary>One blank line between blocks, none at the end: templates need not care which of their parts were empty.</summary>
    private static string Tidy(string text)
    {
        var tidy = new System.Text.StringBuilder(text.Length);
        var blank = true;
        string? fence = null;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (fence is null && line.StartsWith("```", StringComparison.Ordinal)) fence = line[..(line.Length - line.TrimStart('`').Length)];
            else if (fence is not null && line == fence) fence = null;
            var empty = fence is null && string.IsNullOrWhiteSpace(line);
            if (!(empty && blank)) tidy.Append(fence is null ? line.TrimEnd(' ') : line).Append('\n');
            blank = empty;
        }

        return tidy.ToString().TrimEnd('\n') + "\n";
    }

    private HandlebarsTemplate<TextWriter, object, object> Compiled(string name)
    {
        if (_compiled.TryGetValue(name, out var ready)) return ready;
        lock (_compiling)
        {
            if (_compiled.TryGetValue(name, out ready)) return ready;
            _handlebars ??= Create();
            using var source = new StringReader(formula.Templates[name]);
            return _compiled[name] = _handlebars.Compile(source);
        }
    }

    private IHandlebars Create()
    {
        var configuration = new HandlebarsConfiguration
        {
            FormatProvider = CultureInfo.InvariantCulture,
            TextEncoder = new MarkdownEncoder(),
        };
        configuration.CompileTimeConfiguration.Features.Add(new InterpretedTemplates());
        var handlebars = Handlebars.Create(configuration);
        TemplateHelpers.Register(handlebars);
        foreach (var partial in UsedPartials()) handlebars.RegisterTemplate(partial, (writer, context, data) => Compiled(partial)(writer, context, data));
        return handlebars;
    }

    /// <summary>Names of templates that others include; they too are compiled when first rendered.</summary>
    private IEnumerable<string> UsedPartials() =>
        formula.Templates.Values.SelectMany(TemplateChecks.Partials).Distinct(StringComparer.Ordinal).Where(formula.Templates.ContainsKey);
}
