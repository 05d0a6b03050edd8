namespace DocsGen.Core.Validation;

/// <summary>
/// What a document may ask of the parser. Some of the parser's work is quadratic in the number of brackets that a block opens and never
/// closes (<c>![a](</c> 80,000 times takes half a minute), so that these are counted before it runs.
/// </summary>
internal static class MarkdownLimits
{
    public const int MaxBytes = 2 * 1024 * 1024;
    public const int MaxUnclosed = 200;
    public const int MaxEmphasisMarks = 4000;
    public const int MaxDefinitionLines = 2000;

    /// <summary>The line, from 0, at which a block has too many lines that open with a bracket; -1 when there is none.</summary>
    public static int ExcessDefinitions(SourceText source)
    {
        var count = 0;
        for (var i = 0; i < source.LineCount; i++)
        {
            var line = source.Line(i).TrimStart(" >");
            count = line.IsEmpty ? 0 : line[0] == '[' ? count + 1 : count;
            if (count > MaxDefinitionLines) return i;
        }

        return -1;
    }

    /// <summary>Counts over the lines of one block.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    internal struct Counter
    {
        private int brackets;
        private int parentheses;
        private int angles;
        private int marks;

        /// <summary>What the block has too many of after this line; null while it is within the limits.</summary>
        public string? Add(ReadOnlySpan<char> line)
        {
            for (var i = 0; i < line.Length; i++)
            {
                switch (line[i])
                {
                    case '\\': i++; break;
                    case '[': brackets++; break;
                    case ']':
                        brackets = Math.Max(0, brackets - 1);
                        if (i + 1 < line.Length && line[i + 1] == '(') parentheses++;
                        break;
                    case ')': parentheses = Math.Max(0, parentheses - 1); break;
                    case '<': angles++; break;
                    case '>': angles = Math.Max(0, angles - 1); break;
                    case '*' or '_' or '~':
                        if (i == 0 || line[i - 1] != line[i]) marks++;
                        break;
                }
            }

            return brackets > MaxUnclosed || parentheses > MaxUnclosed || angles > MaxUnclosed ? $"a block opens more than {MaxUnclosed} brackets that it does not close"
                : marks > MaxEmphasisMarks ? $"a block holds more than {MaxEmphasisMarks} emphasis marks"
                : null;
        }
    }
}
