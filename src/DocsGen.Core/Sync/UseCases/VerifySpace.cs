using System.Globalization;
using System.Text.Json;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>
/// Proves a space from its stored rows and bytes: the event chain, that versions and numbers have no gaps, that what is live is the latest version, that every
/// content which is named is there with its hash, and that what is published has its report and the versions that its event tells of. It changes nothing.
/// </summary>
public sealed class VerifySpace(ISpaceRecords records, BlobProof proof)
{
    public async ValueTask<SpaceVerification> ExecuteAsync(long space, CancellationToken cancellationToken)
    {
        var rows = await records.ReadAsync(space, cancellationToken);
        var problems = new List<string>();
        problems.AddRange(OfEvents(rows));
        problems.AddRange(OfVersions(rows, space));
        problems.AddRange(OfNumbers(rows));
        problems.AddRange(OfDocuments(rows));
        problems.AddRange(OfChangesets(rows));
        // What a broken chain tells of proves nothing.
        if (problems.Count == 0) problems.AddRange(PublishedVersions.Compare(rows));
        var bytes = await CheckContentsAsync(rows, problems, cancellationToken);
        return new(rows.Space.Slug, rows.Events.Count, rows.Changesets.Count, rows.Documents.Count(d => d.Hash is not null), rows.Versions.Count, bytes, problems);
    }

    private static IEnumerable<string> OfEvents(SpaceRecords rows)
    {
        if (EventChain.FindBreak(rows.Events.Select(e => new ChainLink(e.Seq, e.Type, e.Body, e.PrevHash, e.Hash))) is { } broken)
        {
            yield return $"the event chain is broken: {broken}";
            yield break;
        }

        var (space, last) = (rows.Space, rows.Events.Count == 0 ? "" : rows.Events[^1].Hash);
        if (space.Events != rows.Events.Count) yield return Text($"the space counts {space.Events} events, {rows.Events.Count} are there");
        else if (space.LastHash != last) yield return Text($"event {space.Events} is not the last one that the space knows");
        var (name, policy, epoch) = Told(rows.Events);
        if (name != space.Slug) yield return $"its events are those of a space '{name}'";
        if (!IsSamePolicy(policy, space.Policy)) yield return "its policy is not the one that its events tell of";
        if (epoch != space.Epoch) yield return Text($"its epoch is {space.Epoch}, its events tell of {epoch}");
    }

    // What the chain proves of the space's own row.
    private static (string? Name, string? Policy, long Epoch) Told(IReadOnlyList<StoredSpaceEvent> events)
    {
        var (name, policy, epoch) = ((string?)null, (string?)null, 0L);
        foreach (var happened in events.Where(e => e.Type.StartsWith("space.", StringComparison.Ordinal)))
        {
            using var body = JsonDocument.Parse(happened.Body);
            var data = body.RootElement.GetProperty("data");
            name ??= body.RootElement.GetProperty("space").GetString();
            if (happened.Type == "space.created") policy = data.GetProperty("policy").GetString();
            else if (happened.Type == "space.policy_changed") policy = data.GetProperty("after").GetString();
            else if (happened.Type == "space.epoch_raised") epoch = long.Parse(data.GetProperty("epoch").GetString()!, CultureInfo.InvariantCulture);
        }

        return (name, policy, epoch);
    }

    private static IEnumerable<string> OfVersions(SpaceRecords rows, long space)
    {
        foreach (var history in rows.Versions.GroupBy(v => v.File))
        {
            var expected = 1L;
            foreach (var version in history)
            {
                if (version.Version != expected) yield return Text($"{version.Path} ({version.File}): version {expected} is missing; {version.Version} stands in its place");
                expected = version.Version + 1;
                if (version.ChangesetSpace is null) yield return Text($"{Place(version)}: there is no changeset {version.Changeset}");
                else if (version.ChangesetSpace != space) yield return Text($"{Place(version)}: changeset {version.Changeset} is of another space");
            }
        }
    }

    // S8: every version has its own number, from 2 on, without gaps.
    private static IEnumerable<string> OfNumbers(SpaceRecords rows)
    {
        var expected = 2L;
        foreach (var version in rows.Versions.OrderBy(v => v.Sequence))
        {
            if (version.Sequence != expected) yield return Text($"{Place(version)}: it has number {version.Sequence}, after {expected - 1}");
            expected = version.Sequence + 1;
        }

        if (rows.Space.Sequence != expected - 1) yield return Text($"the space stands at number {rows.Space.Sequence}, its last version has {expected - 1}");
    }

