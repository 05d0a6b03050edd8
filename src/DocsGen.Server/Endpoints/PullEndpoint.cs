using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Text;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using DocsGen.Server.Telemetry;

namespace DocsGen.Server.Endpoints;

/// <summary><c>POST /pull</c>: what changed after a cursor, in one snapshot, streamed; and <c>GET /status</c>.</summary>
internal static class PullEndpoint
{
    private const int FlushBytes = 64 * 1024;
    private const int MaxLimit = 100_000;
    private static readonly TimeSpan SlowestReader = TimeSpan.FromSeconds(30);

    public static async Task PullAsync(HttpContext http)
    {
        var call = await SyncCall.OpenAsync(http);
        using var body = await JsonBody.ReadAsync(http, mayBeEmpty: true);
        var since = new Cursor(JsonBody.Whole(body.RootElement, "sinceCursor", "") ?? 0);
        var limit = JsonBody.Whole(body.RootElement, "limit", "");
        if (limit is 0) throw RequestRefused.Bad("limit should be a whole number from 1 on.");
        var binaries = JsonBody.Flag(body.RootElement, "binaries", "");
        await call.Ports.Documents.PullAsync(call.Space.Id, since, limit is { } most ? (int)Math.Min(most, MaxLimit) : null, async (head, documents) =>
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            await using var json = new Utf8JsonWriter(http.Response.BodyWriter, new() { Encoder = SyncJson.Encoder });
            var (flushed, files) = (0L, 0L);
            json.WriteStartObject();
            json.WriteNumber("newCursor", head.Cursor.Value);
            if (limit is not null) json.WriteBoolean("hasMore", head.HasMore);
            if (head.Reset) json.WriteBoolean("reset", true);
            // Last, so that who reads a stream knows what the changes mean before the first one comes.
            json.WriteStartArray("changes");
            await foreach (var pulled in documents.WithCancellation(call.Aborted))
            {
                if (!await WriteAsync(call, json, pulled, binaries)) continue;
                files++;
                if (json.BytesCommitted + json.BytesPending - flushed < FlushBytes) continue;
                await FlushAsync(call, json);
                flushed = json.BytesCommitted;
            }

            json.WriteEndArray();
            json.WriteEndObject();
            await FlushAsync(call, json);
            var note = OperationNote.Of(http);
            (note.Files, note.Bytes) = (files, json.BytesCommitted);
            return 0;
        }, call.Aborted);
    }

    public static async Task StatusAsync(HttpContext http)
    {
        var call = await SyncCall.OpenAsync(http);
        if (Conditional.IsKnown(http, $"{call.Space.Id}-{SpaceWires.CursorOf(call.Space)}-{(http.Request.Query["summary"] == "1" ? "summary" : "files")}")) return;
        var live = await call.Ports.Documents.ListAsync(call.Space.Id, call.Aborted);
        var files = http.Request.Query["summary"] == "1" ? null : live.Select(d => new StatusFileWire(SyncRoutes.DocJrn(d.File.Value), d.Sequence)).ToList();
        await http.Response.WriteAsJsonAsync(new StatusAnswer(call.Space.Sequence > 1 ? call.Space.Cursor.Value : 0, live.Count, files), SyncJson.Wire.StatusAnswer, cancellationToken: call.Aborted);
    }

    // Existing clients know texts only: binaries are told to whoever asks for them, and fetched by their id.
    private static async ValueTask<bool> WriteAsync(SyncCall call, Utf8JsonWriter json, PulledDocument pulled, bool binaries)
    {
        var document = pulled.Document;
        if (document.Hash is { } large && pulled.Content is null) return await WriteLargeAsync(call, json, document, large, binaries);
        var bytes = pulled.Content ?? default;
        var text = document.Hash is null ? null : TextContent.Of(bytes.Span);
        if (document.Hash is not null && text is null && !binaries) return false;
        JsonSerializer.Serialize(
            json,
            new(document.File.Value, document.Path.Value, document.Version, Deleted: document.Hash is null, text, document.Hash is null ? null : Wyhash.Hex(bytes.Span), document.Hash?.Value),
            SyncJson.Wire.ChangeWire);
        return true;
    }

    // Many who read slowly may be at it at once: of each, no more is kept than the content itself, once, and a piece of it.
    private static async ValueTask<bool> WriteLargeAsync(SyncCall call, Utf8JsonWriter json, Document document, ContentHash hash, bool binaries)
    {
        ReadOnlyMemory<byte> bytes = await TextContent.ReadAsync(call.Ports.Blobs, hash, call.Aborted);
        var isText = TextContent.IsText(bytes.Span);
        if (!isText && !binaries) return false;
        json.WriteStartObject();
        json.WriteString("fileId", document.File.Value);
        json.WriteString("serverPath", document.Path.Value);
        json.WriteNumber("version", document.Version);
        json.WriteBoolean("deleted", value: false);
        if (isText)
        {
            json.WritePropertyName("content");
            for (var at = 0; at < bytes.Length; at += FlushBytes)
            {
                var end = Math.Min(at + FlushBytes, bytes.Length);
                json.WriteStringValueSegment(bytes.Span[at..end], isFinalSegment: end == bytes.Length);
                await FlushAsync(call, json);
            }
        }

        json.WriteString("contentHash", Wyhash.Hex(bytes.Span));
        json.WriteString("sha256", hash.Value);
        json.WriteEndObject();
        return true;
    }

    // A reader that is slow holds this request up, and nobody else: a snapshot blocks no writer. One who takes no piece in all that time is gone, or means harm.
    private static async ValueTask FlushAsync(SyncCall call, Utf8JsonWriter json)
    {
        await json.FlushAsync(call.Aborted);
        using var slow = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
        slow.CancelAfter(SlowestReader);
        try
        {
            await call.Http.Response.BodyWriter.FlushAsync(slow.Token);
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
        {
            call.Http.Abort();
            throw;
        }
    }
}
