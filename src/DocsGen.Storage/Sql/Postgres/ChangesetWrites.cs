using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Writes the rows of changesets, within a transaction of the caller's; many rows in one statement.</summary>
internal static class ChangesetWrites
{
    /// <summary>Writes blobs in the order of their hashes: of two spaces that bring the same ones at once, one waits for the other, and never each for the other.</summary>
    public static async Task InsertBlobsAsync(Transaction t, IReadOnlyList<StagedBlob> blobs)
    {
        if (blobs.Count == 0) return;
        await PostgresGarbage.KeepAwayAsync(t);
        var small = blobs.Where(b => b.Inline is not null).DistinctBy(b => b.Hash).OrderBy(b => b.Hash.Value, StringComparer.Ordinal).ToList();
        // A message to the server holds less than a gigabyte: 2,000 blobs have at most 128 MB.
        foreach (var some in small.Chunk(2_000))
        {
            await PostgresBatch.ExecuteAsync(
                t,
                "INSERT INTO blobs (hash, size, bytes) SELECT h, z, b FROM unnest($1::text[], $2::bigint[], $3::bytea[]) AS row (h, z, b) ON CONFLICT (hash) DO NOTHING",
                some.Length,
                some.Select(b => b.Hash.Value).ToArray(), some.Select(b => b.Size).ToArray(), some.Select(b => b.Inline!.Value.ToArray()).ToArray());
        }

        // The row of a large blob was written with its chunks, that of a small one without its bytes before. No collector takes it from now on.
        foreach (var there in blobs.Where(b => b.Inline is null).Select(b => b.Hash.Value).Chunk(2_000))
        {
            var gone = await t.ScalarAsync<string>(
                "SELECT hash FROM unnest(string_to_array(@hashes, ' ')) AS wanted (hash) WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.hash = wanted.hash) LIMIT 1", new { hashes = string.Join(' ', there) });
            if (gone is not null) throw new StoreFailedException($"the bytes of {ContentHash.Parse(gone).Short} are gone: they were staged too long ago, and collected. Do it again.");
        }
    }

    public static async Task InsertFilesAsync(Transaction t, NewChangeset pushed, ChangesetId id)
    {
        await InsertBlobsAsync(t, [.. pushed.Files.Select(f => f.Content).OfType<StagedBlob>()]);
        var files = pushed.Files;
        await PostgresBatch.ExecuteAsync(
            t,
            """
            INSERT INTO changeset_files (changeset_id, file_id, operation, path, path_fold, base_version, base_hash, base_path, hash, size, additions, deletions, provenance)
            SELECT $1, f, o, p, d, b, v.hash, v.path, h, z, a, r, x
            FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[], $12::text[]) WITH ORDINALITY
              AS row (f, o, p, d, b, h, z, a, r, x, place)
            LEFT JOIN document_versions v ON v.space_id = $2 AND v.file_id = f AND v.version = b
            ORDER BY place
            """,
            files.Count,
            id.Value, pushed.Space, files.Select(f => f.File.Value).ToArray(), files.Select(f => f.Operation.ToWire()).ToArray(), files.Select(f => f.Path.Value).ToArray(), files.Select(f => f.Path.Fold).ToArray(),
            files.Select(f => (long)f.BaseVersion).ToArray(), files.Select(f => f.Content?.Hash.Value).ToArray(), files.Select(f => f.Content?.Size ?? 0).ToArray(),
            files.Select(f => (long?)f.Lines?.Added).ToArray(), files.Select(f => (long?)f.Lines?.Removed).ToArray(), files.Select(f => f.Provenance?.ToJson()).ToArray());
    }

    public static Task InsertDecisionsAsync(Transaction t, ChangesetChange change)
    {
        var all = change.Decisions.Select(d => d.Decision).ToList();
        return PostgresBatch.ExecuteAsync(
            t,
            """
            INSERT INTO decisions (changeset_id, file, kind, amended_hash, amended_size, bound, decided_by, decided_utc, comment, carried_from)
            SELECT $1, f, k, h, z, b, w, u, c, o
            FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[]) WITH ORDINALITY AS row (f, k, h, z, b, w, u, c, o, place)
            ORDER BY place
            """,
            all.Count,
            change.After.Id.Value, change.Decisions.Select(d => d.File).ToArray(), all.Select(d => d.Kind.ToWire()).ToArray(), all.Select(d => d.Amended?.Hash.Value).ToArray(),
            all.Select(d => d.Amended?.Size).ToArray(), all.Select(d => d.Bound).ToArray(), all.Select(d => d.By.ToString()).ToArray(), all.Select(d => Times.Format(d.Utc)).ToArray(),
            all.Select(d => d.Comment).ToArray(), all.Select(d => d.CarriedFrom).ToArray());
    }

    public static async Task UpdateFilesAsync(Transaction t, IReadOnlyList<ChangesetFile> files)
    {
        var (open, live) = (files.Where(f => f.Applied is null).ToList(), files.Where(f => f.Applied is not null).ToList());
        await PostgresBatch.ExecuteAsync(
            t,
            """
            UPDATE changeset_files SET path = p, path_fold = d, base_version = b, base_hash = i, base_path = j, hash = h, size = z, additions = a, deletions = r
            FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::bigint[]) AS row (n, p, d, b, i, j, h, z, a, r)
            WHERE id = n
            """,
            open.Count,
            open.Select(f => f.Number).ToArray(), open.Select(f => f.Path.Value).ToArray(), open.Select(f => f.Path.Fold).ToArray(), open.Select(f => (long)f.BaseVersion).ToArray(),
            open.Select(f => f.BaseHash?.Value).ToArray(), open.Select(f => f.BasePath?.Value).ToArray(), open.Select(f => f.Hash?.Value).ToArray(), open.Select(f => f.Size).ToArray(),
            open.Select(f => (long?)f.Lines?.Added).ToArray(), open.Select(f => (long?)f.Lines?.Removed).ToArray());
        await PostgresBatch.ExecuteAsync(
            t,
            "UPDATE changeset_files SET applied_version = v, applied_sequence = s FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS row (n, v, s) WHERE id = n",
            live.Count,
            live.Select(f => f.Number).ToArray(), live.Select(f => (long)f.Applied!.Version).ToArray(), live.Select(f => f.Applied!.Sequence).ToArray());
    }

    public static Task<int> UpdateHeadAsync(Transaction t, Changeset after, string? call) => t.ExecuteAsync(
        $"""
        UPDATE changesets SET status = @status, fence = @Fence, claimed_by = @claimedBy, claim_process = @process, claim_since = @since, claim_until = @until, status_before = @before, report = @report,
          published_by = @publishedBy, published_utc = @publishedUtc, superseded_by = @supersededBy, withdrawn_by = @withdrawnBy, last_change = {ChangeTokens.Add} WHERE id = @id
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
            call,
        });

    public static Task<int> WriteAsync(Transaction t, ChangesetId changeset, CommentResolution resolution) => t.ExecuteAsync(
        "UPDATE comments SET resolved_by = @by WHERE id = @Comment AND changeset_id = @changeset", new { by = resolution.By?.ToString(), resolution.Comment, changeset = changeset.Value });

    public static Task<int> WriteAsync(Transaction t, ChangesetId changeset, Comment comment) => t.ExecuteAsync(
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
            outdated = comment.IsOutdated ? 1L : 0L,
            comment.Text,
            by = comment.By.ToString(),
            utc = Times.Format(comment.Utc),
            comment.ReplyTo,
        });
}
