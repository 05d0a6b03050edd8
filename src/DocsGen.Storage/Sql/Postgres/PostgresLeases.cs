using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Leases in the run's row, by the database's clock (milliseconds since 1970), so that machines whose clocks differ agree.</summary>
internal sealed class PostgresLeases(PostgresDatabase database, Func<string, bool> isKnownDead) : IRunLeases
{
    // Not now(): that is when the transaction began, before it waited for the row.
    private const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private const string Lease = $"fence, driver, driver_process AS Process, driver_since AS Since, driver_until AS Until, {Now} AS Now";

    public ValueTask<LeaseClaim> ClaimAsync(RunId run, DriverIdentity driver, TimeSpan term, CancellationToken cancellationToken) =>
        database.WriteAsync<LeaseClaim>(
            async t =>
            {
                var row = await t.FirstAsync<LeaseRow>($"SELECT {Lease} FROM runs WHERE id = @id FOR UPDATE", new { id = run.Value });
                if (row is null) return new LeaseClaim.NoRun();
                var lease = row.ToLease();
                // After a lost connection the lease may be our own, of the claim before.
                var ours = t.Again && row.Driver == driver.Name && row.Process == driver.Process;
                // A dead process writes no more: its run is free at once. A paused one may wake, so that its term has to pass.
                if (lease is not null && !ours && row.Until > row.Now && !isKnownDead(row.Process ?? "")) return new LeaseClaim.Held(lease);
                await t.ExecuteAsync(
                    $"UPDATE runs SET fence = fence + 1, driver = @name, driver_process = @process, driver_since = clock.now, driver_until = clock.now + @term FROM (SELECT {Now} AS now) AS clock WHERE id = @id",
                    new { id = run.Value, name = driver.Name, process = driver.Process, term = (long)term.TotalMilliseconds });
                return new LeaseClaim.Granted(row.Fence + 1, ours ? null : lease);
            },
            cancellationToken);

    public ValueTask<bool> RenewAsync(RunId run, long fence, TimeSpan term, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t => await t.ExecuteAsync(
                $"UPDATE runs SET driver_until = {Now} + @term WHERE id = @id AND fence = @fence AND driver IS NOT NULL",
                new { id = run.Value, fence, term = (long)term.TotalMilliseconds }) == 1,
            cancellationToken);

    public async ValueTask ReleaseAsync(RunId run, long fence, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            t => t.ExecuteAsync(
                "UPDATE runs SET driver = NULL, driver_process = NULL, driver_since = NULL, driver_until = NULL WHERE id = @id AND fence = @fence",
                new { id = run.Value, fence }),
            cancellationToken);

    public ValueTask<RunPeek?> PeekAsync(RunId run, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async c =>
            {
                var row = await c.QuerySingleOrDefaultAsync<PeekRow>(new CommandDefinition($"SELECT status, version, {Lease} FROM runs WHERE id = @id", new { id = run.Value }, cancellationToken: cancellationToken));
                if (row is null) return null;
                // A lease that lapsed, or whose holder is dead, is nobody's.
                var live = row.Driver is not null && row.Until > row.Now && !isKnownDead(row.Process ?? "");
                var lease = new LeaseRow(row.Fence, row.Driver, row.Process, row.Since, row.Until, row.Now).ToLease();
                return new RunPeek(RunStatusNames.ParseRunStatus(row.Status), row.Version, row.Fence, live ? lease : null);
            },
            cancellationToken);

    private sealed record LeaseRow(long Fence, string? Driver, string? Process, long? Since, long? Until, long Now)
    {
        public DriverLease? ToLease() => Driver is null
            ? null
            : new(Driver, DateTimeOffset.FromUnixTimeMilliseconds(Since ?? 0), DateTimeOffset.FromUnixTimeMilliseconds(Until ?? 0));
    }

    private sealed record PeekRow(string Status, long Version, long Fence, string? Driver, string? Process, long? Since, long? Until, long Now);
}
