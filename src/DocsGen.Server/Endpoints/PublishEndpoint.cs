using DocsGen.Contracts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using DocsGen.Server.Telemetry;
using DocsGen.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>POST /changesets/{id}/publish</c> and the other ways in which a changeset moves on.</summary>
internal static class PublishEndpoint
{
    public static async Task<JsonHttpResult<PublishAnswer>> PublishAsync(HttpContext http, string id, TimeProvider clock, ServerOptions options)
    {
        var call = await SyncCall.OpenAsync(http);
        using var body = await JsonBody.ReadAsync(http, mayBeEmpty: true);
        var mode = JsonBody.Text(body.RootElement, "mode", "") switch
        {
            null => (PublishMode?)null,
            "atomic" => PublishMode.Atomic,
            "per_file" => PublishMode.PerFile,
            var other => throw RequestRefused.Bad($"mode is '{other}'; it should be 'atomic' or 'per_file'."),
        };
        // A client that hangs up in the middle does not stop it: it is applied or not, and the claim is given back either way.
        var result = SyncCall.Value(await new PublishChangeset(call.Ports, clock).ExecuteAsync(
            call.Space, ChangesetEndpoints.IdOf(id), new() { Mode = mode, Process = LocalProcess.Current, Term = options.PublishTerm }, call.Actor, CancellationToken.None));
        var note = OperationNote.Of(http);
        (note.Files, note.Outcome) = (result.Report.Files.Count, result.Replayed ? "replayed" : result.Report.HasConflicts ? "conflicts" : null);
        // After the claim's transaction the files are those of the publish.
        return TypedResults.Json(Wire.Published(call.Space, result.Changeset, result.Report, result.Replayed), SyncJson.Wire.PublishAnswer);
    }

    public static async Task<JsonHttpResult<RebaseAnswer>> RebaseAsync(HttpContext http, string id)
    {
        var call = await SyncCall.OpenAsync(http);
        var result = SyncCall.Value(await new RebaseChangeset(call.Ports).ExecuteAsync(call.Space, ChangesetEndpoints.IdOf(id), call.Actor, call.Aborted));
        var wire = Wire.Changeset(call.Space, result.Changeset);
        return TypedResults.Json(new RebaseAnswer(wire, wire, wire.Summary, result.Moved, result.Conflicts), SyncJson.Wire.RebaseAnswer);
    }

    public static async Task<JsonHttpResult<ChangesetAnswer>> RevertAsync(HttpContext http, string id)
    {
        var call = await SyncCall.OpenAsync(http);
        using var body = await JsonBody.ReadAsync(http, mayBeEmpty: true);
        var clientId = JsonBody.Text(body.RootElement, "clientChangesetId", "") ?? $"revert-{id}";
        var pushed = SyncCall.Value(await new RevertChangeset(call.Ports).ExecuteAsync(call.Space, ChangesetEndpoints.IdOf(id), clientId, JsonBody.Text(body.RootElement, "message", ""), call.Actor, call.Aborted));
        return ChangesetEndpoints.Answer(call, pushed.Changeset);
    }

    public static async Task<JsonHttpResult<ChangesetAnswer>> WithdrawAsync(HttpContext http, string id)
    {
        var call = await SyncCall.OpenAsync(http);
        using var body = await JsonBody.ReadAsync(http);
        var reason = JsonBody.Text(body.RootElement, "reason", "") ?? throw RequestRefused.Bad("reason is missing: say why.");
        return ChangesetEndpoints.Answer(call, SyncCall.Value(await new WithdrawChangeset(call.Ports).ExecuteAsync(call.Space, ChangesetEndpoints.IdOf(id), reason, call.Actor, call.Aborted)));
    }

    public static async Task<JsonHttpResult<ChangesetAnswer>> SupersedeAsync(HttpContext http, string id)
    {
        var call = await SyncCall.OpenAsync(http);
        using var body = await JsonBody.ReadAsync(http);
        var by = JsonBody.Changeset(body.RootElement, "by") ?? throw RequestRefused.Bad("by is missing: it is the number of the changeset that stands for this one.");
        return ChangesetEndpoints.Answer(call, SyncCall.Value(await new WithdrawChangeset(call.Ports).SupersedeAsync(call.Space, ChangesetEndpoints.IdOf(id), by, call.Actor, call.Aborted)));
    }
}
