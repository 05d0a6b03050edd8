using System.Diagnostics;
using System.Globalization;
using DocsGen.TestSupport;
using Npgsql;

namespace DocsGen.EndToEnd.Tests;

/// <summary>
/// Makes publishers wait inside of the database, at named points of their transactions, until it opens. What a process has sent is carried out even while it is stopped:
/// so a publisher that is stopped while it waits at a commit stands exactly behind it.
/// </summary>
internal sealed class PostgresGate : IAsyncDisposable
{
    /// <summary>In the transaction that claims, with the claim written.</summary>
    public const string Claiming = "claiming";

    /// <summary>At the commit of the claim: behind it, and before everything else.</summary>
    public const string Claimed = "claimed";

    /// <summary>In the transaction that applies, with versions written.</summary>
    public const string Written = "written";

    /// <summary>At the commit of the transaction that applies.</summary>
    public const string Committing = "committing";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] Triggers =
    [
        "CREATE TABLE gates (space_id bigint, point text)",
        """
        CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT 1 FROM gates WHERE gates.space_id = NEW.space_id AND point = TG_ARGV[0]) THEN PERFORM pg_advisory_xact_lock_shared(42); END IF;
          RETURN NULL;
        END $$
        """,
        $"CREATE TRIGGER gate_claiming AFTER UPDATE ON changesets FOR EACH ROW WHEN (NEW.status = 'publishing') EXECUTE FUNCTION wait_at_gate('{Claiming}')",
        $"CREATE CONSTRAINT TRIGGER gate_claimed AFTER UPDATE ON changesets DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'publishing') EXECUTE FUNCTION wait_at_gate('{Claimed}')",
        $"CREATE TRIGGER gate_written AFTER INSERT ON document_versions FOR EACH ROW EXECUTE FUNCTION wait_at_gate('{Written}')",
        $"CREATE CONSTRAINT TRIGGER gate_committing AFTER INSERT ON document_versions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_at_gate('{Committing}')",
    ];

    private readonly NpgsqlConnection connection;

    private PostgresGate(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Builds it into a database, closed.</summary>
    public static async Task<PostgresGate> CloseAsync(ScratchPostgres server, string place)
    {
        foreach (var statement in Triggers) server.Sql(place, statement);
        var uri = new Uri(place);
        var own = new NpgsqlConnection(string.Create(CultureInfo.InvariantCulture, $"Host={uri.Host};Port={uri.Port};Username=docsgen;Database={uri.AbsolutePath[1..]};Pooling=false"));
        await own.OpenAsync();
        var gate = new PostgresGate(own);
        await gate.CloseAsync();
        return gate;
    }

    /// <summary>From here on it stands there, for one space.</summary>
    public async Task StopAtAsync(long space, string point) => await SqlAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO gates VALUES ({space}, '{point}')"));

    /// <summary>Awaits that so many stand at it.</summary>
    public async Task ReachedAsync(int publishers)
    {
        for (var clock = Stopwatch.StartNew(); (long)(await SqlAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))! < publishers;)
        {
            clock.Elapsed.ShouldBeLessThan(Patience, "nobody came to the gate");
            await Task.Delay(10);
        }
    }

    public async Task OpenAsync() => await SqlAsync("SELECT pg_advisory_unlock(42)");

    public async Task CloseAsync() => await SqlAsync("SELECT pg_advisory_lock(42)");

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();

    private async Task<object?> SqlAsync(string statement)
    {
#pragma warning disable CA2100 // The statement is the test's own.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
