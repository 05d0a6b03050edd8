using System.Globalization;
using System.Text;

namespace DocsGen.Core.Tests.Text;

/// <summary>Texts that look like documents, like the worst case, and like nothing at all, from a seed.</summary>
internal sealed class RandomTexts(int seed)
{
    private readonly SeededBytes random = new(seed);

    /// <summary>Lines of a small alphabet: each is repeated often. Some end in CRLF, the last may have no ending, the first a byte order mark.</summary>
    public string Lines(int most, int alphabet)
    {
        var text = new StringBuilder(random.Next(12) == 0 ? "\ufeff" : "");
        for (var left = random.Next(most + 1); left > 0; left--) text.Append(Line(alphabet)).Append(random.Next(6) == 0 ? "\r\n" : "\n");
        if (random.Next(4) == 0) text.Append(Line(alphabet));
        return text.ToString();
    }

    /// <summary>A document of different lines, with empty ones and repeated ones between them.</summary>
    public string Document(int lines)
    {
        var text = new StringBuilder();
        for (var line = 0; line < lines; line++) text.Append(random.Next(4) switch { 0 => "", 1 => "---", _ => string.Create(CultureInfo.InvariantCulture, $"Line {line} says {random.Next(1000000)}.") }).Append('\n');
        return text.ToString();
    }

    /// <summary>The same text with so many edits somewhere: a line replaced, removed or added.</summary>
    public string Edited(string text, int edits)
    {
        var lines = text.Split('\n').ToList();
        for (; edits > 0; edits--)
        {
            var at = random.Next(lines.Count);
            var kind = random.Next(3);
            if (kind == 0) lines[at] = string.Create(CultureInfo.InvariantCulture, $"Edited {random.Next(1000)}");
            else if (kind == 1 && lines.Count > 1) lines.RemoveAt(at);
            else lines.Insert(at, random.Next(3) == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"New {random.Next(1000)}"));
        }

        return string.Join('\n', lines);
    }

    private string Line(int alphabet) => random.Next(alphabet) switch { 0 => "", 1 => "grüße, 世界 🌍", var n => string.Create(CultureInfo.InvariantCulture, $"line {n}") };
}
