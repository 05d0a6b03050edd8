using System.Text.Json;
using DocsGen.Contracts;
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
                if (await ChangeAsync(call, pulled, binaries) is not { } change) continue;
                JsonSerializer.Serialize(json, change, SyncJson.Wire.ChangeWire);
                files++;
                if (json.BytesCommitted + json.BytesPending - flushed < FlushBytes) continue;
                // A reader that is slow holds this request up, and nobody else: a snapshot blocks no writer.
                await json.FlushAsync(call.Aborted);
                flushed = json.BytesCommitted;
                await http.Response.BodyWriter.FlushAsync(call.Aborted);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            await json.FlushAsync(call.Aborted);
            await http.Response.BodyWriter.FlushAsync(call.Aborted);
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
    private static async ValueTask<ChangeWire?> ChangeAsync(SyncCall call, PulledDocument pulled, bool binaries)
    {
        var document = pulled.Document;
        if (document.Hash is not { } hash) return new(document.File.Value, document.Path.Value, document.Version, Deleted: true, null, null, null);
        var bytes = pulled.Content is { } small ? small : await TextContent.ReadAsync(call.Ports.Blobs, hash, call.Aborted);
        if (TextContent.Of(bytes.Span) is { } text) return new(document.File.Value, document.Path.Value, document.Version, Deleted: false, text, Wyhash.Hex(bytes.Span), hash.Value);
        return binaries ? new(document.File.Value, document.Path.Value, document.Version, Deleted: false, null, Wyhash.Hex(bytes.Span), hash.Value) : null;
    }
}
