using System.Diagnostics;
using System.Globalization;
using System.Text;
using DocsGen.Core.Sync;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Events;
using DocsGen.Server.Telemetry;
using DocsGen.Storage;

namespace DocsGen.Server.Endpoints;

/// <summary>
/// <c>GET /events</c>: the events of a space as server-sent events, from the store, in order and each once per connection: first what was, then what comes. Events are
/// written in the transaction of their change, whichever server made it, so that reading the store misses none.
/// </summary>
internal static class EventsEndpoint
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SlowestReader = TimeSpan.FromSeconds(30);

    public static async Task StreamAsync(HttpContext http, EventTails tails, IHostApplicationLifetime life)
    {
        var call = await SyncCall.OpenAsync(http);
        var after = After(http.Request);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.StartAsync(ended.Token);
        var tail = tails.Follow(call.Space.Id, after);
        var space = new KeyValuePair<string, object?>("docsgen.space", call.Space.Slug.Value);
        Measured.Followers.Add(1, space);
        try
        {
            await FollowAsync(http, tail, after, ended.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or RequestRefused or StoreFailedException or StoreBusyException)
        {
            // Gone, too slow, not allowed any more, the store out of reach, or the server ends: whoever comes again says where it stopped.
            if (!life.ApplicationStopping.IsCancellationRequested) http.Abort();
        }
        finally
        {
            Measured.Followers.Add(-1, space);
            await tails.LeaveAsync(call.Space.Id);
        }
    }

    private static async Task FollowAsync(HttpContext http, EventTail tail, long after, CancellationToken cancellationToken)
    {
        var (heard, judged) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        // At once, so that the client knows that it is heard.
        await SendAsync(http, [], cancellationToken);
        while (true)
        {
            var events = await NextAsync(tail, after, cancellationToken);
            if (events.Count > 0 || heard.Elapsed > Heartbeat)
            {
                await SendAsync(http, events, cancellationToken);
                heard.Restart();
            }

            if (events.Count > 0) after = events[^1].Seq;
            if (judged.Elapsed <= Recheck) continue;
            // A token that was revoked meanwhile hears nothing more.
            await SyncCall.OpenAsync(http);
            judged.Restart();
        }
    }

    private static async ValueTask<IReadOnlyList<StoredSpaceEvent>> NextAsync(EventTail tail, long after, CancellationToken cancellationToken)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        pause.CancelAfter(Recheck);
        try
        {
            return await tail.AfterAsync(after, pause.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private static async Task SendAsync(HttpContext http, IReadOnlyList<StoredSpaceEvent> events, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var happened in events) text.Append(CultureInfo.InvariantCulture, $"id: {happened.Seq}\nevent: {happened.Type}\ndata: {happened.Body}\n\n");
        if (events.Count == 0) text.Append(":\n\n");
        using var slow = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        slow.CancelAfter(SlowestReader);
        await http.Response.WriteAsync(text.ToString(), slow.Token);
        await http.Response.Body.FlushAsync(slow.Token);
    }

    // What the browser sends by itself when it comes again counts more than what the address said at first.
    private static long After(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"] is [{ Length: > 0 } last] ? last : request.Query["after"] is [{ Length: > 0 } given] ? given : "0";
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : throw RequestRefused.Bad($"after is '{text}'; it should be a whole number from 0 on.");
    }
}
