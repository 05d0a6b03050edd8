using HandlebarsDotNet;

namespace DocsGen.Core.Drafting;

/// <summary>
/// What templates can call. <c>md</c> writes finished Markdown (and refuses plain text), <c>code</c> and <c>cell</c> write code spans,
/// <c>json</c> and <c>mermaid</c> fenced blocks, <c>fence</c> a block of plain text, <c>file_link</c> a link to a planned file, <c>notes</c> whatever stands at a JSON path of the requirements.
/// </summary>
internal static class TemplateHelpers
{
    public static void Register(IHandlebars handlebars)
    {
        handlebars.RegisterHelper("md", (writer, _, arguments) => writer.WriteSafeString(Finished(arguments[0])));
        handlebars.RegisterHelper("code", (writer, _, arguments) => writer.WriteSafeString(MarkdownText.Code(Text(arguments, 0))));
        handlebars.RegisterHelper("cell", (writer, _, arguments) => writer.WriteSafeString(MarkdownText.CodeCell(Text(arguments, 0))));
        handlebars.RegisterHelper("json", (writer, _, arguments) => writer.WriteSafeString(MarkdownText.Fence("json", Text(arguments, 0))));
        handlebars.RegisterHelper("mermaid", (writer, _, arguments) => writer.WriteSafeString(MarkdownText.Fence("mermaid", Text(arguments, 0))));
        handlebars.RegisterHelper("fence", (writer, _, arguments) => writer.WriteSafeString(MarkdownText.Fence("text", Text(arguments, 0))));
        handlebars.RegisterHelper("file_link", (writer, _, arguments) => writer.WriteSafeString(FileLink(arguments[0], Text(arguments, 1))));
        handlebars.RegisterHelper("notes", (writer, _, arguments) => writer.WriteSafeString(Notes.Write(arguments[0] as RequirementsSource, Text(arguments, 1))));
    }

    /// <summary>A link to a planned file; where the profile leaves the file out, only the words.</summary>
    private static string FileLink(object? file, string words) =>
        file is IReadOnlyDictionary<string, object?> planned && planned["name"] is string name ? MarkdownText.Link(words, name) : MarkdownText.Escape(words);

    private static string Finished(object? value) => value switch
    {
        Markdown markdown => markdown.Source,
        null or UndefinedBindingResult => "",
        _ => throw new InvalidOperationException($"'md' takes finished Markdown, not the text '{value}'."),
    };

    private static string Text(Arguments arguments, int index) => arguments.Length > index ? MarkdownEncoder.TextOf(arguments[index]) : "";
}
