using System.Globalization;
using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.TestSupport.Audit;

/// <summary>
/// Reads all that a space keeps, and says what in it contradicts what publishers promise: whatever they did, and however they ended. It reads by the ports
/// alone and decides by itself, so that a fault of the machine or of a store is no excuse here.
/// </summary>
internal sealed class SpaceAudit
{
    private readonly List<string> violations = [];

    private SpaceAudit()
    {
    }

    /// <summary>Each led by the short name of the invariant.</summary>
    public IReadOnlyList<string> Violations => violations;

    public IReadOnlyList<Changeset> Changesets { get; private set; } = [];

    /// <summary>Every version of every document, by its number.</summary>
    public IReadOnlyList<DocumentVersion> History { get; private set; } = [];

    /// <summary>Reads a whole space.</summary>
    /// <param name="ports">The store.</param>
    /// <param name="slug">The space; nobody writes in it meanwhile.</param>
    /// <param name="perFile">Changesets that were published file by file, and may be live in part.</param>
    public static async Task<SpaceAudit> OfAsync(SyncPorts ports, SpaceSlug slug, IReadOnlySet<ChangesetId>? perFile = null)
    {
        var audit = new SpaceAudit();
        var space = (await ports.Spaces.FindAsync(slug, default))!;
        var changesets = new List<Changeset>();
        foreach (var row in await ports.Changesets.ListAsync(space.Id, new() { Limit = int.MaxValue }, default)) changesets.Add((await ports.Changesets.FindAsync(space.Id, row.Changeset.Id, default))!);
        audit.Changesets = [.. changesets.OrderBy(c => c.Id.Value)];
        var history = new List<DocumentVersion>();
        foreach (var file in changesets.SelectMany(c => c.Files).Select(f => f.File).Distinct()) history.AddRange(await ports.Documents.HistoryAsync(space.Id, file, default));
        audit.History = [.. history.OrderBy(v => v.Sequence)];
        audit.CheckNumbers(space);
        audit.CheckLive(await ports.Documents.ListAsync(space.Id, default));
        foreach (var changeset in audit.Changesets) audit.CheckChangeset(changeset, perFile?.Contains(changeset.Id) == true);
        audit.CheckEvents(await ports.Spaces.EventsAsync(space.Id, 0, int.MaxValue, default));
        return audit;
    }

    private void CheckNumbers(Space space)
    {
        foreach (var document in History.GroupBy(v => v.File))
        {
            Require("S6", document.OrderBy(v => v.Version).Select(v => v.Version).SequenceEqual(Enumerable.Range(1, document.Count())), $"versions of {document.Key} have gaps, or are given twice: {string.Join(' ', document.Select(v => v.Version))}");
            Require("S6", document.Select(v => v.Version).SequenceEqual(document.Select(v => v.Version).Order()), $"numbers of {document.Key} do not rise with its versions");
        }

        Require("S8", History.Select(v => v.Sequence).SequenceEqual(Enumerable.Range(2, History.Count).Select(n => (long)n)), "numbers have gaps, or are given twice");
        Require("S8", space.Sequence == History.Count + 1, $"the cursor is {space.Sequence}, with {History.Count} versions");
    }

    private void CheckLive(IReadOnlyList<Document> live)
    {
        var latest = History.GroupBy(v => v.File).Select(g => g.Last()).Where(v => v.Hash is not null).Select(v => v.ToDocument()).ToHashSet();
        Require("S9", latest.SetEquals(live), "what is live is not the latest version of each document");
        Require("S5", live.Select(d => d.Path.Fold).Distinct(StringComparer.Ordinal).Count() == live.Count, "two documents live at one path");
    }

    private void CheckChangeset(Changeset changeset, bool perFile)
    {
        var versions = History.Where(v => v.Changeset == changeset.Id).ToList();
        var applied = changeset.Files.Where(f => f.Applied is not null).ToList();
        var wanted = changeset.Files.Where(f => f.Decision is { Kind: not DecisionKind.Reject }).ToList();
        foreach (var file in applied)
        {
            Require("S7", file.Outcome is not null, $"{file.Path} of changeset {changeset.Id} is live, and nobody accepted it");
            if (file.Applied!.Sequence == 0) continue;
            var isThere = versions.Any(v => v.File == file.File && v.Version == file.Applied.Version && v.Sequence == file.Applied.Sequence && v.Hash == file.Outcome?.Hash);
            Require("S9", isThere, $"{file.Path} of changeset {changeset.Id} counts as live, and its version is not there");
        }

        Require("S5", versions.Count == applied.Count(f => f.Applied!.Sequence > 0), $"changeset {changeset.Id} made {versions.Count} versions, and counts {applied.Count} files as live");
        if (changeset.Status == ChangesetStatus.Published) Require("S5", applied.Count == wanted.Count, $"changeset {changeset.Id} is published, and {wanted.Count - applied.Count} of its {wanted.Count} files are not live");
        else if (!perFile) Require("S5", applied.Count == 0, $"changeset {changeset.Id} is {changeset.Status.ToWire()}, and {applied.Count} of its {wanted.Count} files are live");
        if (!perFile && versions.Count > 0) Require("S8", versions[^1].Sequence - versions[0].Sequence == versions.Count - 1, $"the numbers of changeset {changeset.Id} are not one range");
    }

    private void CheckEvents(IReadOnlyList<StoredSpaceEvent> events)
    {
        var (previous, cursor) = ("", 1L);
        var published = new Dictionary<long, int>();
        foreach (var e in events)
        {
            Require("R10", e.PrevHash == previous && e.Hash == EventChain.Link(previous, e.Body), $"the chain of events breaks at {e.Seq}");
            previous = e.Hash;
            if (e.Type is not ("changeset.published" or "changeset.partly_published")) continue;
            using var body = JsonDocument.Parse(e.Body);
            var (data, id) = (body.RootElement.GetProperty("data"), body.RootElement.GetProperty("changeset").GetInt64());
            var (files, at) = (Number(data, "files"), Number(data, "cursor"));
            Require("S8", at == cursor + files, $"changeset {id} moved the cursor from {cursor} to {at} with {files} files");
            cursor = at;
            if (e.Type == "changeset.published") published[id] = published.GetValueOrDefault(id) + 1;
        }

        foreach (var (id, times) in published) Require("S4", times == 1, $"changeset {id} was published {times} times");
        var final = Changesets.Where(c => c.Status == ChangesetStatus.Published).Select(c => c.Id.Value).ToHashSet();
        Require("S4", final.SetEquals(published.Keys), "the changesets that are published are not those whose publish was recorded");
    }

    private static long Number(JsonElement data, string name) => long.Parse(data.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private void Require(string invariant, bool holds, string otherwise)
    {
        if (!holds) violations.Add($"{invariant}: {otherwise}");
    }
}
