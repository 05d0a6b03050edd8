using System.Globalization;
using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Validation;
using DocsGen.Storage.Files;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Runs in SQLite.</summary>
internal sealed class SqliteRuns(SqliteDatabase database, FileBlobs files, TimeProvider clock) : IRunStore
{
    public ValueTask<RunId> ReserveIdAsync(DateOnly day, CancellationToken cancellationToken) =>
        ValueTask.FromResult(RunId.For(day, database.Write((c, t) => c.ExecuteScalar<int>(
            "INSERT INTO run_days (day, last) VALUES (@day, 1) ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last",
            new { day = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
            t))));

    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult(database.Write((c, t) => Commit(c, t, commit)));
        }
        catch (Abandon abandon)
        {
            return ValueTask.FromResult(abandon.Outcome);
        }
    }

    public ValueTask<IReadOnlyList<StoredEvent>> EventsAsync(RunId run, long after, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<StoredEvent>>(database.Read(c => c
            .Query<EventRow>(
                "SELECT seq, type, body, prev_hash AS PrevHash, hash FROM run_events WHERE run_id = @run AND seq > @after ORDER BY seq",
                new { run = run.Value, after })
            .Select(r => new StoredEvent(run, r.Seq, r.Type, r.Body, r.PrevHash, r.Hash))
            .ToList()));

    public ValueTask<IReadOnlyList<RunRow>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<RunRow>>(database.Read(c => c
            .Query<ListRow>(
                """
                SELECT id, slug, name, status, version, phase, stopped_because AS StoppedBecause, created_utc AS CreatedUtc, changed_utc AS ChangedUtc,
                  archived, pinned, deleted
                FROM runs ORDER BY created_utc DESC, id DESC
                """)
            .Select(r => r.ToRow())
            .ToList()));

    public ValueTask<IReadOnlyList<Issue>> IssuesAsync(RunId run, ExecutionId execution, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Issue>>(database.Read(c => c
            .Query<IssueRow>(
                "SELECT rule, severity, file, line, col, message, fingerprint FROM issues WHERE run_id = @run AND execution_id = @execution ORDER BY ordinal",
                new { run = run.Value, execution = execution.Value })
            .Select(r => new Issue(r.Rule, Enum.Parse<Severity>(r.Severity), r.File, (int)r.Line, (int)r.Col, r.Message, r.Fingerprint))
            .ToList()));

    // Order within the transaction: the run's row first, by compare-and-swap, so that a stale or fenced writer stops before it writes anything;
    // then events, artifacts, issues. The exception rolls back what a later refusal leaves behind.
    private CommitOutcome Commit(SqliteConnection c, SqliteTransaction t, RunCommit commit)
    {
        if (!SwapRow(c, t, commit)) return WhyNot(c, t, commit);
        foreach (var e in commit.Events)
        {
            c.Execute(
                "INSERT INTO run_events (run_id, seq, type, body, prev_hash, hash) VALUES (@run, @Seq, @Type, @Body, @PrevHash, @Hash)",
                new { run = e.Run.Value, e.Seq, e.Type, e.Body, e.PrevHash, e.Hash },
                t);
        }

        var now = clock.GetUtcNow();
        foreach (var artifact in commit.Artifacts)
        {
            if (SqliteArtifacts.Insert(c, t, files, artifact, commit.Token, now) is ArtifactWrite.Conflict) throw new Abandon(CommitOutcome.PathTaken);
        }

        if (commit.Issues is { } found) InsertIssues(c, t, commit.After.Id, found);
        // The triggers let these rows go for a deleted run only.
        if (commit.After.IsDeleted) c.Execute("DELETE FROM artifacts WHERE run_id = @id; DELETE FROM issues WHERE run_id = @id", new { id = commit.After.Id.Value }, t);
        return CommitOutcome.Committed;
    }

    private static bool SwapRow(SqliteConnection c, SqliteTransaction t, RunCommit commit)
    {
        var after = commit.After;
        var row = new
        {
            id = after.Id.Value,
            slug = after.Settings.Slug,
            name = after.Settings.Name,
            status = after.Status.ToWire(),
            version = after.Version,
            phase = after.Current?.Id.Phase,
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
            ? c.Execute(
                """
                INSERT INTO runs (id, slug, name, status, version, phase, stopped_because, created_utc, changed_utc)
                VALUES (@id, @slug, @name, @status, @version, @phase, @stopped, @created, @changed) ON CONFLICT (id) DO NOTHING
                """,
                row,
                t) == 1
            : c.Execute(
                """
                UPDATE runs SET status = @status, version = @version, phase = @phase, stopped_because = @stopped, changed_utc = @changed,
                  archived = @archived, pinned = @pinned, deleted = @deleted,
                  -- A run that stops is nobody's in the same moment: whoever approves it next need not wait for its driver to leave.
                  driver = CASE @status WHEN 'running' THEN driver END,
                  driver_process = CASE @status WHEN 'running' THEN driver_process END,
                  driver_since = CASE @status WHEN 'running' THEN driver_since END,
                  driver_until = CASE @status WHEN 'running' THEN driver_until END
                WHERE id = @id AND version = @expected AND (@fence IS NULL OR fence = @fence)
                """,
                row,
                t) == 1;
    }

    private static CommitOutcome WhyNot(SqliteConnection c, SqliteTransaction t, RunCommit commit)
    {
        var fence = c.ExecuteScalar<long?>("SELECT fence FROM runs WHERE id = @id", new { id = commit.After.Id.Value }, t);
        return commit.Fence is { } ours && fence is { } current && ours != current ? CommitOutcome.Fenced : CommitOutcome.Stale;
    }

    private static void InsertIssues(SqliteConnection c, SqliteTransaction t, RunId run, ExecutionIssues found)
    {
        c.Execute(
            """
            INSERT INTO issues (run_id, execution_id, ordinal, rule, severity, file, line, col, message, fingerprint)
            VALUES (@run, @execution, @ordinal, @rule, @severity, @file, @line, @column, @message, @fingerprint)
            """,
            found.Issues.Select((issue, ordinal) => new
            {
                run = run.Value,
                execution = found.Execution.Value,
                ordinal,
                rule = issue.Rule,
                severity = issue.Severity.ToString(),
                file = issue.File,
                line = issue.Line,
                column = issue.Column,
                message = issue.Message,
                fingerprint = issue.Fingerprint,
            }),
            t);
    }

    private sealed class Abandon(CommitOutcome outcome) : Exception
    {
        public CommitOutcome Outcome { get; } = outcome;
    }

    private sealed record EventRow(long Seq, string Type, string Body, string PrevHash, string Hash);

    private sealed record IssueRow(string Rule, string Severity, string? File, long Line, long Col, string Message, string Fingerprint);

    private sealed record ListRow(
        string Id, string Slug, string Name, string Status, long Version, long? Phase, string StoppedBecause, string CreatedUtc, string ChangedUtc,
        long Archived, long Pinned, long Deleted)
    {
        public RunRow ToRow() => new(
            RunId.Parse(Id), Slug, Name, RunStatusNames.ParseRunStatus(Status), Version, (int?)Phase, StoppedBecause, Times.Parse(CreatedUtc), Times.Parse(ChangedUtc))
        {
            Archived = Archived != 0,
            Pinned = Pinned != 0,
            Deleted = Deleted != 0,
        };
    }
}
