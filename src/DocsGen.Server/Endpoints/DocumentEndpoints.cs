using System.Globalization;
using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Text.Diff;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>GET /documents</c>, <c>/documents/{fileId}</c>, its <c>/versions</c> and <c>/diff</c>, and <c>POST /documents/{fileId}/restore</c>.</summary>
internal static class DocumentEndpoints
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>The live documents by path, written one by one; <c>?path=</c> the one that lives there, <c>?after=</c> and <c>?limit=</c> a page of them.</summary>
    public static async Task ListAsync(HttpContext http)
    {
        var call = await SyncCall.OpenAsync(http);
        var query = http.Request.Query;
        var path = One(query["path"]) is { } given ? JsonBody.Parsed("path", given, ServerPath.Parse) : (ServerPath?)null;
        var limit = One(query["limit"]) is { } most ? RouteNumbers.Version("limit", most) : int.MaxValue;
        var after = One(query["after"]);
        if (Conditional.IsKnown(http, $"{call.Space.Id}-{SpaceWires.CursorOf(call.Space)}-{Conditional.TagOf(System.Text.Encoding.UTF8.GetBytes(http.Request.QueryString.Value ?? ""))[..8]}")) return;
        // The cursor was read before the list: whoever goes on from it misses nothing.
        var live = (await call.Ports.Documents.ListAsync(call.Space.Id, call.Aborted)).AsEnumerable();
        if (path is { } at) live = live.Where(d => d.Path == at);
        if (after is not null) live = live.Where(d => string.CompareOrdinal(d.Path.Value, after) > 0);
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, new() { Encoder = SyncJson.Encoder });
        json.WriteStartObject();
        json.WriteStartArray("documents");
        var flushed = 0L;
        foreach (var document in live.OrderBy(d => d.Path.Value, StringComparer.Ordinal).Take(limit))
        {
            JsonSerializer.Serialize(json, SpaceWires.Of(document), SyncJson.Wire.DocumentWire);
            if (json.BytesCommitted + json.BytesPending - flushed < FlushBytes) continue;
            await json.FlushAsync(call.Aborted);
            flushed = json.BytesCommitted;
            await http.Response.BodyWriter.FlushAsync(call.Aborted);
        }

        json.WriteEndArray();
        json.WriteNumber("cursor", SpaceWires.CursorOf(call.Space));
        json.WriteEndObject();
        await json.FlushAsync(call.Aborted);
        await http.Response.BodyWriter.FlushAsync(call.Aborted);
    }

    public static async Task<JsonHttpResult<DocumentAnswer>> ShowAsync(HttpContext http, string fileId)
    {
        var call = await SyncCall.OpenAsync(http);
        var document = await FindAsync(call, IdOf(fileId));
        return TypedResults.Json(new DocumentAnswer(SpaceWires.Of(document), await TextAsync(call, document.Hash)), SyncJson.Wire.DocumentAnswer);
    }

    public static async Task<JsonHttpResult<VersionsAnswer>> VersionsAsync(HttpContext http, string fileId)
    {
        var call = await SyncCall.OpenAsync(http);
        return TypedResults.Json(new VersionsAnswer([.. (await HistoryAsync(call, IdOf(fileId))).Select(v => SpaceWires.Of(v))]), SyncJson.Wire.VersionsAnswer);
    }

    public static async Task<JsonHttpResult<VersionWire>> VersionAsync(HttpContext http, string fileId, string version)
    {
        var call = await SyncCall.OpenAsync(http);
        var found = await VersionAsync(call, IdOf(fileId), RouteNumbers.Version("version", version));
        return TypedResults.Json(SpaceWires.Of(found, await TextAsync(call, found.Hash)), SyncJson.Wire.VersionWire);
    }

    public static async Task<JsonHttpResult<DocumentDiffAnswer>> DiffAsync(HttpContext http, string fileId)
    {
        var call = await SyncCall.OpenAsync(http);
        var history = await HistoryAsync(call, IdOf(fileId));
        var later = Pick(history, One(http.Request.Query["to"]) is { } to ? RouteNumbers.Version("to", to) : history[^1].Version);
        var from = One(http.Request.Query["from"]);
        if (later.Version == 1 && from is null) throw RequestRefused.Bad($"{later.Path} has no version before 1; name two versions: from and to.");
        var earlier = Pick(history, from is null ? later.Version - 1 : RouteNumbers.Version("from", from));
        var (before, after) = (await SideAsync(call, earlier), await SideAsync(call, later));
        var unified = before is null || after is null ? null : UnifiedDiff.Write(Label(earlier), Label(later), TextDiff.Of(before, after));
        return TypedResults.Json(new DocumentDiffAnswer(later.File.Value, earlier.Version, later.Version, unified), SyncJson.Wire.DocumentDiffAnswer);
    }

    public static async Task<JsonHttpResult<PushAnswer>> RestoreAsync(HttpContext http, string fileId)
    {
        var call = await SyncCall.OpenAsync(http);
        using var body = await JsonBody.ReadAsync(http);
        var file = IdOf(fileId);
        var version = JsonBody.Whole(body.RootElement, "version", "") ?? throw RequestRefused.Bad("version is missing: it is the one to bring back.");
        var clientId = JsonBody.Text(body.RootElement, "clientChangesetId", "") ?? await NameAsync(call, file, version);
        var message = JsonBody.Text(body.RootElement, "message", "");
        return await PushEndpoint.AnswerAsync(call, SyncCall.Value(await new RestoreDocument(call.Ports).ExecuteAsync(call.Space, file, (int)Math.Min(version, int.MaxValue), clientId, message, call.Actor, call.Aborted)), null);
    }

    public static FileId IdOf(string fileId) => JsonBody.Parsed("fileId", fileId, FileId.Parse);

    public static async ValueTask<Document> FindAsync(SyncCall call, FileId file) => await call.Ports.Documents.FindAsync(call.Space.Id, [file], call.Aborted) is [var document] ? document : throw NotFound(call, file);

    public static async ValueTask<DocumentVersion> VersionAsync(SyncCall call, FileId file, int version)
    {
        if (await call.Ports.Documents.VersionsAsync(call.Space.Id, [(file, version)], call.Aborted) is [var found]) return found;
        return NoVersion(await FindAsync(call, file), version);
    }

    // The same request again, before anything is published, is the same changeset.
    private static async ValueTask<string> NameAsync(SyncCall call, FileId file, long version)
    {
        var current = await FindAsync(call, file);
        return string.Create(CultureInfo.InvariantCulture, $"restore-{ContentHash.Of(file.Value).Short}-{version}-{current.Version}");
    }

    private static async ValueTask<IReadOnlyList<DocumentVersion>> HistoryAsync(SyncCall call, FileId file) =>
        await call.Ports.Documents.HistoryAsync(call.Space.Id, file, call.Aborted) is { Count: > 0 } history ? history : throw NotFound(call, file);

    private static DocumentVersion Pick(IReadOnlyList<DocumentVersion> history, int version) => history.FirstOrDefault(v => v.Version == version) ?? NoVersion(history[^1].ToDocument(), version);

    private static DocumentVersion NoVersion(Document document, int version) =>
        throw new RequestRefused(StatusCodes.Status404NotFound, "VERSION_NOT_FOUND", string.Create(CultureInfo.InvariantCulture, $"{document.Path} has no version {version}; it has 1 to {document.Version}."));

    private static RequestRefused NotFound(SyncCall call, FileId file) => new(StatusCodes.Status404NotFound, "DOCUMENT_NOT_FOUND", $"Space '{call.Space.Slug}' never had a document {file}.");

    private static async ValueTask<string?> TextAsync(SyncCall call, ContentHash? hash) => hash is { } known ? TextContent.Of(await TextContent.ReadAsync(call.Ports.Blobs, known, call.Aborted)) : null;

    // A delete is an empty text, so that a diff shows every line go.
    private static async ValueTask<string?> SideAsync(SyncCall call, DocumentVersion version) => version.Hash is null ? "" : await TextAsync(call, version.Hash);

    private static string Label(DocumentVersion version) => string.Create(CultureInfo.InvariantCulture, $"{version.Path}@v{version.Version}");

    private static string? One(Microsoft.Extensions.Primitives.StringValues values) => values is [{ Length: > 0 } one] ? one : null;
}
