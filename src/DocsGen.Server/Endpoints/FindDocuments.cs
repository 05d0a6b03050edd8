using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Sync;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>POST /documents/find</c>: many documents by their ids at once, tombstones too.</summary>
internal static class FindDocuments
{
    private const int MaxIds = 100_000;

    public static async Task<JsonHttpResult<DocumentsAnswer>> FindAsync(HttpContext http)
    {
        var call = await SyncCall.OpenAsync(http);
        using var body = await JsonBody.ReadAsync(http);
        if (!body.RootElement.TryGetProperty("fileIds", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxIds) throw RequestRefused.Bad($"fileIds should be a list of 1 to {MaxIds} ids of documents.");
        var ids = list.EnumerateArray().Select((e, i) => JsonBody.Parsed($"fileIds[{i}]", JsonBody.TextOf(e, $"fileIds[{i}]"), FileId.Parse)).Distinct().ToList();
        var found = await call.Ports.Documents.FindAsync(call.Space.Id, ids, call.Aborted);
        return TypedResults.Json(new DocumentsAnswer([.. found.Select(SpaceWires.Of)], SpaceWires.CursorOf(call.Space)), SyncJson.Wire.DocumentsAnswer);
    }
}
