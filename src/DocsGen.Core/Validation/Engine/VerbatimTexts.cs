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
    private static readonly char[] UrlEnds = [' ', '\t', '<', '>', '"', '`'];
    private static readonly char[] Brackets = ['(', ')', '[', ']'];

    private readonly List<string> lines;
    private readonly HashSet<string> hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> urls = new(StringComparer.Ordinal);

    private VerbatimTexts(List<string> lines)
    {
        this.lines = lines;
        foreach (var line in lines)
        {
            Urls.AddHosts(line, hosts);
            AddUrls(line);
        }
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

    /// <summary>Whether a URL or mail address stands in some text, whole.</summary>
    public bool Hold(string url) => urls.Contains(url);

    private void AddUrls(string line)
    {
        urls.Add(line);
        foreach (var part in line.Split(UrlEnds, StringSplitOptions.RemoveEmptyEntries))
        {
            urls.Add(part.TrimEnd('.', ',', ';', ':', '!', '?'));
            if (part.IndexOfAny(Brackets) < 0) continue;
            foreach (var inner in part.Split(Brackets, StringSplitOptions.RemoveEmptyEntries)) urls.Add(inner);
        }
    }

    /// <summary>The texts that hold a match of a pattern: only these can exempt a match elsewhere.</summary>
    public Exemption ExemptionFor(Func<string, int, TextRange?> next)
    {
        var exempt = new List<(string Text, int At)>();
        foreach (var line in lines)
        {
            var seen = SeenText.Of(line);
            for (var from = 0; next(seen.Text, from) is { } match; from = Math.Max(match.End, match.Start + 1))
            {
                var start = seen.IndexOf(match.Start);
                exempt.Add((line, start));
                if (line.AsSpan().ContainsAny('"', '\\')) AddEscaped(exempt, line, start);
            }
        }

        return new(exempt);
    }

    /// <summary>For each text that a pattern finds, the texts of the requirements that hold it.</summary>
    public Dictionary<string, Exemption> ExemptionsFor(Func<string, int, TextRange?> next)
    {
        var found = new Dictionary<string, List<(string Text, int At)>>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            for (var from = 0; next(line, from) is { } match; from = match.End)
            {
                var text = line.Substring(match.Start, match.Length);
                if (!found.TryGetValue(text, out var places)) found[text] = places = [];
                places.Add((line, match.Start));
            }
        }

        return found.ToDictionary(f => f.Key, f => new Exemption(f.Value), StringComparer.Ordinal);
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
