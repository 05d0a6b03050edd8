using System.Text.Json;
using DocsGen.Core.Sync;

namespace DocsGen.Cli.Output;

/// <summary>Spaces, changesets and documents as JSON, the same wherever one is printed; names are those of the sync protocol.</summary>
internal static class ChangesetJson
{
    public static void Write(Utf8JsonWriter json, Space space)
    {
        json.WriteStartObject("space");
        WriteBody(json, space);
        json.WriteEndObject();
    }

    public static void WriteBody(Utf8JsonWriter json, Space space)
    {
        json.WriteString("slug", space.Slug.Value);
        json.WriteString("name", space.Name);
        json.WriteNumber("cursor", space.Cursor.Value);
        json.WriteNumber("changesets", space.Pushes);
        json.WriteString("createdBy", space.CreatedBy.ToString());
        json.WriteString("createdUtc", RunJson.Time(space.CreatedUtc));
        json.WritePropertyName("policy");
        json.WriteRawValue(space.Policy.ToJson());
    }

    /// <summary>A changeset with its files, where it has any loaded.</summary>
    public static void Write(Utf8JsonWriter json, Changeset changeset, ChangesetSummary? summary = null)
    {
        json.WriteStartObject("changeset");
        WriteBody(json, changeset, summary ?? ChangesetSummary.Of(changeset.Files));
        json.WriteEndObject();
    }

    public static void WriteBody(Utf8JsonWriter json, Changeset changeset, ChangesetSummary summary)
    {
        json.WriteNumber("id", changeset.Id.Value);
        json.WriteNumber("seq", changeset.Number);
        json.WriteString("status", changeset.Status.ToWire());
        json.WriteString("message", changeset.Message);
        if (changeset.MergePrompt is { } prompt) json.WriteString("mergePrompt", prompt);
        json.WriteString("pushedBy", changeset.PushedBy.ToString());
        json.WriteString("clientChangesetId", changeset.ClientId);
        json.WriteString("payloadHash", changeset.Payload.Value);
        json.WriteString("createdAt", RunJson.Time(changeset.CreatedUtc));
        if (changeset.PublishedBy is { } by) json.WriteString("publishedBy", by.ToString());
        if (changeset.PublishedUtc is { } utc) json.WriteString("publishedAt", RunJson.Time(utc));
        if (changeset.SupersededBy is { } replaced) json.WriteNumber("supersededBy", replaced.Value);
        if (changeset.WithdrawnBy is { } withdrawn) json.WriteString("withdrawnBy", withdrawn.ToString());
        json.WriteStartObject("summary");
        json.WriteNumber("totalFiles", summary.TotalFiles);
        json.WriteNumber("accepted", summary.Accepted);
        json.WriteNumber("rejected", summary.Rejected);
        json.WriteNumber("amended", summary.Amended);
        json.WriteNumber("pending", summary.Pending);
        json.WriteNumber("additions", summary.Additions);
        json.WriteNumber("deletions", summary.Deletions);
        json.WriteEndObject();
        if (changeset.Files.Count == 0) return;
        json.WriteStartArray("files");
        foreach (var file in changeset.Files) WriteFile(json, file);
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, Changeset changeset, PublishReport report)
    {
        Write(json, changeset);
        json.WriteBoolean("hasConflicts", report.HasConflicts);
        WriteReport(json, changeset, report);
    }

