using System.Text;
using System.Text.RegularExpressions;

namespace DocsGen.Core.Validation;

/// <summary>
/// Paths as people write them in ignore files: <c>*</c> and <c>?</c> stay within a name, <c>**</c> spans folders, <c>{a,b}</c> is either; a pattern without a
/// slash before its end holds at any depth, one that ends in a slash means all that is in that folder. Case counts.
/// </summary>
public sealed class PathPattern
{
    private const int MaxLength = 500;

    private readonly Regex regex;

    private PathPattern(string text, Regex regex)
    {
        Text = text;
        this.regex = regex;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It cannot be one; the message says why.</exception>
    public static PathPattern Parse(string text)
    {
        if (text.Length is 0 or > MaxLength) throw new FormatException("a pattern has 1 to 500 characters");
        if (text.Contains('\\', StringComparison.Ordinal)) throw new FormatException($"'{text}': folders are separated by /");
        var body = text.TrimStart('/');
        if (body.StartsWith("./", StringComparison.Ordinal)) body = body[2..];
        if (body.Length == 0) throw new FormatException($"'{text}' names nothing");
        if (body.Split('/').Contains("..", StringComparer.Ordinal)) throw new FormatException($"'{text}' leads out of the folder of this file");
        var anywhere = text[0] != '/' && !body.AsSpan(0, body.Length - 1).Contains('/');
        if (body[^1] == '/') body += "**";
        return new(text, new($"^{(anywhere ? "(.*/)?" : "")}{Translate(body)}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline));
    }

    /// <summary>Whether a path, with <c>/</c> between folders, is one of those meant.</summary>
    public bool Matches(string path) => regex.IsMatch(path);

    private static string Translate(string pattern)
    {
        var expression = new StringBuilder();
        var inBraces = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when At(pattern, i + 1, '*'):
                    // "a/**/b" is also "a/b".
                    var swallow = At(pattern, i + 2, '/') && (i == 0 || pattern[i - 1] == '/');
                    expression.Append(swallow ? "(.*/)?" : ".*");
                    i += swallow ? 2 : 1;
                    break;
                case '*': expression.Append("[^/]*"); break;
                case '?': expression.Append("[^/]"); break;
                case '{' when !inBraces && pattern.IndexOf('}', i) > 0:
                    inBraces = true;
                    expression.Append('(');
                    break;
                case '}' when inBraces:
                    inBraces = false;
                    expression.Append(')');
                    break;
                case ',' when inBraces: expression.Append('|'); break;
                default: expression.Append(Regex.Escape(pattern[i].ToString())); break;
            }
        }

        return expression.ToString();
    }

    private static bool At(string text, int index, char wanted) => index < text.Length && text[index] == wanted;
}