    private static IEnumerable<string> OfDocuments(SpaceRecords rows)
    {
        var latest = rows.Versions.GroupBy(v => v.File, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        foreach (var document in rows.Documents)
        {
            var place = $"{document.Path} ({document.File})";
            if (!latest.Remove(document.File, out var version)) yield return $"{place}: it is live, but has no version";
            else if ((document.Version, document.Sequence) != (version.Version, version.Sequence)) yield return Text($"{place}: v{document.Version} with number {document.Sequence} is live, the latest is v{version.Version} with {version.Sequence}");
            else if ((document.Path, document.Hash, document.Size) != (version.Path, version.Hash, version.Size)) yield return Text($"{place}: what is live is not v{version.Version}, which has {version.Path} and {Short(version.Hash)}");
            if (document.PathFold != (document.Hash is null ? null : PathRules.Fold(document.Path))) yield return $"{place}: its path is not the one that it is found by";
        }

        foreach (var version in latest.Values.OrderBy(v => v.Sequence)) yield return $"{Place(version)}: no live document or tombstone goes with it";
    }

    private static IEnumerable<string> OfChangesets(SpaceRecords rows)
    {
        if (rows.Space.Pushes != rows.Changesets.Count) yield return Text($"the space counts {rows.Space.Pushes} changesets, {rows.Changesets.Count} are there");
        foreach (var changeset in rows.Changesets.Where(c => c.Status == ChangesetStatus.Published.ToWire() && !IsReport(c.Report))) yield return Text($"changeset {changeset.Id}: it is published, but its report cannot be read");
        var versions = rows.Versions.ToDictionary(v => (v.File, v.Version));
        foreach (var file in rows.Files)
        {
            if (versions.GetValueOrDefault((file.File, file.BaseVersion))?.Hash is { } known && file.BaseHash != known) yield return Text($"{Place(file)}: its base is {Short(file.BaseHash)}, v{file.BaseVersion} has {Short(known)}");
            // Number 0 says that what it deletes was gone already.
            if (file.AppliedVersion is not { } applied || file.AppliedSequence is null or 0) continue;
            var version = versions.GetValueOrDefault((file.File, applied));
            if (version?.Sequence != file.AppliedSequence || version?.Changeset != file.Changeset) yield return Text($"{Place(file)}: it says that it is live as v{applied} with number {file.AppliedSequence}, which it is not");
        }
    }

    private async ValueTask<long> CheckContentsAsync(SpaceRecords rows, List<string> problems, CancellationToken cancellationToken)
    {
        var named = rows.Versions.Select(v => new NamedContent(v.Hash, v.Size, Place(v)))
            .Concat(rows.Files.Select(f => new NamedContent(f.Hash, f.Size, Place(f))))
            .Concat(rows.Files.Select(f => new NamedContent(f.BaseHash, null, $"{Place(f)}, its base")))
            .Concat(rows.Amendments.Select(a => new NamedContent(a.Hash, a.Size, Text($"changeset {a.Changeset}, {a.Path}, amended"))));
        var total = 0L;
        foreach (var content in named.Where(n => n.Hash is not null).GroupBy(n => n.Hash!, StringComparer.Ordinal))
        {
            var (size, damage) = await ReadAsync(content.Key, cancellationToken);
            total += size;
            var first = content.First();
            // Content is stored once: what is damaged is damaged wherever it is named.
            if (damage is not null) problems.Add($"{first.Place}{(content.Count() == 1 ? "" : Text($" and {content.Count() - 1} more"))}: {damage}");
            else problems.AddRange(content.Where(n => n.Size is { } said && said != size).Select(n => Text($"{n.Place}: the record says {n.Size} bytes, the store holds {size}")));
        }

        return total;
    }

    private async ValueTask<BlobFinding> ReadAsync(string text, CancellationToken cancellationToken) =>
        ContentHash.TryParse(text, out var hash) ? await proof.CheckAsync(hash, cancellationToken) : new(0, $"'{text}' is no hash");

    // A policy that another version of DocsGen wrote may be spelled otherwise.
    private static bool IsSamePolicy(string? told, string stored)
    {
        try
        {
            return told == stored || (told is not null && SpacePolicy.Parse(told).ToJson() == SpacePolicy.Parse(stored).ToJson());
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsReport(string? json)
    {
        try
        {
            return json is not null && PublishReport.Parse(json).Files is not null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return false;
        }
    }

    private static string Place(VersionRecord version) => Text($"{version.Path} v{version.Version}");

    private static string Place(FileRecord file) => Text($"changeset {file.Changeset}, {file.Path}");

    private static string Short(string? hash) => hash is null ? "nothing" : hash.Length > 12 ? hash[..12] : hash;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record NamedContent(string? Hash, long? Size, string Place);
}

/// <summary>What a verification found: nothing, or what is wrong and where.</summary>
public sealed record SpaceVerification(string Space, int Events, int Changesets, int Documents, int Versions, long Bytes, IReadOnlyList<string> Problems);
