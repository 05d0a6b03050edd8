using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using DocsGen.Core.Sync;

namespace DocsGen.Client;

/// <summary>An event of a space.</summary>
/// <param name="Seq">Its number in the space: 1, 2, 3 ... without gaps.</param>
/// <param name="Type">Such as <c>changeset.published</c>.</param>
/// <param name="Body">What happened, as JSON.</param>
public sealed record ServerEvent(long Seq, string Type, string Body);

/// <summary>Follows the events of a space, through whatever happens to the connection and to servers: each event once, in order, none left out.</summary>
public sealed class ServerEvents(ServerConnection server, TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>A connection on which not even a heartbeat comes is dead.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(45);

    /// <summary>Events after a number, for as long as they are asked for.</summary>
    /// <param name="space">The space.</param>
    /// <param name="after">The last one that is known; 0 for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ServerException">The server refuses: another token or space is needed.</exception>
    public async IAsyncEnumerable<ServerEvent> FollowAsync(SpaceSlug space, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            quiet.CancelAfter(LongestSilence);
            var events = OpenAsync(space, after, quiet, quiet.Token).GetAsyncEnumerator(quiet.Token);
            await using (events)
            {
                while (await NextAsync(events, cancellationToken) is { } happened)
                {
                    // What a server sends twice, or in another order, is left out: the next connection begins where this one stood.
                    if (happened.Seq != after + 1) break;
                    after = happened.Seq;
                    pause = FirstPause;
                    yield return happened;
                }
            }

            await Task.Delay(pause, clock, cancellationToken);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    // Null where the connection ended, however it did.
    private static async ValueTask<ServerEvent?> NextAsync(IAsyncEnumerator<ServerEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync() ? events.Current : null;
        }
        catch (ServerException exception) when (exception.Code == ServerException.Unreachable || (int?)exception.Status >= 500)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async IAsyncEnumerable<ServerEvent> OpenAsync(SpaceSlug space, long after, CancellationTokenSource quiet, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await server.SendAsync(space.Value, HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"events?after={after}"), null, cancellationToken);
        await server.RequireAsync(response, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var heard = new HeardStream(body, () => quiet.CancelAfter(LongestSilence));
        await foreach (var item in SseParser.Create(heard).EnumerateAsync(cancellationToken))
        {
            if (long.TryParse(item.EventId, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)) yield return new(seq, item.EventType, item.Data);
        }
    }

    /// <summary>Tells of each piece that arrives: heartbeats are no events.</summary>
    private sealed class HeardStream(Stream inner, Action heard) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            heard();
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
