using DocsGen.Contracts;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using DocsGen.Server.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>POST /push</c>: stores a proposal.</summary>
internal static class PushEndpoint
{
    public static async Task<JsonHttpResult<PushAnswer>> HandleAsync(HttpContext http)
    {
        var call = await SyncCall.OpenAsync(http);
        var (request, since) = await PushBody.ReadAsync(call);
        return await AnswerAsync(call, SyncCall.Value(await new PushChangeset(call.Ports).ExecuteAsync(call.Space, request, call.Actor, call.Aborted)), since);
    }

    /// <summary>What any request that makes a changeset is answered.</summary>
    public static async ValueTask<JsonHttpResult<PushAnswer>> AnswerAsync(SyncCall call, PushResult pushed, long? since)
    {
        var wire = Wire.Changeset(call.Space, pushed.Changeset);
        var note = OperationNote.Of(call.Http);
        note.Changeset = pushed.Changeset.Id.Value;
        if (pushed.Replayed) note.Outcome = "replayed";
        else (note.Files, note.Bytes) = (pushed.Changeset.Files.Count, pushed.Changeset.Files.Sum(f => f.Size));
        // What is larger than one request can bring along is not sent back whole either.
        var withContent = call.Http.Request.Query["content"] != "none" && pushed.Changeset.Files.Count <= call.Space.Policy.MaxRequestFiles;
        return TypedResults.Json(
            new PushAnswer(
                wire,
                wire,
                await new FileAnswers(call, withContent).OfAsync(pushed.Changeset, pushed.Changeset.Files),
                [.. pushed.Changeset.Files.Select(f => new PushResultWire(f.File.Value, "ok"))],
                // Never past what others published since this client last pulled: it keeps this number as its own cursor.
                since ?? (pushed.Space.Sequence > 1 ? 1 : 0),
                pushed.Replayed,
                pushed.Space.Cursor.Value),
            SyncJson.Wire.PushAnswer);
    }
}
