using System.Text.Json;
using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>
/// The texts of the requirements, line by line. What stands in a document exactly as in the requirements is exempt from the rules on
/// placeholders, terms and external links; the list of forbidden terms itself exempts nothing.
/// </summary>
internal sealed class VerbatimTexts
{
    private readonly List<string> lines;
    private readonly HashSet<string> hosts = new(StringComparer.OrdinalIgnoreCase);

    private VerbatimTexts(List<string> lines)
    {
        this.lines = lines;
        foreach (var line in lines) Urls.AddHosts(line, hosts);
    }

    /// <summary>Hosts of the URLs in them.</summary>
    public IReadOnlySet<string> Hosts => hosts;

    public static VerbatimTexts Of(Requirements? requirements)
    {
        var found = new List<string>();
        foreach (var text in requirements?.Texts ?? [])
        {
            if (text.Path.StartsWith("$.terminology.forbidden_terms", StringComparison.Ordinal)) continue;
            foreach (var line in text.Value.EnumerateLines())
            {
                var trimmed = line.Trim();
                if (!trimmed.IsEmpty) found.Add(trimmed.ToString());
            }
        }

        return new(found);
    }

    /// <summary>Whether some text holds this one as it is.</summary>
    public bool Hold(string text)
    {
        foreach (var line in lines)
        {
            if (line.Contains(text, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>The texts that hold a match of a pattern: only these can exempt a match elsewhere.</summary>
    public Exemption ExemptionFor(Func<string, int, TextRange?> next)
    {
        var exempt = new List<(string Text, int At)>();
        foreach (var line in lines)
        {
            for (var from = 0; next(line, from) is { } match; from = Math.Max(match.End, match.Start + 1))
            {
                exempt.Add((line, match.Start));
                if (line.AsSpan().ContainsAny('"', '\\')) AddEscaped(exempt, line, match.Start);
            }
        }

        return new(exempt);
    }

    /// <summary>The same text as it stands within a JSON string of a code fence.</summary>
    private static void AddEscaped(List<(string Text, int At)> exempt, string line, int at)
    {
        static string Escape(string text) => JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        exempt.Add((Escape(line), Escape(line[..at]).Length));
    }
}

/// <summary>Texts that may hold a match, and where in each the match begins.</summary>
internal sealed class Exemption(List<(string Text, int At)> texts)
{
    /// <summary>Whether the match at an index of a text is part of an exempt text that stands there whole.</summary>
    public bool Covers(string text, int index)
    {
        foreach (var (exempt, at) in texts)
        {
            var start = index - at;
            if (start >= 0 && start + exempt.Length <= text.Length && string.CompareOrdinal(text, start, exempt, 0, exempt.Length) == 0) return true;
        }

        return false;
    }
}
