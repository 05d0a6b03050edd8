using DocsGen.Core.Sync;

namespace DocsGen.EndToEnd.Tests;

/// <summary>Judges one round of publishers who all began at once, by what they were told and what became of it.</summary>
internal static class RaceOracle
{
    // What a publisher may be told who did not win: each in words, and nothing unexpected among them.
    private static readonly string[] Reasons = ["BASE_CHANGED", "BASE_DOC_MISSING", "DELETE_BASE_MISMATCH", "PATH_TAKEN", "NOT_APPLIED", "ALREADY_MISSING", "ALREADY_PUBLISHED", "published"];

    /// <summary>What contradicts the promises, each led by the short name of the invariant.</summary>
    /// <param name="changeset">As it stands after the round.</param>
    /// <param name="said">What each of its publishers was told: the code of a refusal, "replayed", or a status and reasons joined by a plus.</param>
    /// <param name="isPerFile">Whether files go live one by one.</param>
    public static IEnumerable<string> OfChangeset(Changeset changeset, IReadOnlyList<string> said, bool isPerFile)
    {
        var at = $"changeset {changeset.Id} is {changeset.Status.ToWire()}: {string.Join(' ', said)}";
        if (changeset.Status is not (ChangesetStatus.Published or ChangesetStatus.Reviewing)) yield return $"S4: {at}";
        var winners = said.Count(s => s.Split('+')[0] == "published");
        var wins = changeset.Status == ChangesetStatus.Published ? 1 : 0;
        if (winners != wins) yield return $"S4: {winners} winners: {at}";
        foreach (var answer in said)
        {
            var words = answer.Split('+');
            var isKnown = words[0] == "PUBLISH_IN_PROGRESS" || (words[0] == "replayed" && winners == 1) || (words[0] is "published" or "reviewing" && words[1..].All(w => Reasons.Contains(w)));
            if (!isKnown) yield return $"S4: {answer} is no answer: {at}";
        }

        // Where everybody was refused, nobody was publishing.
        if (!said.Any(s => s.Split('+')[0] is "published" or "reviewing")) yield return $"S4: everybody was refused: {at}";
        var applied = changeset.Files.Count(f => f.Applied is not null);
        if (!isPerFile && applied != wins * changeset.Files.Count) yield return $"S5: {applied} of {changeset.Files.Count} files are live: {at}";
    }

    /// <summary>The same of the documents: all changesets were pushed on the same versions, so that whoever came first is the only one.</summary>
    public static IEnumerable<string> OfVersions(IReadOnlyDictionary<FileId, Document> before, IReadOnlyDictionary<FileId, Document> after, IReadOnlyList<Changeset> changesets)
    {
        foreach (var (file, now) in after)
        {
            var winners = changesets.Count(c => c.Files.Any(f => f.File == file && f.Applied is { Sequence: > 0 }));
            var versions = now.Version - (before.GetValueOrDefault(file)?.Version ?? 0);
            if (winners != versions) yield return $"S6: {file} has {winners} winners for {versions} versions";
            if (winners > 1) yield return $"S6: {file} has {winners} winners";
        }
    }
}
