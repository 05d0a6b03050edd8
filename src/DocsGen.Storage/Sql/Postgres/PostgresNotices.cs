using System.Threading.Channels;
using DocsGen.Core.Sync;
using Npgsql;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>
/// Carries the signal between processes on one database by LISTEN and NOTIFY. A notice is sent after the commit that it is about, in a transaction of its own: within the
/// commit itself it would make all commits of the database wait for one another. Should this process die in between, others find the events when they next ask.
/// </summary>
internal sealed class PostgresNotices : IChangeSignal, IDisposable
{
    private const string Name = "docsgen_space_events";

    /// <summary>Many commits in so short a time share one notice.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly ChangeSignal local = new();
    private readonly Channel<bool> told = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource ended = new();
    private readonly Lazy<Task> listening;
    private readonly Lazy<Task> telling;

    public PostgresNotices(NpgsqlDataSource source)
    {
        listening = new(() => Task.Run(() => RepeatAsync(ListenAsync, source)));
        telling = new(() => Task.Run(() => RepeatAsync(TellAsync, source)));
    }

    /// <summary>From the first listener on this process holds one connection that only listens.</summary>
    public IChangeSubscription Subscribe()
    {
        _ = listening.Value;
        return local.Subscribe();
    }

    /// <summary>Says that events were committed.</summary>
    public void Announce()
    {
        local.Raise();
        _ = telling.Value;
        told.Writer.TryWrite(true);
    }

    public void Dispose()
    {
        ended.Cancel();
        foreach (var work in new[] { listening, telling }.Where(w => w.IsValueCreated)) work.Value.GetAwaiter().GetResult();
        ended.Dispose();
    }

    private async Task RepeatAsync(Func<NpgsqlDataSource, Task> work, NpgsqlDataSource source)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await work(source);
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or IOException)
            {
                // Without the database there is nothing to tell or hear; who follows events asks now and then, and learns of the trouble there.
                await Task.Delay(BetweenTries, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync(ended.Token);
        connection.Notification += (_, _) => local.Raise();
        await ExecuteAsync(connection, $"LISTEN {Name}");
        // What happened while nobody listened was told to nobody.
        local.Raise();
        while (true) await connection.WaitAsync(ended.Token);
    }

    private async Task TellAsync(NpgsqlDataSource source)
    {
        while (await told.Reader.WaitToReadAsync(ended.Token))
        {
            told.Reader.TryRead(out _);
            await using (var connection = await source.OpenConnectionAsync(ended.Token)) await ExecuteAsync(connection, $"NOTIFY {Name}");
            await Task.Delay(Gathering, ended.Token);
        }
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(ended.Token);
    }
}
