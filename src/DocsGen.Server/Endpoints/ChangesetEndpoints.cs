using System.Globalization;
using DocsGen.Contracts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using DocsGen.Server.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>GET /changesets</c>, <c>/changesets/{id}</c>, <c>/changesets/{id}/files</c> and <c>/changesets/{id}/files/{fileId}</c>.</summary>
internal static class ChangesetEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public static async Task<JsonHttpResult<ChangesetsAnswer>> ListAsync(HttpContext http)
    {
        var call = await SyncCall.OpenAsync(http);
        var query = http.Request.Query;
        var limit = (int)Math.Min(Positive("limit", query["limit"]) ?? DefaultLimit, MaxLimit);
        var filter = new ChangesetFilter
        {
            Limit = limit + 1,
            Before = Positive("beforeId", query["beforeId"]) is { } before ? new ChangesetId(before) : null,
            Status = One(query, "status") is { } status ? StatusOf(status) : null,
            Author = One(query, "author") is { } author ? JsonBody.Parsed("author", author, Core.Artifacts.Actor.User).ToString() : null,
            Path = One(query, "path"),
            Text = One(query, "q"),
        };
        var rows = await call.Ports.Changesets.ListAsync(call.Space.Id, filter, call.Aborted);
        var page = rows.Take(limit).Select(r => Wire.Changeset(call.Space, r.Changeset, r.Summary)).ToList();
        var hasMore = rows.Count > limit;
        return TypedResults.Json(new ChangesetsAnswer(page, page, hasMore, hasMore ? page[^1].Id : null), SyncJson.Wire.ChangesetsAnswer);
    }

    public static async Task<JsonHttpResult<ChangesetAnswer>> ShowAsync(HttpContext http, string id)
    {
        var call = await SyncCall.OpenAsync(http);
        return Answer(call, await FindAsync(call, id));
    }

    public static async Task<JsonHttpResult<FilesAnswer>> FilesAsync(HttpContext http, string id)
    {
        var call = await SyncCall.OpenAsync(http);
        if (http.Request.Query["checks"] != "1")
        {
            var changeset = await FindAsync(call, id);
            return TypedResults.Json(new FilesAnswer(await new FileAnswers(call, WithContent(http)).OfAsync(changeset, changeset.Files), Wire.Changeset(call.Space, changeset)), SyncJson.Wire.FilesAnswer);
        }

        var marked = SyncCall.Value(await new MarkFiles(call.Ports).ExecuteAsync(call.Space, IdOf(id), call.Actor, call.Aborted));
        var files = await new FileAnswers(call, WithContent(http)).OfAsync(marked.Changeset, marked.Changeset.Files);
        return TypedResults.Json(
            new FilesAnswer([.. files.Select(f => Marked(f, marked.Marks.GetValueOrDefault(f.Id)))], Wire.Changeset(call.Space, marked.Changeset), [.. marked.OtherErrors.Select(Wire.Check)]), SyncJson.Wire.FilesAnswer);
    }

    public static async Task<JsonHttpResult<FileWire>> FileAsync(HttpContext http, string id, string fileId)
    {
        var call = await SyncCall.OpenAsync(http);
        var changeset = await FindAsync(call, id);
        var file = FileOf(changeset, fileId);
        return TypedResults.Json((await new FileAnswers(call, WithContent(http)).OfAsync(changeset, [file]))[0], SyncJson.Wire.FileWire);
    }

    /// <summary>The changeset that a route names, of this space.</summary>
    public static async ValueTask<Changeset> FindAsync(SyncCall call, string id) =>
        await call.Ports.Changesets.FindAsync(call.Space.Id, IdOf(id), call.Aborted) ?? throw NotFound();

    public static ChangesetId IdOf(string id) => new(Positive("id", id)!.Value);

    public static ChangesetFile FileOf(Changeset changeset, string fileId) =>
        changeset.Find(Positive("fileId", fileId)!.Value) ?? throw new RequestRefused(StatusCodes.Status404NotFound, "FILE_NOT_FOUND", "File not found in this changeset");

    public static JsonHttpResult<ChangesetAnswer> Answer(SyncCall call, Changeset changeset)
    {
        OperationNote.Of(call.Http).Changeset = changeset.Id.Value;
        var wire = Wire.Changeset(call.Space, changeset);
        return TypedResults.Json(new ChangesetAnswer(wire, wire, wire.Summary), SyncJson.Wire.ChangesetAnswer);
    }

    private static FileWire Marked(FileWire file, FileMarks? marks) => marks is null ? file : file with
    {
        Current = marks.Live is { } live ? SpaceWires.Of(live) : null,
        Obstacle = marks.Obstacle,
        MergesCleanly = marks.MergesCleanly,
        Checks = [.. marks.Errors.Select(Wire.Check)],
    };

    private static RequestRefused NotFound() => new(StatusCodes.Status404NotFound, "CHANGESET_NOT_FOUND", SyncErrors.Sentence("CHANGESET_NOT_FOUND", ""));

    private static bool WithContent(HttpContext http) => http.Request.Query["content"] != "none";

    private static string? One(IQueryCollection query, string name) => query[name] is not [{ Length: > 0 } one] ? null
        : TextContent.CanBeKept(one) ? one
        : throw RequestRefused.Bad($"{name} holds a NUL, or half of a surrogate pair.");

    private static ChangesetStatus StatusOf(string text)
    {
        try
        {
            return SyncNames.ParseStatus(text);
        }
        catch (FormatException exception)
        {
            throw RequestRefused.Bad(exception.Message);
        }
    }

    private static long? Positive(string name, string? text)
    {
        if (text is null) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : throw RequestRefused.Bad($"{name} is '{text}'; it should be a whole number from 1 on.");
    }
}
