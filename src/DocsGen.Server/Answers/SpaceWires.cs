using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Sync;

namespace DocsGen.Server.Answers;

/// <summary>Spaces, live documents, versions and comments in the words of the protocol; actors by kind and name.</summary>
internal static class SpaceWires
{
    public static SpaceWire Of(Space space)
    {
        using var policy = JsonDocument.Parse(space.Policy.ToJson());
        return new()
        {
            Id = space.Id,
            Slug = space.Slug.Value,
            Name = space.Name,
            Policy = policy.RootElement.Clone(),
            Cursor = CursorOf(space),
            Epoch = space.Epoch,
            Sequence = space.Sequence,
            Changesets = space.Pushes,
            Events = space.Events,
            CreatedBy = space.CreatedBy.ToString(),
            CreatedAt = Wire.Time(space.CreatedUtc),
        };
    }

    /// <summary>The entity tag of a space's answer, without quotes: whatever changes a space is an event of it.</summary>
    public static string TagOf(Space space) => $"{space.Id}-{space.Events}-{(space.LastHash.Length > 16 ? space.LastHash[..16] : "")}";

    /// <summary>0 while nothing was ever published, as in a status.</summary>
    public static long CursorOf(Space space) => space.Sequence > 1 ? space.Cursor.Value : 0;

    public static DocumentWire Of(Document d) => new(d.File.Value, d.Path.Value, d.Version, d.IsDeleted, d.Hash?.Value, d.Size, d.Sequence);

    public static VersionWire Of(DocumentVersion v, string? content = null) => new()
    {
        FileId = v.File.Value,
        Version = v.Version,
        ServerPath = v.Path.Value,
        Deleted = v.Hash is null,
        Sha256 = v.Hash?.Value,
        Size = v.Size,
        Sequence = v.Sequence,
        Changeset = v.Changeset.Value,
        PushedBy = v.PushedBy.ToString(),
        ReviewedBy = [.. v.Reviewers.Select(r => r.ToString())],
        PublishedBy = v.Publisher.ToString(),
        PublishedAt = Wire.Time(v.PublishedUtc),
        Provenance = Wire.Provenance(v.Provenance),
        Content = content,
    };

    public static CommentWire Of(Comment c) => new(c.Id, c.File, c.Lines?.From, c.Lines?.To, c.IsOutdated, c.Text, c.By.ToString(), Wire.Time(c.Utc), c.ResolvedBy?.ToString(), c.ReplyTo);
}
