using DocsGen.Contracts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Text.Diff;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>GET|POST /changesets/{id}/comments</c>, and <c>POST /changesets/{id}/comments/{comment}/resolve</c> and <c>/reopen</c>.</summary>
internal static class CommentEndpoints
{
    public static async Task<JsonHttpResult<CommentsAnswer>> ListAsync(HttpContext http, string id)
    {
        var call = await SyncCall.OpenAsync(http);
        return await AnswerAsync(call, (await ChangesetEndpoints.FindAsync(call, id)).Id);
    }

    public static async Task<JsonHttpResult<CommentsAnswer>> AddAsync(HttpContext http, string id)
    {
        var call = await SyncCall.OpenAsync(http);
        using var body = await JsonBody.ReadAsync(http);
        var root = body.RootElement;
        var text = JsonBody.Text(root, "text", "") ?? throw RequestRefused.Bad("text is missing: it is what to say.");
        var (from, to) = (JsonBody.Whole(root, "fromLine", ""), JsonBody.Whole(root, "toLine", ""));
        if (from is null && to is not null) throw RequestRefused.Bad("fromLine is missing beside toLine.");
        var lines = from is { } first ? new LineSpan(Line(first), Line(to ?? first)) : (LineSpan?)null;
        var changeset = ChangesetEndpoints.IdOf(id);
        SyncCall.Value(await new CommentOnChangeset(call.Ports).AddAsync(call.Space, changeset, JsonBody.Whole(root, "file", ""), lines, text, JsonBody.Whole(root, "replyTo", ""), call.Actor, call.Aborted));
        return await AnswerAsync(call, changeset);
    }

    public static Task<JsonHttpResult<CommentsAnswer>> ResolveAsync(HttpContext http, string id, string comment) =>
        SettleAsync(http, id, comment, (call, changeset, number) => new CommentOnChangeset(call.Ports).ResolveAsync(call.Space, changeset, number, call.Actor, call.Aborted));

    public static Task<JsonHttpResult<CommentsAnswer>> ReopenAsync(HttpContext http, string id, string comment) =>
        SettleAsync(http, id, comment, (call, changeset, number) => new CommentOnChangeset(call.Ports).ReopenAsync(call.Space, changeset, number, call.Actor, call.Aborted));

    private static async Task<JsonHttpResult<CommentsAnswer>> SettleAsync(HttpContext http, string id, string comment, Func<SyncCall, ChangesetId, long, ValueTask<SyncAnswer<Changeset>>> settle)
    {
        var call = await SyncCall.OpenAsync(http);
        var changeset = (await ChangesetEndpoints.FindAsync(call, id)).Id;
        SyncCall.Value(await settle(call, changeset, RouteNumbers.Of("comment", comment)));
        return await AnswerAsync(call, changeset);
    }

    private static int Line(long number) => (int)Math.Min(number, int.MaxValue);

    private static async ValueTask<JsonHttpResult<CommentsAnswer>> AnswerAsync(SyncCall call, ChangesetId changeset) =>
        TypedResults.Json(new CommentsAnswer([.. (await call.Ports.Changesets.CommentsAsync(call.Space.Id, changeset, call.Aborted)).Select(SpaceWires.Of)]), SyncJson.Wire.CommentsAnswer);
}