    public static void WriteReport(Utf8JsonWriter json, Changeset changeset, PublishReport report)
    {
        json.WriteStartArray("report");
        foreach (var file in report.Files)
        {
            json.WriteStartObject();
            json.WriteNumber("id", file.File);
            json.WriteString("path", changeset.Find(file.File)?.Path.Value);
            json.WriteString("status", file.Status);
            if (file.Reason is { } reason) json.WriteString("reason", reason);
            if (file.CurrentVersion is { } version) json.WriteNumber("currentVersion", version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, DocumentVersion version)
    {
        json.WriteStartObject();
        json.WriteString("fileId", version.File.Value);
        json.WriteNumber("version", version.Version);
        json.WriteString("path", version.Path.Value);
        json.WriteBoolean("deleted", version.Hash is null);
        if (version.Hash is { } hash) json.WriteString("sha256", hash.Value);
        json.WriteNumber("size", version.Size);
        json.WriteNumber("sequence", version.Sequence);
        json.WriteNumber("changeset", version.Changeset.Value);
        json.WriteString("pushedBy", version.PushedBy.ToString());
        json.WriteStartArray("reviewedBy");
        foreach (var reviewer in version.Reviewers) json.WriteStringValue(reviewer.ToString());
        json.WriteEndArray();
        json.WriteString("publishedBy", version.Publisher.ToString());
        json.WriteString("publishedAt", RunJson.Time(version.PublishedUtc));
        if (version.Provenance is { } run)
        {
            json.WritePropertyName("run");
            json.WriteRawValue(run.ToJson());
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Document document)
    {
        json.WriteStartObject();
        json.WriteString("fileId", document.File.Value);
        json.WriteString("path", document.Path.Value);
        json.WriteNumber("version", document.Version);
        if (document.Hash is { } hash) json.WriteString("sha256", hash.Value);
        json.WriteNumber("size", document.Size);
        json.WriteNumber("sequence", document.Sequence);
        json.WriteEndObject();
    }

    /// <summary>All comments, those of a thread after one another.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<CommentThread> threads)
    {
        json.WriteStartArray("comments");
        foreach (var thread in threads)
        {
            Write(json, thread, thread.Root);
            foreach (var reply in thread.Replies) Write(json, thread, reply);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, CommentThread thread, Comment comment)
    {
        json.WriteStartObject();
        json.WriteNumber("id", comment.Id);
        json.WriteNumber("thread", thread.Root.Id);
        json.WriteBoolean("open", thread.IsOpen);
        if (comment.File is { } file) json.WriteNumber("file", file);
        if (comment.Lines is { } lines)
        {
            json.WriteNumber("fromLine", lines.From);
            json.WriteNumber("toLine", lines.To);
        }

        json.WriteString("text", comment.Text);
        json.WriteString("by", comment.By.ToString());
        json.WriteString("utc", RunJson.Time(comment.Utc));
        json.WriteBoolean("outdated", comment.IsOutdated);
        if (comment.ResolvedBy is { } by) json.WriteString("resolvedBy", by.ToString());
        if (comment.ReplyTo is { } answered) json.WriteNumber("replyTo", answered);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, ChangesetFile file)
    {
        json.WriteStartObject();
        json.WriteNumber("id", file.Number);
        json.WriteString("fileId", file.File.Value);
        json.WriteString("serverPath", file.Path.Value);
        json.WriteString("opType", file.Operation.ToWire());
        json.WriteNumber("baseVersion", file.BaseVersion);
        if (file.Hash is { } hash) json.WriteString("sha256", hash.Value);
        json.WriteNumber("size", file.Size);
        if (file.Lines is { } lines)
        {
            json.WriteNumber("lineAdditions", lines.Added);
            json.WriteNumber("lineDeletions", lines.Removed);
        }

        if (file.Decision is { } decision)
        {
            json.WriteStartObject("latestReview");
            json.WriteString("decision", decision.Kind.ToWire());
            json.WriteString("reviewedBy", decision.By.ToString());
            json.WriteString("reviewedAt", RunJson.Time(decision.Utc));
            if (decision.Comment is { } comment) json.WriteString("comment", comment);
            if (decision.CarriedFrom is { } carried) json.WriteString("carriedFrom", carried);
            json.WriteEndObject();
        }

        if (file.Applied is { } applied) json.WriteNumber("publishedVersion", applied.Version);
        json.WriteEndObject();
    }
}
