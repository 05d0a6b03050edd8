using System.Globalization;
using System.Text.Json;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>
/// Compares the rows of changesets and versions with the event chain: who pushed and who published is whom the events name, every version lies in the range of numbers that a publish of its changeset
/// took, every publish has the versions that it tells of, and a changeset has ended exactly if an event says so.
/// </summary>
internal static class PublishedVersions
{
    private const string Pushed = "changeset.pushed";
    private const string Published = "changeset.published";
    private const string PartlyPublished = "changeset.partly_published";

    /// <summary>What differs, in the order of the events; the chain must be whole.</summary>
    public static IEnumerable<string> Compare(SpaceRecords rows)
    {
        var told = rows.Events.Select(Read).OfType<Told>().ToList();
        return OfVersions(rows, told).Concat(OfChangesets(rows, told));
    }

    private static IEnumerable<string> OfVersions(SpaceRecords rows, List<Told> told)
    {
        var versions = rows.Versions.ToDictionary(v => v.Sequence);
        foreach (var publish in told.Where(t => t.Type is Published or PartlyPublished))
        {
            for (var sequence = publish.Last - publish.Files + 1; sequence <= publish.Last; sequence++)
            {
                if (!versions.Remove(sequence, out var version)) yield return Text($"event {publish.Seq} tells of number {sequence}, which no version has");
                else if (version.Changeset != publish.Changeset) yield return Text($"{version.Path} v{version.Version}: it names changeset {version.Changeset}, event {publish.Seq} says {publish.Changeset}");
                else if (version.Publisher != publish.Actor || version.PublishedUtc != publish.Utc) yield return Text($"{version.Path} v{version.Version}: who published it, or when, is not what event {publish.Seq} says");
            }
        }

        foreach (var version in versions.Values.OrderBy(v => v.Sequence)) yield return Text($"{version.Path} v{version.Version}: no event tells of its publish");
    }

    private static IEnumerable<string> OfChangesets(SpaceRecords rows, List<Told> told)
    {
        var (of, files) = (told.ToLookup(t => t.Changeset), rows.Files.ToLookup(f => f.Changeset));
        foreach (var changeset in rows.Changesets)
        {
            var pushed = of[changeset.Id].FirstOrDefault(t => t.Type == Pushed);
            if (pushed is null) yield return Text($"changeset {changeset.Id}: no event tells of its push");
            else if (pushed.Payload != changeset.Payload || pushed.Files != files[changeset.Id].LongCount()) yield return Text($"changeset {changeset.Id}: its files are not those that event {pushed.Seq} tells of");
            else if (pushed.Actor != changeset.PushedBy) yield return Text($"changeset {changeset.Id}: it names {changeset.PushedBy} as its author, event {pushed.Seq} says {pushed.Actor}");
            var published = of[changeset.Id].LastOrDefault(t => t.Type == Published);
            if ((published is not null) != (changeset.Status == ChangesetStatus.Published.ToWire())) yield return Text($"changeset {changeset.Id}: it is {changeset.Status}, its events say otherwise");
            else if (published is not null && (changeset.PublishedBy != published.Actor || changeset.PublishedUtc != published.Utc)) yield return Text($"changeset {changeset.Id}: who published it, or when, is not what event {published.Seq} says");
            if (of[changeset.Id].Any(t => t.Type is "changeset.superseded" or "changeset.withdrawn") != (changeset.Status == ChangesetStatus.Superseded.ToWire())) yield return Text($"changeset {changeset.Id}: it is {changeset.Status}, its events say otherwise");
        }
    }

    private static Told? Read(StoredSpaceEvent stored)
    {
        using var document = JsonDocument.Parse(stored.Body);
        var body = document.RootElement;
        if (!body.TryGetProperty("changeset", out var changeset)) return null;
        var data = body.GetProperty("data");
        var (isPush, isPublish) = (stored.Type == Pushed, stored.Type is Published or PartlyPublished);
        return new(
            stored.Seq,
            stored.Type,
            changeset.GetInt64(),
            body.GetProperty("actor").GetString()!,
            body.GetProperty("utc").GetString()!,
            isPush || isPublish ? Number(data, "files") : 0,
            isPublish ? new Cursor(Number(data, "cursor")).Sequence : 0,
            isPush ? data.GetProperty("payload").GetString() : null);
    }

    private static long Number(JsonElement data, string name) => long.Parse(data.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Told(long Seq, string Type, long Changeset, string Actor, string Utc, long Files, long Last, string? Payload);
}
