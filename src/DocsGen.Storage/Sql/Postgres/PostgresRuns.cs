using System.Globalization;
using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Validation;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Runs in PostgreSQL.</summary>
internal sealed class PostgresRuns(PostgresDatabase database, TimeProvider clock) : IRunStore
{
    // After a lost connection a number may go unused: ids are never given twice, and need not be without gaps.
    public async ValueTask<RunId> ReserveIdAsync(DateOnly day, CancellationToken cancellationToken) =>
        RunId.For(day, (int)await database.WriteAsync(
            t => t.ScalarAsync<long>(
                "INSERT INTO run_days (day, last) VALUES (@day, 1) ON CONFLICT (day) DO UPDATE SET last = run_days.last + 1 RETURNING last",
                new { day = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }),
            cancellationToken));

    public async ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(t => CommitAsync(t, commit), cancellationToken);
        }
        catch (Abandon abandon)
        {
            return abandon.Outcome;
        }
    }

    public ValueTask<IReadOnlyList<StoredEvent>> EventsAsync(RunId run, long after, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredEvent>>(
            async c => [.. (await c.QueryAsync<EventRow>(new CommandDefinition(
                "SELECT seq, type, body, prev_hash AS PrevHash, hash FROM run_events WHERE run_id = @run AND seq > @after ORDER BY seq",
                new { run = run.Value, after },
                cancellationToken: cancellationToken))).Select(r => new StoredEvent(run, r.Seq, r.Type, r.Body, r.PrevHash, r.Hash))],
            cancellationToken);

    public ValueTask<IReadOnlyList<RunRow>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<RunRow>>(
            async c => [.. (await c.QueryAsync<ListRow>(new CommandDefinition(
                """
                SELECT id, slug, name, status, version, phase, stopped_because AS StoppedBecause, created_utc AS CreatedUtc, changed_utc AS ChangedUtc,
                  archived, pinned, deleted
                FROM runs ORDER BY created_utc DESC, id DESC
                """,
                cancellationToken: cancellationToken))).Select(r => r.ToRow())],
            cancellationToken);

    public ValueTask<IReadOnlyList<Issue>> IssuesAsync(RunId run, ExecutionId execution, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Issue>>(
            async c => [.. (await c.QueryAsync<IssueRow>(new CommandDefinition(
                "SELECT rule, severity, file, line, col, message, fingerprint FROM issues WHERE run_id = @run AND execution_id = @execution ORDER BY ordinal",
                new { run = run.Value, execution = execution.Value },
                cancellationToken: cancellationToken))).Select(r => new Issue(r.Rule, Enum.Parse<Severity>(r.Severity), r.File, (int)r.Line, (int)r.Col, r.Message, r.Fingerprint))],
            cancellationToken);

    // Order within the transaction: the run's row first, by compare-and-swap, so that a stale or fenced writer stops before it writes anything, and so that a second
    // writer waits there; then events, artifacts, issues. The exception rolls back what a later refusal leaves behind.
    private async Task<CommitOutcome> CommitAsync(Transaction t, RunCommit commit)
    {
        if (!await SwapRowAsync(t, commit))
        {
            // A connection was lost and nobody knows whether the commit before held. The swap has waited for it; now its last event is there, or never will be.
            if (t.Again && await IsThereAsync(t, commit.Events[^1])) return CommitOutcome.Committed;
            // Nothing was written: there is nothing to commit, and so no answer to lose.
            throw new Abandon(await WhyNotAsync(t, commit));
        }

        foreach (var e in commit.Events)
        {
            await t.ExecuteAsync(
                "INSERT INTO run_events (run_id, seq, type, body, prev_hash, hash) VALUES (@run, @Seq, @Type, @Body, @PrevHash, @Hash)",
                new { run = e.Run.Value, e.Seq, e.Type, e.Body, e.PrevHash, e.Hash });
        }

        var now = clock.GetUtcNow();
        if (commit.Artifacts.Count > 0) await PostgresGarbage.KeepAwayAsync(t);
        if (commit.Artifacts.Count > 0) await PostgresArtifacts.LockPathsAsync(t, commit.Artifacts);
        // In the order of their hashes: of two runs that bring the same blobs at once, one waits for the other, and never each for the other.
        foreach (var artifact in commit.Artifacts.OrderBy(a => a.Content.Hash.Value, StringComparer.Ordinal))
        {
            if (await PostgresArtifacts.InsertAsync(t, artifact, commit.Token, now) is ArtifactWrite.Conflict) throw new Abandon(CommitOutcome.PathTaken);
        }

        if (commit.Issues is { Issues.Count: > 0 } found) await InsertIssuesAsync(t, commit.After.Id, found);
        // The triggers let these rows go for a deleted run only.
        if (commit.After.IsDeleted) await t.ExecuteAsync("DELETE FROM artifacts WHERE run_id = @id; DELETE FROM issues WHERE run_id = @id", new { id = commit.After.Id.Value });
        return CommitOutcome.Committed;
    }

    private static async Task<bool> SwapRowAsync(Transaction t, RunCommit commit)
    {
        var after = commit.After;
        var row = new
        {
            id = after.Id.Value,
            slug = after.Settings.Slug,
            name = after.Settings.Name,
            status = after.Status.ToWire(),
            version = after.Version,
            phase = (long?)after.Current?.Id.Phase,
            stopped = after.StoppedBecause,
            created = Times.Format(after.CreatedUtc),
            changed = Times.Format(after.ChangedUtc),
            archived = after.IsArchived,
            pinned = after.IsPinned,
            deleted = after.IsDeleted,
            expected = commit.ExpectedVersion,
            fence = commit.Fence,
        };
        return commit.ExpectedVersion == 0
            ? await t.ExecuteAsync(
                """
                INSERT INTO runs (id, slug, name, status, version, phase, stopped_because, created_utc, changed_utc)
                VALUES (@id, @slug, @name, @status, @version, @phase, @stopped, @created, @changed) ON CONFLICT (id) DO NOTHING
                """,
                row) == 1
            : await t.ExecuteAsync(
                """
                UPDATE runs SET status = @status, version = @version, phase = @phase, stopped_because = @stopped, changed_utc = @changed,
                  archived = @archived, pinned = @pinned, deleted = @deleted,
                  -- A run that stops is nobody's in the same moment: whoever approves it next need not wait for its driver to leave.
                  driver = CASE @status WHEN 'running' THEN driver END,
                  driver_process = CASE @status WHEN 'running' THEN driver_process END,
                  driver_since = CASE @status WHEN 'running' THEN driver_since END,
                  driver_until = CASE @status WHEN 'running' THEN driver_until END
                -- PostgreSQL asks for the type of a parameter that may be NULL; SQLite has none to ask for.
                WHERE id = @id AND version = @expected AND (@fence::bigint IS NULL OR fence = @fence)
                """,
                row) == 1;
    }

    private static async Task<bool> IsThereAsync(Transaction t, StoredEvent last) =>
        await t.ScalarAsync<string>("SELECT hash FROM run_events WHERE run_id = @run AND seq = @seq", new { run = last.Run.Value, seq = last.Seq }) == last.Hash;

    private static async Task<CommitOutcome> WhyNotAsync(Transaction t, RunCommit commit)
    {
        var fence = await t.ScalarAsync<long?>("SELECT fence FROM runs WHERE id = @id", new { id = commit.After.Id.Value });
        return commit.Fence is { } ours && fence is { } current && ours != current ? CommitOutcome.Fenced : CommitOutcome.Stale;
    }

    // One statement, however many there are.
    private static Task<int> InsertIssuesAsync(Transaction t, RunId run, ExecutionIssues found) => t.ExecuteAsync(
        """
        INSERT INTO issues (run_id, execution_id, ordinal, rule, severity, file, line, col, message, fingerprint)
        SELECT @run, @execution, i.ordinal - 1, i.rule, i.severity, i.file, i.line, i.col, i.message, i.fingerprint
        FROM unnest(@rules, @severities, @files, @lines, @columns, @messages, @fingerprints)
          WITH ORDINALITY AS i (rule, severity, file, line, col, message, fingerprint, ordinal)
        """,
        new
        {
            run = run.Value,
            execution = found.Execution.Value,
            rules = found.Issues.Select(i => i.Rule).ToArray(),
            severities = found.Issues.Select(i => i.Severity.ToString()).ToArray(),
            files = found.Issues.Select(i => i.File).ToArray(),
            lines = found.Issues.Select(i => (long)i.Line).ToArray(),
            columns = found.Issues.Select(i => (long)i.Column).ToArray(),
            messages = found.Issues.Select(i => i.Message).ToArray(),
            fingerprints = found.Issues.Select(i => i.Fingerprint).ToArray(),
        });

    private sealed class Abandon(CommitOutcome outcome) : Exception
    {
        public CommitOutcome Outcome { get; } = outcome;
    }

    private sealed record EventRow(long Seq, string Type, string Body, string PrevHash, string Hash);

    private sealed record IssueRow(string Rule, string Severity, string? File, long Line, long Col, string Message, string Fingerprint);

    private sealed record ListRow(
        string Id, string Slug, string Name, string Status, long Version, long? Phase, string StoppedBecause, string CreatedUtc, string ChangedUtc,
        bool Archived, bool Pinned, bool Deleted)
    {
        public RunRow ToRow() => new(
            RunId.Parse(Id), Slug, Name, RunStatusNames.ParseRunStatus(Status), Version, (int?)Phase, StoppedBecause, Times.Parse(CreatedUtc), Times.Parse(ChangedUtc))
        {
            Archived = Archived,
            Pinned = Pinned,
            Deleted = Deleted,
        };
    }
}
