using System.Diagnostics;
using System.Globalization;
using System.Text;
using DocsGen.Core.Sync;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;

namespace DocsGen.Server.Endpoints;

/// <summary>
/// <c>GET /events</c>: the events of a space as server-sent events, from the store, in order and each once per connection: first what was, then what comes. Events are
/// written in the transaction of their change, whichever server made it, so that reading the store misses none.
/// </summary>
internal static class EventsEndpoint
{
    private const int Page = 500;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SlowestReader = TimeSpan.FromSeconds(30);

    public static async Task StreamAsync(HttpContext http, TimeProvider clock, IHostApplicationLifetime life)
    {
        var call = await SyncCall.OpenAsync(http);
        var after = After(http.Request);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.StartAsync(ended.Token);
        var (heard, judged) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        try
        {
            while (true)
            {
                var events = await call.Ports.Spaces.EventsAsync(call.Space.Id, after, Page, ended.Token);
                if (events.Count > 0 || heard.Elapsed > Heartbeat)
                {
                    await SendAsync(http, events, ended.Token);
                    heard.Restart();
                }

                if (events.Count > 0) after = events[^1].Seq;
                if (judged.Elapsed > Recheck)
                {
                    // A token that was revoked meanwhile hears nothing more.
                    await SyncCall.OpenAsync(http);
                    judged.Restart();
                }

                if (events.Count < Page) await Task.Delay(Look, clock, ended.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or RequestRefused)
        {
            // Gone, too slow, not allowed any more, or the server ends: whoever comes again says where it stopped.
            if (!life.ApplicationStopping.IsCancellationRequested) http.Abort();
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
