using DocsGen.Contracts;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>POST /push</c>: stores a proposal.</summary>
internal static class PushEndpoint
{
    public static async Task<JsonHttpResult<PushAnswer>> HandleAsync(HttpContext http)
    {
        var call = await SyncCall.OpenAsync(http);
        var (request, since) = await PushBody.ReadAsync(http, call.Ports, call.Space);
        var pushed = SyncCall.Value(await new PushChangeset(call.Ports).ExecuteAsync(call.Space, request, call.Actor, call.Aborted));
        var wire = Wire.Changeset(call.Space, pushed.Changeset);
        return TypedResults.Json(
            new PushAnswer(
                wire,
                wire,
                await new FileAnswers(call, withContent: http.Request.Query["content"] != "none").OfAsync(pushed.Changeset, pushed.Changeset.Files),
                [.. pushed.Changeset.Files.Select(f => new PushResultWire(f.File.Value, "ok"))],
                // Never past what others published since this client last pulled: it keeps this number as its own cursor.
                since ?? (pushed.Space.Sequence > 1 ? 1 : 0),
                pushed.Replayed,
                pushed.Space.Cursor.Value),
            SyncJson.Wire.PushAnswer);
    }
}
