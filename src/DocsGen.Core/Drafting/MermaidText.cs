using System.Globalization;
using System.Text;

namespace DocsGen.Core.Drafting;

/// <summary>Text and ids inside Mermaid diagrams, where quotes, semicolons, hashes and the word <c>end</c> mean something.</summary>
internal static class MermaidText
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "end", "graph", "flowchart", "subgraph", "class", "classDef", "style", "click", "linkStyle", "default", "direction", "call", "href",
        "participant", "actor", "note", "loop", "alt", "else", "opt", "par", "and", "rect", "activate", "deactivate", "erDiagram", "title",
        "one", "many", "zero", "only", "to", "o", "x", "u",
    };

    /// <summary>Text as Mermaid shows it: everything that its grammar could take for its own is written as a character code.</summary>
    public static string Escape(string text)
    {
        var line = MarkdownText.OneLine(text);
        var escaped = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c > 0x7F || " .,'()/_-?!".Contains(c, StringComparison.Ordinal) && !StartsArrow(line, i))
            {
                escaped.Append(StartsWordEnd(line, i) ? "#101;" : c.ToString());
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"#{(int)c};");
            }
        }

        return escaped.Length == 0 ? "#32;" : escaped.ToString();
    }

    /// <summary>The name itself where it can serve as an id, else the fallback.</summary>
    public static string Id(string name, string fallback) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit) && !Reserved.Contains(name) ? name : fallback;

    /// <summary>A word for attribute names and types of entity diagrams, which take no quotes.</summary>
    public static string Word(string text)
    {
        var word = new string([.. text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]).Trim('_');
        if (word.Length == 0) return "value";
        return char.IsAsciiLetter(word[0]) ? word : "v" + word;
    }

    private static bool StartsArrow(string line, int i) => line[i] == '-' && i + 1 < line.Length && line[i + 1] is '-' or '>' or ')';

    private static bool StartsWordEnd(string line, int i) =>
        line[i] is 'e' or 'E' && string.Compare(line, i, "end", 0, 3, StringComparison.OrdinalIgnoreCase) == 0
        && (i == 0 || !char.IsLetterOrDigit(line[i - 1])) && (i + 3 >= line.Length || !char.IsLetterOrDigit(line[i + 3]));
}
