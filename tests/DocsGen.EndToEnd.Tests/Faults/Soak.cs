using System.Globalization;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>The tally of a long suite, kept in a file while it runs, so that one that was stopped goes on where it was.</summary>
internal sealed class Soak(string name)
{
    private readonly string path = Path.Combine(Product.Root, "artifacts", "soak", name);
    private readonly SortedDictionary<string, long> tally = new(StringComparer.Ordinal);

    public long this[string what] => tally.GetValueOrDefault(what);

    /// <summary>Reads what earlier runs of the whole suite did; a time-boxed one begins anew.</summary>
    public static Soak Resume(string name)
    {
        var soak = new Soak(name);
        if (!Product.Soak || !File.Exists(soak.path)) return soak;
        foreach (var words in File.ReadLines(soak.path).Select(l => l.Split('\t'))) soak.tally[words[0]] = long.Parse(words[1], CultureInfo.InvariantCulture);
        return soak;
    }

    public void Add(string what, long more)
    {
        tally[what] = this[what] + more;
        if (!Product.Soak) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, tally.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Key}\t{t.Value}")));
    }

    /// <summary>It came to its end: the next one begins anew.</summary>
    public void Close()
    {
        if (File.Exists(path)) File.Delete(path);
    }

    public override string ToString() => string.Join(", ", tally.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Value} {t.Key}")));
}
