using System.Text.Json;

namespace DocsGen.Contracts;

// Routes beyond the protocol: spaces, live documents, comments, contents. Names and forms are those of the protocol.

/// <summary>A space; its policy is JSON of the form that <c>docsgen space policy</c> shows.</summary>
public sealed record SpaceWire
{
    public required long Id { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required JsonElement Policy { get; init; }

    public required long Cursor { get; init; }

    public required long Epoch { get; init; }

    /// <summary>The last number that a document took.</summary>
    public required long Sequence { get; init; }

    /// <summary>How many changesets were ever pushed.</summary>
    public required long Changesets { get; init; }

    /// <summary>How many events there are.</summary>
    public required long Events { get; init; }

    public required string CreatedBy { get; init; }

    public required string CreatedAt { get; init; }
}

/// <summary>Answers <c>GET /spaces</c>: those that the caller may read, by slug.</summary>
public sealed record SpacesAnswer(IReadOnlyList<SpaceWire> Spaces);

/// <summary>Answers <c>GET|PUT /spaces/{slug}</c> and <c>POST /spaces</c>.</summary>
public sealed record SpaceAnswer(SpaceWire Space);

/// <summary>
/// Asks for a new space (<c>POST /spaces</c>: slug, name, policy) or changes one (<c>PUT /spaces/{slug}</c>: policy, or <c>raiseEpoch: true</c>). What a policy leaves out takes its default.
/// </summary>
public sealed record SpaceRequest(string? Slug = null, string? Name = null, JsonElement? Policy = null, bool RaiseEpoch = false);

/// <summary>A live document, or the tombstone of one.</summary>
public sealed record DocumentWire(string FileId, string ServerPath, int Version, bool Deleted, string? Sha256, long Size, long Sequence);

/// <summary>Answers <c>GET /documents</c>: by path; with <c>?path=</c> the one that lives there, or none.</summary>
public sealed record DocumentsAnswer(IReadOnlyList<DocumentWire> Documents, long Cursor);

/// <summary>Answers <c>GET /documents/{fileId}</c>; the content only where it is text and live.</summary>
public sealed record DocumentAnswer(DocumentWire Document, string? Content);

/// <summary>Answers <c>GET /documents/{fileId}/versions</c>: oldest first.</summary>
public sealed record VersionsAnswer(IReadOnlyList<VersionWire> Versions);

/// <summary>One version of a document; also answers <c>GET /documents/{fileId}/versions/{n}</c>, then with its content where that is text.</summary>
public sealed record VersionWire
{
    public required string FileId { get; init; }

    public required int Version { get; init; }

    public required string ServerPath { get; init; }

    public required bool Deleted { get; init; }

    public string? Sha256 { get; init; }

    public required long Size { get; init; }

    public required long Sequence { get; init; }

    public required long Changeset { get; init; }

    /// <summary>Actors as kind and name.</summary>
    public required string PushedBy { get; init; }

    public required IReadOnlyList<string> ReviewedBy { get; init; }

    public required string PublishedBy { get; init; }

    public required string PublishedAt { get; init; }

    public ProvenanceWire? Provenance { get; init; }

    public string? Content { get; init; }
}

/// <summary>Answers <c>GET /documents/{fileId}/diff?from=&amp;to=</c>: a unified diff; null where a side is no text.</summary>
public sealed record DocumentDiffAnswer(string FileId, int From, int To, string? Unified);

/// <summary>Answers <c>GET /changesets/{id}/comments</c> and whatever changes them: all comments, oldest first.</summary>
public sealed record CommentsAnswer(IReadOnlyList<CommentWire> Comments);

/// <summary>A comment; lines are 1-based and inclusive.</summary>
public sealed record CommentWire(
    long Id, long? File, int? FromLine, int? ToLine, bool Outdated, string Text, string By, string At, string? ResolvedBy, long? ReplyTo);

/// <summary>Asks for a comment (<c>POST /changesets/{id}/comments</c>); <paramref name="File"/> is the file's number in the changeset.</summary>
public sealed record CommentRequest(string Text, long? File = null, int? FromLine = null, int? ToLine = null, long? ReplyTo = null);

/// <summary>Asks what a publish would do (<c>POST /changesets/{id}/dry-run</c>).</summary>
public sealed record DryRunRequest(string? Mode = null);

/// <summary>Answers <c>POST /dry-run</c> (a push that stores nothing) and <c>POST /changesets/{id}/dry-run</c>: what a publish would say.</summary>
/// <param name="Files">Each file of the push in its order, or of the changeset.</param>
/// <param name="HasConflicts">Whether something stands in the way.</param>
/// <param name="Unmet">What the policy would still ask for.</param>
/// <param name="Changeset">The changeset, where there is one.</param>
public sealed record DryRunAnswer(IReadOnlyList<PublishedFileWire> Files, bool HasConflicts, IReadOnlyList<string> Unmet, ChangesetWire? Changeset = null);

/// <summary>Answers <c>POST /changesets/{id}/rebase</c>: numbers of files that moved onto what is live, and of those that conflict.</summary>
public sealed record RebaseAnswer(ChangesetWire Changeset, ChangesetWire Commit, SummaryWire? Summary, IReadOnlyList<long> Moved, IReadOnlyList<long> Conflicts);

/// <summary>Answers <c>POST /blobs</c>.</summary>
/// <param name="Present">SHA-256 of what this space holds, or this token uploaded, of what was asked for or sent.</param>
/// <param name="Missing">Of what was asked for: what is to be sent.</param>
public sealed record BlobsAnswer(IReadOnlyList<string> Present, IReadOnlyList<string> Missing);

/// <summary>Answers <c>GET /me</c>: who the caller is, and what they may do in the space that the request names.</summary>
public sealed record WhoAnswer(string Actor, string Space, IReadOnlyList<string> Scopes);
