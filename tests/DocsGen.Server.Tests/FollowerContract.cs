using System.Globalization;
using DocsGen.Client;
using DocsGen.Core.Sync;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.TestSupport;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>Followers of a space through the client, while their connections are cut and servers switched.</summary>
public abstract class FollowerContract
{
    private const int Followers = 50;
    private const int Cuts = 20;

    protected abstract string? NewDatabase();

    [Fact]
    public async Task Fifty_followers_each_cut_twenty_times_with_servers_switched_hear_the_same_gapless_list()
    {
        await using var servers = await TwoServers.StartAsync(NewDatabase());
        using var done = new CancellationTokenSource();
        var random = new SplitMix(25062618);
        var followers = Enumerable.Range(0, Followers).Select(n => new Follower(servers, (ulong)random.Next(int.MaxValue), done.Token)).ToList();
        var cutting = Task.WhenAll(followers.Select(f => f.CutAsync(Cuts)));
        using var first = servers.Client(0);
        using var second = servers.Client(1);
        var pushed = 0;
        // Whoever writes goes to either server too.
        for (; !cutting.IsCompleted; pushed++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"c-{pushed}");
            await (pushed % 2 == 0 ? first : second).LiveAsync(id, Upsert("F1", "a.md", pushed, $"{id}\n"));
        }

        await cutting;
        var stored = await servers.Store.Sync.Spaces.EventsAsync((await servers.Store.Sync.Spaces.ListAsync(default))[0].Id, 0, 100_000, default);
        stored.Count(e => e.Type == "changeset.published").ShouldBe(pushed);
        foreach (var follower in followers)
        {
            var heard = await follower.UntilAsync(stored[^1].Seq);
            heard.Select(e => (e.Seq, e.Type, e.Body)).ShouldBe(stored.Select(e => (e.Seq, e.Type, e.Body)));
        }

        await done.CancelAsync();
        foreach (var follower in followers) await follower.DisposeAsync();
    }

    private sealed class Follower : IAsyncDisposable
    {
        private readonly TwoServers servers;
        private readonly SplitMix random;
        private readonly TcpSwitch line;
        private readonly Lock gate = new();
        private readonly List<ServerEvent> heard = [];
        private readonly Task following;

        public Follower(TwoServers servers, ulong seed, CancellationToken cancellationToken)
        {
            (this.servers, random) = (servers, new(seed));
            line = new(servers.Urls[random.Next(2)].Port);
            following = FollowAsync(cancellationToken);
        }

        /// <summary>Cuts so often, each time only once something was heard on the connection.</summary>
        public async Task CutAsync(int times)
        {
            for (var n = 0; n < times; n++)
            {
                var before = Count;
                while (Count == before) await Task.Delay(5);
                await Task.Delay(random.Next(40));
                line.SwitchTo(servers.Urls[random.Next(2)].Port);
                // What was heard may have been on its way when the last connection was cut, and the next one not be there yet.
                while (line.Cut() == 0) await Task.Delay(5);
            }
        }

        public async Task<IReadOnlyList<ServerEvent>> UntilAsync(long seq)
        {
            while (true)
            {
                lock (gate)
                {
                    if (heard.Count > 0 && heard[^1].Seq >= seq) return [.. heard];
                }

                if (following.IsFaulted) await following;
                await Task.Delay(10);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Should.ThrowAsync<OperationCanceledException>(() => following);
            await line.DisposeAsync();
        }

        private int Count
        {
            get
            {
                lock (gate) return heard.Count;
            }
        }

        private async Task FollowAsync(CancellationToken cancellationToken)
        {
            using var server = new ServerConnection(new($"http://127.0.0.1:{line.Port.ToString(CultureInfo.InvariantCulture)}"), servers.Token, Path.GetRandomFileName, TimeProvider.System);
            await foreach (var happened in new ServerEvents(server, TimeProvider.System).FollowAsync(SpaceSlug.Parse("default"), 0, cancellationToken))
            {
                lock (gate) heard.Add(happened);
            }
        }
    }
}

public sealed class EmbeddedFollowerTests : FollowerContract
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgresFollowerTests(ScratchPostgres server) : FollowerContract, IClassFixture<ScratchPostgres>
{
    protected override string? NewDatabase() => server.NewDatabase();
}
