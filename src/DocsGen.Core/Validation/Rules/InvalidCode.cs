using System.Text;
using System.Text.Json;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>code.invalid</c>: a fence, in a block quote too, whose language is <c>json</c>, any case, and whose content is not one JSON value of at
/// most 512 levels. What follows the language (<c>json title=x</c>, <c>json{1,3}</c>) makes no difference; <c>jsonc</c> and <c>json5</c> are
/// other languages.
/// </summary>
internal sealed class InvalidCode : IFileRule
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    public RuleInfo Info { get; } = new("code.invalid", "Invalid JSON", "A code fence marked json does not parse.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        foreach (var fence in file.Fences)
        {
            if (!fence.Language.Equals("json", StringComparison.OrdinalIgnoreCase)) continue;
            try
            {
                using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(fence.Content), Options);
            }
            catch (JsonException failure)
            {
                context.Report(file, OffsetOf(fence, failure), $"This JSON does not parse: {Reason(failure)}");
            }
        }
    }

    private static int OffsetOf(CodeFence fence, JsonException failure)
    {
        var line = (int)(failure.LineNumber ?? 0);
        if (line >= fence.LineOffsets.Count) return fence.LineOffsets.Count > 0 ? fence.LineOffsets[^1] : fence.Offset;
        var start = 0;
        for (var i = 0; i < line; i++) start = fence.Content.IndexOf('\n', start) + 1;
        var bytes = Encoding.UTF8.GetBytes(fence.Content[start..fence.Content.IndexOf('\n', start)]);
        var characters = Encoding.UTF8.GetCharCount(bytes, 0, (int)Math.Min(failure.BytePositionInLine ?? 0, bytes.Length));
        return fence.LineOffsets[line] + characters;
    }

    /// <summary>The parser's words without the position that it appends, which would change when lines move.</summary>
    private static string Reason(JsonException failure)
    {
        var end = failure.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = end < 0 ? failure.Message : failure.Message[..end];
        return reason.Replace(" in this mode. Change the reader options.", ".", StringComparison.Ordinal);
    }
}
