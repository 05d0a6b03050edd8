namespace DocsGen.Core.Formulas;

/// <summary>What an example docset says by its file names: the words that it uses after each number. Its contents do not matter.</summary>
public static class ExampleConventions
{
    /// <summary>Number to words, from names such as <c>docsgen-04-base-phase-types.md</c>; numbers that the example uses twice say nothing.</summary>
    public static IReadOnlyDictionary<string, string> Words(HostStructure? example)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var twice = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in example?.Paths ?? [])
        {
            if (Split(path[(path.LastIndexOf('/') + 1)..]) is not { } name) continue;
            if (!found.TryAdd(name.Number, name.Words) && found[name.Number] != name.Words) twice.Add(name.Number);
        }

        foreach (var number in twice) found.Remove(number);
        return found;
    }

    /// <summary>Whether words can stand in a file name: lower-case letters and digits, joined by hyphens.</summary>
    public static bool AreWords(string text) => text.Length is > 0 and <= 100
        && text.Split('-').All(w => w.Length > 0 && w.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));

    private static (string Number, string Words)? Split(string name)
    {
        if (!name.EndsWith(".md", StringComparison.Ordinal)) return null;
        var stem = name[..^3];
        for (var i = 1; i + 4 <= stem.Length; i++)
        {
            if (stem[i] != '-' || !char.IsAsciiDigit(stem[i + 1]) || !char.IsAsciiDigit(stem[i + 2]) || stem[i + 3] != '-') continue;
            var words = stem[(i + 4)..];
            return AreWords(words) ? (stem[(i + 1)..(i + 3)], words) : null;
        }

        return null;
    }
}
