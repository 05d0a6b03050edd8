using DocsGen.Core.Validation;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Runs the validators over what would be live after a publish, and over what is live now: only errors that are not there today count.</summary>
public static class SpaceChecks
{
    public static async ValueTask<CheckResult> RunAsync(SyncPorts ports, ChangesetView view, IReadOnlyList<PreparedMerge> merges, CancellationToken cancellationToken)
    {
        // The list may be newer than the view; then the sequence that is noted is older, and the publish finds the checks outdated.
        var live = await ports.Documents.ListAsync(view.Space.Id, cancellationToken);
        var merged = merges.ToDictionary(m => m.File);
        var touched = view.Changeset.Files.Where(f => f.Applied is null && f.Outcome is not null).ToDictionary(f => f.File);
        var (before, after) = (new List<DocumentSource>(), new List<DocumentSource>());
        var othersBefore = live.Select(d => d.Path.Value).Where(p => !IsMarkdown(p)).ToHashSet(StringComparer.Ordinal);
        var othersAfter = live.Where(d => !touched.ContainsKey(d.File)).Select(d => d.Path.Value).Concat(touched.Values.Where(f => f.Outcome!.Value.Hash is not null).Select(f => f.Path.Value)).Where(p => !IsMarkdown(p)).ToHashSet(StringComparer.Ordinal);
        foreach (var document in live)
        {
            if (!IsMarkdown(document.Path.Value)) continue;
            var source = new DocumentSource(document.Path.Value, await TextContent.ReadAsync(ports.Blobs, document.Hash!.Value, cancellationToken));
            before.Add(source);
            if (!touched.ContainsKey(document.File)) after.Add(source);
        }

        foreach (var file in touched.Values)
        {
            if (file.Outcome is not { Hash: { } hash } || !IsMarkdown(file.Path.Value)) continue;
            var bytes = merged.TryGetValue(file.Number, out var merge) && merge.Merged.Inline is { } inline ? inline : await TextContent.ReadAsync(ports.Blobs, hash, cancellationToken);
            after.Add(new(file.Path.Value, bytes));
        }

        var known = Errors(before, othersBefore, cancellationToken).Select(i => i.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var fresh = Errors(after, othersAfter, cancellationToken).Where(i => !known.Contains(i.Fingerprint));
        return new(view.Space.Sequence, [.. fresh.Select(i => new CheckError(i.File ?? "", i.Line, i.Rule, i.Message))]);
    }

    private static IEnumerable<Issue> Errors(List<DocumentSource> documents, HashSet<string> others, CancellationToken cancellationToken) =>
        documents.Count == 0 ? [] : Validator.Validate(GeneralRules.Request(documents, others), cancellationToken).Issues.Where(i => i.Severity == Formulas.Severity.Error);

    private static bool IsMarkdown(string path) => path.EndsWith(".md", StringComparison.OrdinalIgnoreCase);
}
