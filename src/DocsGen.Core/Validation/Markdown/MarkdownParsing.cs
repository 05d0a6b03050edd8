using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.TaskLists;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;

namespace DocsGen.Core.Validation;

/// <summary>
/// Drives the parser: it finds the blocks, then each block's inlines are parsed one at a time, so that a block over the limits is never
/// parsed and the cells of a table are parsed apart, as GFM wants it.
/// </summary>
internal static class MarkdownParsing
{
    private static readonly InlineParserList Inlines;
    private static readonly MarkdownPipeline Pipeline = Build(out Inlines);

    public static MarkdownModel Parse(DocumentSource document)
    {
        if (document.Bytes.Length > MarkdownLimits.MaxBytes)
        {
            return Unreadable(document, new(TooComplex: true, default, $"The file is larger than {MarkdownLimits.MaxBytes / 1024 / 1024} MB; split it."));
        }

        var source = SourceText.Decode(document.Bytes.Span, out var bad);
        if (source is null) return Unreadable(document, new(TooComplex: false, bad, "The file is not UTF-8: these bytes are no character."));
        if (MarkdownLimits.Excess(source) is var (line, message)) return Unreadable(document, new(TooComplex: true, new(line + 1, 1), message));

        try
        {
            return new(document.Name, source, Walk(source));
        }
        catch (TooComplexException over)
        {
            return Unreadable(document, new(TooComplex: true, source.LocationOf(over.Offset), $"The Markdown is too complex: {over.Message}."));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The parser's own answer to blocks or emphasis nested more than 128 deep, and the net under its bugs: never a pass.
            var why = failure is ArgumentException && failure.Message.Contains("depth limit", StringComparison.Ordinal) ? "; blocks or emphasis are nested too deeply" : $": the parser failed ({failure.GetType().Name})";
            return Unreadable(document, new(TooComplex: true, default, $"The file cannot be parsed{why}."));
        }
    }

    private static MarkdownModel Unreadable(DocumentSource document, MarkdownFault fault) => new(document.Name, null, MarkdownParts.Unreadable(fault));

    private static MarkdownParts Walk(SourceText source)
    {
        var parts = new MarkdownParts();
        for (var nul = source.Text.IndexOf('\0', StringComparison.Ordinal); nul >= 0;)
        {
            parts.Malformed(source.LocationOf(nul), "The file holds a NUL character.");
            break;
        }

        var document = Markdig.Markdown.Parse(source.Text, Pipeline);
        var walker = new BlockWalker(source, parts, new InlineProcessor(document, Inlines, preciseSourcelocation: true, context: null, trackTrivia: false));
        walker.Walk(document, inQuote: false, inList: false);
        return parts;
    }

    private static MarkdownPipeline Build(out InlineParserList inlines)
    {
        var builder = new MarkdownPipelineBuilder { PreciseSourceLocation = true };
        builder.UseYamlFrontMatter().UseAutoLinks().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough);
        builder.InlineParsers.InsertBefore<LinkInlineParser>(new TaskListParser());
        foreach (var parser in builder.BlockParsers)
        {
            if (parser is ParagraphBlockParser or HeadingBlockParser) parser.Closed += (_, block) => LeaveInlines(block);
        }

        var pipeline = builder.Build();
        inlines = new(builder.InlineParsers);
        return pipeline;
    }

    private static void LeaveInlines(Block block)
    {
        if (block is LeafBlock leaf) leaf.ProcessInlines = false;
    }
}

/// <summary>As GFM has it, a box is one only before white space: <c>- [x](a.md)</c> is a link, which Markdig's own parser would swallow.</summary>
internal sealed class TaskListParser : TaskListInlineParser
{
    /// <inheritdoc/>
    public override bool Match(InlineProcessor processor, ref StringSlice slice) => char.IsWhiteSpace(slice.PeekChar(3)) && base.Match(processor, ref slice);
}

/// <summary>A block is over <see cref="MarkdownLimits"/>.</summary>
internal sealed class TooComplexException(int offset, string message) : Exception(message)
{
    public int Offset { get; } = offset;
}
