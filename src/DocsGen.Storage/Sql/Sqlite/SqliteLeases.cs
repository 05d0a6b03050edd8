using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Leases in the run's row, by the database's clock (milliseconds since 1970).</summary>
internal sealed class SqliteLeases(SqliteDatabase database, Func<string, bool> isKnownDead) : IRunLeases
{
    private const string Now = SqliteDatabase.Now;

    public ValueTask<LeaseClaim> ClaimAsync(RunId run, DriverIdentity driver, TimeSpan term, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Write<LeaseClaim>((c, t) =>
        {
            var row = c.QuerySingleOrDefault<LeaseRow>(
                $"SELECT fence, driver, driver_process AS Process, driver_since AS Since, driver_until AS Until, {Now} AS Now FROM runs WHERE id = @id",
                new { id = run.Value },
                t);
            if (row is null) return new LeaseClaim.NoRun();
            var lease = row.ToLease();
            // A dead process writes no more: its run is free at once. A paused one may wake, so that its term has to pass.
            if (lease is not null && row.Until > row.Now && !isKnownDead(row.Process ?? "")) return new LeaseClaim.Held(lease);
            c.Execute(
                $"""
                UPDATE runs SET fence = fence + 1, driver = @name, driver_process = @process, driver_since = {Now}, driver_until = {Now} + @term
                WHERE id = @id
                """,
                new { id = run.Value, name = driver.Name, process = driver.Process, term = (long)term.TotalMilliseconds },
                t);
            return new LeaseClaim.Granted(row.Fence + 1, lease);
        }));

    public ValueTask<bool> RenewAsync(RunId run, long fence, TimeSpan term, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Write((c, t) => c.Execute(
            $"UPDATE runs SET driver_until = {Now} + @term WHERE id = @id AND fence = @fence AND driver IS NOT NULL",
            new { id = run.Value, fence, term = (long)term.TotalMilliseconds },
            t) == 1));

    public ValueTask ReleaseAsync(RunId run, long fence, CancellationToken cancellationToken)
    {
        database.Write((c, t) => c.Execute(
            "UPDATE runs SET driver = NULL, driver_process = NULL, driver_since = NULL, driver_until = NULL WHERE id = @id AND fence = @fence",
            new { id = run.Value, fence },
            t));
        return ValueTask.CompletedTask;
    }

    public ValueTask<RunPeek?> PeekAsync(RunId run, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Read(c =>
        {
            var row = c.QuerySingleOrDefault<PeekRow>(
                $"SELECT status, version, fence, driver, driver_process AS Process, driver_since AS Since, driver_until AS Until, {Now} AS Now FROM runs WHERE id = @id",
                new { id = run.Value });
            if (row is null) return null;
            // A lease that lapsed, or whose holder is dead, is nobody's.
            var live = row.Driver is not null && row.Until > row.Now && !isKnownDead(row.Process ?? "");
            var lease = new LeaseRow(row.Fence, row.Driver, row.Process, row.Since, row.Until, row.Now).ToLease();
            return new RunPeek(RunStatusNames.ParseRunStatus(row.Status), row.Version, row.Fence, live ? lease : null);
        }));

    private sealed record LeaseRow(long Fence, string? Driver, string? Process, long? Since, long? Until, long Now)
    {
        public DriverLease? ToLease() => Driver is null
            ? null
            : new(Driver, DateTimeOffset.FromUnixTimeMilliseconds(Since ?? 0), DateTimeOffset.FromUnixTimeMilliseconds(Until ?? 0));
    }

    private sealed record PeekRow(string Status, long Version, long Fence, string? Driver, string? Process, long? Since, long? Until, long Now);
}
