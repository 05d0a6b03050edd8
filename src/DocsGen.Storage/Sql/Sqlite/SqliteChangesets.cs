using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Storage.Files;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Changesets in SQLite. Every write is alone in the store, and so alone in its space.</summary>
internal sealed class SqliteChangesets(SqliteDatabase database, FileBlobs files, TimeProvider clock, Func<string, bool> isKnownDead) : IChangesetStore
{
    public ValueTask<PushOutcome> PushAsync(NewChangeset changeset, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult(database.Write((c, t) => Push(c, t, changeset)));
        }
        catch (Abandon abandon)
        {
            return ValueTask.FromResult<PushOutcome>(abandon.Outcome);
        }
    }

    public ValueTask<Changeset?> FindAsync(long space, ChangesetId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Read(c => Load(c, null, space, id)));

    public ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(long space, ChangesetFilter filter, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ChangesetRow>>(database.Read(c =>
        {
            var heads = c.Query<ChangesetHead>(
                $"""
                SELECT {ChangesetHead.Columns} FROM changesets s
                WHERE space_id = @space AND (@before IS NULL OR id < @before) AND (@status IS NULL OR status = @status) AND (@author IS NULL OR pushed_by = @author)
                  AND (@text IS NULL OR instr(lower(message), lower(@text)) > 0)
                  AND (@path IS NULL OR EXISTS (SELECT 1 FROM changeset_files f WHERE f.changeset_id = s.id AND instr(lower(f.path), lower(@path)) > 0))
                ORDER BY id DESC LIMIT @limit
                """,
                new { space, before = filter.Before?.Value, status = filter.Status?.ToWire(), author = filter.Author, text = filter.Text, path = filter.Path, limit = filter.Limit }).ToList();
            // Without rows SQLite cannot say of which types its sums would be.
            if (heads.Count == 0) return (List<ChangesetRow>)[];
            var summaries = c.Query<SummaryRow>(SummaryRow.Of("IN @ids"), new { ids = heads.Select(h => h.Id) }).ToDictionary(r => r.ChangesetId, r => r.ToSummary());
            return heads.Select(h => new ChangesetRow(h.ToChangeset([]) with { Report = null }, summaries[h.Id])).ToList();
        }));

    public ValueTask<ChangesetVerdict?> ChangeAsync(long space, ChangesetId id, ChangesetParts parts, Func<ChangesetView, ChangesetVerdict> transition, Actor actor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(database.Write((c, t) =>
        {
            if (View(c, t, space, id, parts) is not { } view) return null;
            var verdict = transition(view);
            if (verdict is ChangesetVerdict.Accepted { Change: var change }) Apply(c, t, view, change, actor);
            return verdict;
        }));
    }

    public ValueTask<IReadOnlyList<ChangesetId>> FindByClientAsync(long space, string beginning, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ChangesetId>>(database.Read(c => c.Query<long>(ChangesetHead.ByClient, new { space, beginning, end = beginning[..^1] + ';' }).Select(id => new ChangesetId(id)).ToList()));

    public ValueTask<IReadOnlyList<Comment>> CommentsAsync(long space, ChangesetId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Comment>>(database.Read(c => c
            .Query<CommentRow>(
                $"SELECT {CommentRow.Columns} FROM comments WHERE changeset_id = (SELECT id FROM changesets WHERE id = @id AND space_id = @space) ORDER BY id", new { id = id.Value, space })
            .Select(r => r.ToComment()).ToList()));

    private PushOutcome Push(SqliteConnection c, SqliteTransaction t, NewChangeset pushed)
    {
        var space = SqliteSpaces.Find(c, t, pushed.Space) ?? throw new InvalidOperationException($"There is no space {pushed.Space}.");
        var there = c.QuerySingleOrDefault<(long Id, string Payload)?>("SELECT id, payload FROM changesets WHERE space_id = @Space AND client_id = @ClientId", new { pushed.Space, pushed.ClientId }, t);
        if (there is { } earlier)
        {
            return earlier.Payload == pushed.Payload.Value
                ? new PushOutcome.Replayed(Load(c, t, pushed.Space, new(earlier.Id))!, space)
                : PushRules.Reused(pushed.ClientId, new(earlier.Id));
        }

        var now = clock.GetUtcNow();
        var id = new ChangesetId(c.ExecuteScalar<long>(
            """
            INSERT INTO changesets (space_id, number, client_id, payload, message, merge_prompt, pushed_by, created_utc, status)
            VALUES (@Space, @number, @ClientId, @payload, @Message, @MergePrompt, @by, @now, 'proposed') RETURNING id
            """,
            new { pushed.Space, number = space.Pushes + 1, pushed.ClientId, payload = pushed.Payload.Value, pushed.Message, pushed.MergePrompt, by = pushed.PushedBy.ToString(), now = Times.Format(now) },
            t));
        InsertFiles(c, pushed, id);
        space = space with { Pushes = space.Pushes + 1 };
        SqliteSpaces.Append(c, t, space, [PushRules.Pushed(pushed, id)], pushed.PushedBy, now);
        foreach (var replaced in ToSupersede(c, t, pushed, id))
        {
            if (View(c, t, pushed.Space, replaced, ChangesetParts.Whole) is not { } view) throw new Abandon(PushRules.NotFound(replaced));
            var verdict = PushRules.Supersede(view, pushed, id);
            if (verdict is ChangesetVerdict.Refused refused) throw new Abandon(new(refused.Code, refused.Message));
            Apply(c, t, view, ((ChangesetVerdict.Accepted)verdict).Change, pushed.PushedBy);
        }

        return new PushOutcome.Created(Load(c, t, pushed.Space, id)!, SqliteSpaces.Find(c, t, pushed.Space)!);
    }

    private void InsertFiles(SqliteConnection c, NewChangeset pushed, ChangesetId id)
    {
        SqliteArtifacts.InsertBlobs(c, files, pushed.Files.Select(f => f.Content).OfType<StagedBlob>());
        SqliteBatch.ForEach(
            c,
            """
            INSERT INTO changeset_files (changeset_id, file_id, operation, path, path_fold, base_version, base_hash, base_path, hash, size, additions, deletions, provenance)
            SELECT ?1, ?3, ?4, ?5, ?6, ?7, v.hash, v.path, ?8, ?9, ?10, ?11, ?12
            FROM (SELECT 1) LEFT JOIN document_versions v ON v.space_id = ?2 AND v.file_id = ?3 AND v.version = ?7
            """,
            row => row.Add(id.Value).Add(pushed.Space),
            pushed.Files,
            (row, f) => row
                .Add(f.File.Value).Add(f.Operation.ToWire()).Add(f.Path.Value).Add(f.Path.Fold).Add(f.BaseVersion).Add(f.Content?.Hash.Value).Add(f.Content?.Size ?? 0)
                .Add(f.Lines?.Added).Add(f.Lines?.Removed).Add(f.Provenance?.ToJson()));
    }

    private static List<ChangesetId> ToSupersede(SqliteConnection c, SqliteTransaction t, NewChangeset pushed, ChangesetId id)
    {
        var replaced = pushed.Supersedes.ToList();
        if (!pushed.SupersedesCovered) return replaced;
        var covered = c.Query<long>(
            """
            SELECT id FROM changesets s
            WHERE space_id = @Space AND id < @id AND pushed_by = @by AND status IN ('proposed', 'reviewing', 'ready', 'rejected')
              AND NOT EXISTS (SELECT 1 FROM changeset_files f WHERE f.changeset_id = s.id
                AND (f.applied_version IS NOT NULL OR NOT EXISTS (SELECT 1 FROM changeset_files n WHERE n.changeset_id = @id AND n.file_id = f.file_id)))
            ORDER BY id
            """,
            new { pushed.Space, id = id.Value, by = pushed.PushedBy.ToString() },
            t);
        return [.. replaced.Union(covered.Select(n => new ChangesetId(n)))];
    }

    private ChangesetView? View(SqliteConnection c, SqliteTransaction t, long space, ChangesetId id, ChangesetParts parts)
    {
        if (Load(c, t, space, id, parts) is not { } changeset) return null;
        var documents = parts == ChangesetParts.Head ? [] : c.Query<DocumentRow>(
            $"""
            SELECT {DocumentRow.Columns} FROM changeset_files f JOIN documents d ON d.space_id = @space AND d.file_id = f.file_id WHERE f.changeset_id = @id
            UNION
            SELECT {DocumentRow.Columns} FROM changeset_files f JOIN documents d ON d.space_id = @space AND d.path_fold = f.path_fold WHERE f.changeset_id = @id
            """,
            new { space, id = id.Value },
            t);
        return new()
        {
            Space = SqliteSpaces.Find(c, t, space)!,
            Changeset = changeset,
            Documents = [.. documents.Select(d => d.ToDocument())],
            Now = SqliteSpaces.Now(c, t),
            Utc = clock.GetUtcNow(),
            ClaimantIsDead = changeset.Claim is { } claim && isKnownDead(claim.Process),
        };
    }

    private static Changeset? Load(SqliteConnection c, SqliteTransaction? t, long space, ChangesetId id, ChangesetParts parts = ChangesetParts.Whole) =>
        c.QuerySingleOrDefault<ChangesetHead>($"SELECT {ChangesetHead.Columns} FROM changesets WHERE id = @id AND space_id = @space", new { id = id.Value, space }, t)
            ?.ToChangeset(parts == ChangesetParts.Head ? [] : LoadFiles(c, t, id.Value));

    private static List<ChangesetFile> LoadFiles(SqliteConnection c, SqliteTransaction? t, long id)
    {
        var decisions = c.Query<DecisionRow>($"SELECT {DecisionRow.Columns} FROM decisions WHERE changeset_id = @id ORDER BY id", new { id }, t).ToLookup(d => d.File, d => d.ToDecision());
        return [.. c.Query<FileRow>($"SELECT {FileRow.Columns} FROM changeset_files WHERE changeset_id = @id ORDER BY id", new { id }, t).Select(f => f.ToFile([.. decisions[f.Id]]))];
    }

    // Order: what others name comes first; the changeset's own row last of its tables, and the space with its counters and events at the end.
    private void Apply(SqliteConnection c, SqliteTransaction t, ChangesetView view, ChangesetChange change, Actor actor)
    {
        SqliteArtifacts.InsertBlobs(c, files, change.Blobs);
        SqliteBatch.ForEach(
            c,
            """
            INSERT INTO decisions (changeset_id, file, kind, amended_hash, amended_size, bound, decided_by, decided_utc, comment, carried_from)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """,
            row => row.Add(change.After.Id.Value),
            change.Decisions,
            (row, d) => row
                .Add(d.File).Add(d.Decision.Kind.ToWire()).Add(d.Decision.Amended?.Hash.Value).Add(d.Decision.Amended?.Size).Add(d.Decision.Bound).Add(d.Decision.By.ToString())
                .Add(Times.Format(d.Decision.Utc)).Add(d.Decision.Comment).Add(d.Decision.CarriedFrom));
        SqliteBatch.ForEach(
            c,
            """
            UPDATE changeset_files SET path = ?2, path_fold = ?3, base_version = ?4, base_hash = ?5, base_path = ?6, hash = ?7, size = ?8, additions = ?9, deletions = ?10 WHERE id = ?1
            """,
            change.Files.Where(f => f.Applied is null),
            (row, f) => row
                .Add(f.Number).Add(f.Path.Value).Add(f.Path.Fold).Add(f.BaseVersion).Add(f.BaseHash?.Value).Add(f.BasePath?.Value).Add(f.Hash?.Value).Add(f.Size).Add(f.Lines?.Added).Add(f.Lines?.Removed));
        SqliteBatch.ForEach(
            c,
            "UPDATE changeset_files SET applied_version = ?2, applied_sequence = ?3 WHERE id = ?1",
            change.Files.Where(f => f.Applied is not null),
            (row, f) => row.Add(f.Number).Add(f.Applied!.Version).Add(f.Applied.Sequence));
        SqliteDocuments.Publish(c, view.Space.Id, change.Versions);
        foreach (var comment in change.Comments) Write(c, t, change.After.Id, comment);
        foreach (var resolution in change.Resolutions) c.Execute("UPDATE comments SET resolved_by = @by WHERE id = @Comment AND changeset_id = @changeset", new { by = resolution.By?.ToString(), resolution.Comment, changeset = change.After.Id.Value }, t);
        UpdateHead(c, t, change.After);
        var space = change.Versions.Count > 0 ? view.Space with { Sequence = change.Versions[^1].Sequence } : view.Space;
        if (change.Events.Count > 0 || change.Versions.Count > 0) SqliteSpaces.Append(c, t, space, change.Events, actor, view.Utc);
    }

    private static void UpdateHead(SqliteConnection c, SqliteTransaction t, Changeset after) => c.Execute(
        """
        UPDATE changesets SET status = @status, fence = @Fence, claimed_by = @claimedBy, claim_process = @process, claim_since = @since, claim_until = @until, status_before = @before, report = @report,
          published_by = @publishedBy, published_utc = @publishedUtc, superseded_by = @supersededBy, withdrawn_by = @withdrawnBy WHERE id = @id
        """,
        new
        {
            id = after.Id.Value,
            status = after.Status.ToWire(),
            after.Fence,
            claimedBy = after.Claim?.By.ToString(),
            process = after.Claim?.Process,
            since = after.Claim?.SinceUtc.ToUnixTimeMilliseconds(),
            until = after.Claim?.UntilUtc.ToUnixTimeMilliseconds(),
            before = after.Claim?.Before.ToWire(),
            report = after.Report?.ToJson(),
            publishedBy = after.PublishedBy?.ToString(),
            publishedUtc = after.PublishedUtc is { } utc ? Times.Format(utc) : null,
            supersededBy = after.SupersededBy?.Value,
            withdrawnBy = after.WithdrawnBy?.ToString(),
        },
        t);

    private static void Write(SqliteConnection c, SqliteTransaction t, ChangesetId changeset, Comment comment) => c.Execute(
        comment.Id == 0
            ? """
              INSERT INTO comments (changeset_id, file, line_from, line_to, outdated, text, written_by, written_utc, reply_to)
              VALUES (@changeset, @File, @from, @to, @outdated, @Text, @by, @utc, @ReplyTo)
              """
            : "UPDATE comments SET line_from = @from, line_to = @to, outdated = @outdated WHERE id = @Id AND changeset_id = @changeset",
        new
        {
            comment.Id,
            changeset = changeset.Value,
            comment.File,
            from = comment.Lines?.From,
            to = comment.Lines?.To,
            outdated = comment.IsOutdated ? 1 : 0,
            comment.Text,
            by = comment.By.ToString(),
            utc = Times.Format(comment.Utc),
            comment.ReplyTo,
        },
        t);

    private sealed class Abandon(PushOutcome.Refused outcome) : Exception
    {
        public PushOutcome.Refused Outcome { get; } = outcome;
    }
}
