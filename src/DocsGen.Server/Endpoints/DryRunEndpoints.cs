using DocsGen.Contracts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>POST /dry-run</c>, a push that stores nothing, and <c>POST /changesets/{id}/dry-run</c>: what a publish would say.</summary>
internal static class DryRunEndpoints
{
    public static async Task<JsonHttpResult<DryRunAnswer>> PushAsync(HttpContext http)
    {
        var call = await SyncCall.OpenAsync(http);
        var (request, _) = await PushBody.ReadAsync(call);
        var report = SyncCall.Value(await new DryRun(call.Ports).OfPushAsync(call.Space, request, call.Actor, call.Aborted));
        var files = report.Files.Zip(request.Files, (said, file) => Said(said, file.File)).ToList();
        return TypedResults.Json(new DryRunAnswer(files, report.HasConflicts, []), SyncJson.Wire.DryRunAnswer);
    }

    public static async Task<JsonHttpResult<DryRunAnswer>> ChangesetAsync(HttpContext http, string id)
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
        var result = SyncCall.Value(await new DryRun(call.Ports).ExecuteAsync(call.Space, ChangesetEndpoints.IdOf(id), mode, call.Actor, call.Aborted));
        var ids = result.Changeset.Files.ToDictionary(f => f.Number, f => f.File);
        return TypedResults.Json(
            new DryRunAnswer([.. result.Report.Files.Select(f => Said(f, ids[f.File]))], result.Report.HasConflicts, result.Unmet, Wire.Changeset(call.Space, result.Changeset)),
            SyncJson.Wire.DryRunAnswer);
    }

    private static PublishedFileWire Said(FileReport said, FileId file) => new(said.File, file.Value, SyncRoutes.DocJrn(file.Value), said.Status, said.Reason, said.CurrentVersion);
}
