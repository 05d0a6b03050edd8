using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Text;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>PATCH /changesets/{id}/files/{fileId}/review</c>: decides one file. <c>POST /changesets/{id}/review</c>: decides many, all or none.</summary>
internal static class ReviewEndpoint
{
    public static async Task<JsonHttpResult<ReviewAnswer>> OneAsync(HttpContext http, string id, string fileId)
    {
        var call = await SyncCall.OpenAsync(http);
        using var body = await JsonBody.ReadAsync(http);
        var changeset = await ChangesetEndpoints.FindAsync(call, id);
        var file = ChangesetEndpoints.FileOf(changeset, fileId);
        var review = await ReadAsync(call, file, body.RootElement, "");
        SyncCall.Value(await new ReviewChangeset(call.Ports).ExecuteAsync(call.Space, changeset.Id, [review], call.Actor, call.Aborted));
        var after = await ChangesetEndpoints.FindAsync(call, id);
        var decided = after.Find(file.Number)!;
        // Another may have decided since; this caller's own decision is what was asked for.
        var decision = decided.Decisions.Last(d => d.By == call.Actor);
        var wire = Wire.Changeset(call.Space, after);
        return TypedResults.Json(new ReviewAnswer(wire, wire, Wire.Review(decided, decision, review.Amended is null ? null : TextContent.Of(review.Amended))), SyncJson.Wire.ReviewAnswer);
    }

    public static async Task<JsonHttpResult<ChangesetAnswer>> ManyAsync(HttpContext http, string id)
    {
        var call = await SyncCall.OpenAsync(http);
        using var body = await JsonBody.ReadAsync(http);
        var root = body.RootElement;
        var use = new ReviewChangeset(call.Ports);
        if (!root.TryGetProperty("files", out var files))
        {
            var kind = KindOf(root, "");
            if (kind == DecisionKind.Amend) throw RequestRefused.Bad("decision is 'amend', which is for one file at a time.");
            return ChangesetEndpoints.Answer(call, SyncCall.Value(await use.DecideAllAsync(call.Space, ChangesetEndpoints.IdOf(id), kind, JsonBody.Text(root, "comment", ""), call.Actor, call.Aborted)));
        }

        if (files.ValueKind != JsonValueKind.Array || files.GetArrayLength() == 0) throw RequestRefused.Bad("files should be a list of at least one decision.");
        var changeset = await ChangesetEndpoints.FindAsync(call, id);
        var reviews = new List<(FileReview, byte[]?)>(files.GetArrayLength());
        foreach (var entry in files.EnumerateArray())
        {
            var where = $"files[{reviews.Count}].";
            if (entry.ValueKind != JsonValueKind.Object) throw RequestRefused.Bad($"{where[..^1]} should be an object.");
            var number = JsonBody.Whole(entry, "id", where) ?? throw RequestRefused.Bad($"{where}id is missing; it is the number of the file in the changeset.");
            var file = changeset.Find(number) ?? throw new RequestRefused(StatusCodes.Status404NotFound, "FILE_NOT_FOUND", $"{where}id: this changeset has no file {number}.");
            reviews.Add(await ReadAsync(call, file, entry, where));
        }

        return ChangesetEndpoints.Answer(call, SyncCall.Value(await use.ExecuteAsync(call.Space, changeset.Id, reviews, call.Actor, call.Aborted)));
    }

    private static async ValueTask<(FileReview Review, byte[]? Amended)> ReadAsync(SyncCall call, ChangesetFile file, JsonElement body, string where)
    {
        var kind = KindOf(body, where);
        var content = Content(body, where);
        if (kind == DecisionKind.Amend && content is null) throw RequestRefused.Bad($"{where}amendedContent is missing: an amendment needs its content.");
        var hash = JsonBody.Text(body, "contentHash", where) ?? JsonBody.Text(body, "sha256", where);
        if (hash is not null && !await IsIncomingAsync(call, file, hash)) throw new RequestRefused(StatusCodes.Status409Conflict, "REVIEW_STALE", $"{file.Path} is not what contentHash says any more. Look again, and decide what is there now.", file.File.Value);
        var review = new FileReview
        {
            File = file.Number,
            Kind = kind,
            // What is larger than any version is none that a document has, and never another one.
            AgainstVersion = JsonBody.Whole(body, "againstVersion", where) is { } version ? (int)Math.Min(version, int.MaxValue) : null,
            // Bound to what was checked just now; whoever says nothing decides what is there.
            Seen = JsonBody.Text(body, "seen", where) ?? (hash is null ? null : file.Bound),
            Comment = JsonBody.Text(body, "comment", where),
        };
        return (review, kind == DecisionKind.Amend ? content : null);
    }

    // Text, or bytes of whatever else.
    private static byte[]? Content(JsonElement body, string where)
    {
        if (JsonBody.Text(body, "amendedContent", where) is { } text) return TextContent.Bytes(text);
        if (JsonBody.Text(body, "amendedBase64", where) is not { } encoded) return null;
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? bytes[..length] : throw RequestRefused.Bad($"{where}amendedBase64 is no base64.");
    }

    private static async ValueTask<bool> IsIncomingAsync(SyncCall call, ChangesetFile file, string given)
    {
        if (file.Hash is not { } hash) return false;
        if (ContentHash.TryParse(given.StartsWith("sha256:", StringComparison.Ordinal) ? given[7..] : given, out var strong)) return strong == hash;
        return given == Wyhash.Hex(await TextContent.ReadAsync(call.Ports.Blobs, hash, call.Aborted));
    }

    private static DecisionKind KindOf(JsonElement body, string where) => JsonBody.Text(body, "decision", where) switch
    {
        "accept" => DecisionKind.Accept,
        "reject" => DecisionKind.Reject,
        "amend" => DecisionKind.Amend,
        var other => throw RequestRefused.Bad($"{where}decision is '{other}'; it should be 'accept', 'reject' or 'amend'."),
    };
}
