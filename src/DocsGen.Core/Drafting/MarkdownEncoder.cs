using System.Globalization;
using System.Text;
using HandlebarsDotNet;

namespace DocsGen.Core.Drafting;

/// <summary>Escapes for Markdown what a template writes with <c>{{x}}</c>.</summary>
internal sealed class MarkdownEncoder : ITextEncoder
{
    public void Encode(StringBuilder? text, TextWriter target) => target.Write(MarkdownText.Escape(text?.ToString() ?? ""));

    public void Encode(string? text, TextWriter target) => target.Write(MarkdownText.Escape(text ?? ""));

    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        var all = new StringBuilder();
        while (text is not null && text.MoveNext()) all.Append(text.Current);
        Encode(all, target);
    }

    /// <summary>A template's value as text, the same in every culture.</summary>
    public static string TextOf(object? value) => value is null or UndefinedBindingResult ? "" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
