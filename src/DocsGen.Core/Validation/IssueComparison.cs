namespace DocsGen.Core.Validation;

/// <summary>Two lists of issues, compared by fingerprint: lines may have moved, and files may have been renamed.</summary>
/// <param name="New">Only in the later list, in its order.</param>
/// <param name="Fixed">Only in the earlier list, in its order.</param>
/// <param name="StillThere">In both, as the later list has them.</param>
public sealed record IssueComparison(IReadOnlyList<Issue> New, IReadOnlyList<Issue> Fixed, IReadOnlyList<Issue> StillThere)
{
    // Of more pairs of files only those of one name or one content are looked at.
    private const int MostPairs = 10_000;

    /// <summary>Compares.</summary>
    /// <param name="earlier">The issues before.</param>
    /// <param name="later">The issues now.</param>
    /// <param name="hashesBefore">Content hashes of all files before, by name; null where they are not known, and then no file counts as renamed.</param>
    /// <param name="hashesNow">The same for now.</param>
    public static IssueComparison Of(
        IReadOnlyList<Issue> earlier, IReadOnlyList<Issue> later, IReadOnlyDictionary<string, string>? hashesBefore = null, IReadOnlyDictionary<string, string>? hashesNow = null)
    {
        var before = earlier.Select(i => i.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var after = later.Select(i => i.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var gone = earlier.Where(i => !after.Contains(i.Fingerprint)).ToList();
        var come = later.Where(i => !before.Contains(i.Fingerprint)).ToList();
        var renamed = gone.Count == 0 || come.Count == 0 || hashesBefore is null || hashesNow is null ? [] : Renames(gone, come, hashesBefore, hashesNow);
        var moved = Moved(gone, come, renamed);
        return new(
            [.. come.Where(i => !moved.Contains(i.Fingerprint))],
            [.. gone.Where(i => !moved.Contains(i.Fingerprint))],
            [.. later.Where(i => before.Contains(i.Fingerprint) || moved.Contains(i.Fingerprint))]);
    }

    // Fingerprints, of both lists, of the issues that only changed the name of their file.
    private static HashSet<string> Moved(List<Issue> gone, List<Issue> come, Dictionary<string, string> renamed)
    {
        var moved = new HashSet<string>(StringComparer.Ordinal);
        var waiting = come.Where(i => i.File is not null).GroupBy(i => (File: i.File!, Words: Words(i))).ToDictionary(g => g.Key, g => new Queue<Issue>(g));
        foreach (var issue in gone)
        {
            if (issue.File is null || !renamed.TryGetValue(issue.File, out var now) || !waiting.TryGetValue((now, Words(issue)), out var same) || !same.TryDequeue(out var twin)) continue;
            moved.Add(issue.Fingerprint);
            moved.Add(twin.Fingerprint);
        }

        return moved;
    }

    /// <summary>
    /// Which file is now which: the same content; else the same name in another folder with an issue in common; else at least two issues, and half of all, in
    /// common. One like issue alone proves nothing: it would hide a new one behind one that went.
    /// </summary>
    private static Dictionary<string, string> Renames(
        List<Issue> gone, List<Issue> come, IReadOnlyDictionary<string, string> hashesBefore, IReadOnlyDictionary<string, string> hashesNow)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        var oldFiles = Files(gone, hashesNow.Keys);
        var newFiles = Files(come, hashesBefore.Keys);
        var few = (long)oldFiles.Count * newFiles.Count <= MostPairs;
        foreach (var (old, issues) in oldFiles)
        {
            var best = newFiles
                .Select(n => (Name: n.Key, Rank: Rank(old, issues, n.Key, n.Value, hashesBefore, hashesNow, few)))
                .Where(n => n.Rank > 0).OrderByDescending(n => n.Rank).ThenBy(n => n.Name, StringComparer.Ordinal).Select(n => n.Name).FirstOrDefault();
            if (best is null) continue;
            renamed[old] = best;
            newFiles.Remove(best);
        }

        return renamed;
    }

    private static int Rank(
        string old, List<string> before, string now, List<string> after, IReadOnlyDictionary<string, string> hashesBefore, IReadOnlyDictionary<string, string> hashesNow, bool few)
    {
        if (hashesBefore.TryGetValue(old, out var hash) && hashesNow.TryGetValue(now, out var other) && string.Equals(hash, other, StringComparison.Ordinal)) return int.MaxValue;
        var isNamesake = string.Equals(BaseName(old), BaseName(now), StringComparison.Ordinal);
        if (!few && !isNamesake) return 0;
        var common = before.Intersect(after, StringComparer.Ordinal).Count();
        if (isNamesake) return common;
        return common >= 2 && common * 2 >= before.Count ? common : 0;
    }

    private static SortedDictionary<string, List<string>> Files(List<Issue> issues, IEnumerable<string> others)
    {
        var still = others.ToHashSet(StringComparer.Ordinal);
        var files = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var issue in issues)
        {
            if (issue.File is null || still.Contains(issue.File)) continue;
            if (!files.TryGetValue(issue.File, out var words)) files[issue.File] = words = [];
            words.Add(Words(issue));
        }

        return files;
    }

    private static string Words(Issue issue) => $"{issue.Rule}\n{Fingerprints.Words(string.IsNullOrEmpty(issue.File) ? issue.Message : issue.Message.Replace(issue.File, "", StringComparison.Ordinal))}";

    private static string BaseName(string file) => file[(file.LastIndexOf('/') + 1)..];
}
