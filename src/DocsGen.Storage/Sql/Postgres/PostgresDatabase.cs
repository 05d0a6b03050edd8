using System.Data;
using System.Diagnostics;
using Dapper;
using Npgsql;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>
/// Connections to one database, under READ COMMITTED; what must not happen twice is kept apart by row locks, unique keys and compare-and-swap, never by
/// SERIALIZABLE. A lost connection leaves the outcome of a transaction unknown: the work is then done again, told that it is, and finds out by what is stored.
/// </summary>
internal sealed class PostgresDatabase(DatabaseAddress address) : IDisposable
{
    private const int MinimumVersion = 15;

    /// <summary>For transactions that hold nobody up and wait for a slow reader or sender.</summary>
    public const string AtLeisure = "SET LOCAL idle_in_transaction_session_timeout = '10min'";

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(address.Settings);
    private PostgresNotices? notices;

    /// <summary>Tells this and other processes of events once they are committed.</summary>
    public PostgresNotices Notices => LazyInitializer.EnsureInitialized(ref notices, () => new(source));

    /// <summary>How long lost connections are tried again, from the first loss on: what came before may have taken long, as when this process was stopped.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks that the server will do, and brings the tables to this version.</summary>
    public void Prepare()
    {
        try
        {
            using var connection = source.OpenConnection();
            var (encoding, commit) = connection.QuerySingle<(string, string)>("SELECT current_setting('server_encoding'), current_setting('synchronous_commit')");
            if (connection.PostgreSqlVersion.Major < MinimumVersion)
            {
                throw new StoreFailedException($"{address} is PostgreSQL {connection.PostgreSqlVersion.Major}; DocsGen needs {MinimumVersion} or later.");
            }

            if (encoding != "UTF8") throw new StoreFailedException($"{address} keeps texts as {encoding}; make the database with ENCODING 'UTF8'.");
            // A commit that was acknowledged survives power loss (A5).
            if (commit == "off") throw new StoreFailedException($"{address} acknowledges commits before they are durable: synchronous_commit is off for this user. Turn it on.");
            PostgresMigrations.Apply(connection);
        }
        catch (NpgsqlException exception)
        {
            throw Failure(exception);
        }
    }

    /// <summary>Runs a read that takes one statement, and so one snapshot.</summary>
    public ValueTask<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> query, CancellationToken cancellationToken) =>
        RepeatAsync(
            async _ =>
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                return await query(connection);
            },
            cancellationToken);

    /// <summary>The same, for streams that are read without waiting.</summary>
    public T Read<T>(Func<NpgsqlConnection, T> query)
    {
        try
        {
            using var connection = source.OpenConnection();
            return query(connection);
        }
        catch (NpgsqlException exception)
        {
            throw Failure(exception);
        }
    }

    /// <summary>
    /// Runs several reads in one snapshot, which holds no writer up and in which nothing can be written. Only the beginning is tried again: what was read may have been
    /// passed on.
    /// </summary>
    public async ValueTask<T> SnapshotAsync<T>(Func<NpgsqlConnection, NpgsqlTransaction, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            var (connection, snapshot) = await RepeatAsync(_ => BeginSnapshotAsync(cancellationToken), cancellationToken);
            await using (connection)
            {
                await using (snapshot) return await read(connection, snapshot);
            }
        }
        catch (NpgsqlException exception)
        {
            throw Failure(exception);
        }
    }

    /// <summary>
    /// Runs a change in one transaction that is durable when this returns. <paramref name="change"/> may run again after a lost connection; it is then told so, and must
    /// look first whether the transaction before took effect.
    /// </summary>
    public ValueTask<T> WriteAsync<T>(Func<Transaction, Task<T>> change, CancellationToken cancellationToken) =>
        RepeatAsync(again => WriteOnceAsync(change, again, cancellationToken), cancellationToken);

    /// <summary>The same, for what cannot be done twice, such as reading a stream.</summary>
    public async ValueTask<T> WriteOnceAsync<T>(Func<Transaction, Task<T>> change, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteOnceAsync(change, again: false, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw Failure(exception);
        }
    }

    public void Dispose()
    {
        notices?.Dispose();
        source.Dispose();
    }

    private async Task<(NpgsqlConnection Connection, NpgsqlTransaction Snapshot)> BeginSnapshotAsync(CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition($"SET TRANSACTION READ ONLY; {AtLeisure}", transaction: snapshot, cancellationToken: cancellationToken));
            return (connection, snapshot);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<T> WriteOnceAsync<T>(Func<Transaction, Task<T>> change, bool again, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var work = new Transaction(connection, transaction, again, cancellationToken);
        var result = await change(work);
        // From here on the change may hold although nobody says so.
        await transaction.CommitAsync(CancellationToken.None);
        if (work.HasEvents) Notices.Announce();
        return result;
    }

    private async ValueTask<T> RepeatAsync<T>(Func<bool, Task<T>> work, CancellationToken cancellationToken)
    {
        var clock = new Stopwatch();
        for (var again = false; ; again = true)
        {
            try
            {
                return await work(again);
            }
            catch (NpgsqlException exception) when (IsLost(exception) && clock.Elapsed < Patience)
            {
                clock.Start();
                await Task.Delay(100, cancellationToken);
            }
            catch (NpgsqlException exception)
            {
                throw Failure(exception);
            }
        }
    }

    // Anything that is no answer of the server's; and of its answers: shut down (57P), connection gone (08), deadlock and the like (40).
    private static bool IsLost(NpgsqlException exception) => exception is not PostgresException answer
        || answer.SqlState.StartsWith("57P", StringComparison.Ordinal)
        // Ended by the server for doing nothing: its process was stopped for a while.
        || answer.SqlState == "25P03"
        || answer.SqlState.StartsWith("08", StringComparison.Ordinal)
        || answer.SqlState.StartsWith("40", StringComparison.Ordinal);

    private StoreFailedException Failure(NpgsqlException exception)
    {
        const string noDatabase = "3D000";
        const string lockTimeout = "55P03";
        var message = exception switch
        {
            PostgresException { SqlState: lockTimeout } => $"{address}: another transaction has held what this one needs for {DatabaseAddress.PatienceSeconds} seconds. Try again when it is done.",
            PostgresException { SqlState: noDatabase } => $"{address}: there is no such database. Make it with 'createdb {address.Settings.Database}'.",
            PostgresException answer when answer.SqlState.StartsWith("28", StringComparison.Ordinal) => $"{address} lets this user not in: {answer.MessageText}.",
            PostgresException answer => $"{address}: {answer.MessageText} ({answer.SqlState}).",
            _ => $"{address} cannot be reached: {(exception.InnerException ?? exception).Message.TrimEnd('.')}. Is the server running, and is the address right?",
        };
        return new(message, exception);
    }
}

/// <summary>What a change works with.</summary>
internal sealed record Transaction(NpgsqlConnection Connection, NpgsqlTransaction Inner, bool Again, CancellationToken CancellationToken)
{
    /// <summary>Whether it writes events of spaces, which followers are told of after the commit.</summary>
    public bool HasEvents { get; set; }

    public Task<int> ExecuteAsync(string sql, object? values = null) => Connection.ExecuteAsync(Command(sql, values));

    public Task<T?> ScalarAsync<T>(string sql, object? values = null) => Connection.ExecuteScalarAsync<T>(Command(sql, values));

    public Task<T?> FirstAsync<T>(string sql, object? values = null) => Connection.QueryFirstOrDefaultAsync<T>(Command(sql, values));

    private CommandDefinition Command(string sql, object? values) => new(sql, values, Inner, cancellationToken: CancellationToken);
}
