using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.Calls;
using DocsGen.Core.Sync.UseCases;

namespace DocsGen.Client;

/// <summary>Calls on a server. What it refuses is answered as the use case behind it would have; what it cannot even be asked is a <see cref="ServerException"/>.</summary>
public sealed class ServerCalls(ServerConnection server) : ISpaceCalls, IChangesetCalls, IProposalCalls, IReviewCalls, IPublishCalls, IDocumentCalls
{
    private readonly Dictionary<SpaceSlug, ServerBlobs> blobs = [];

    public async ValueTask<IReadOnlyList<Space>> ListAsync(CancellationToken cancellationToken) =>
        Map(await server.GetAsync(null, "spaces", SyncJson.Wire.SpacesAnswer, cancellationToken), a => a.Spaces.Select(FromWire.Space).ToList());

    public async ValueTask<Space?> FindAsync(SpaceSlug slug, CancellationToken cancellationToken) =>
        await server.FindAsync(null, $"spaces/{slug}", SyncJson.Wire.SpaceAnswer, cancellationToken) is { } found ? Map(found, f => FromWire.Space(f.Space)) : null;

    public ValueTask<SyncAnswer<Space>> CreateAsync(SpaceSlug slug, string? name, SpacePolicy policy, CancellationToken cancellationToken) =>
        AskAsync(null, HttpMethod.Post, "spaces", JsonBody.Of(new(slug.Value, name, Element(policy)), SyncJson.Wire.SpaceRequest), SyncJson.Wire.SpaceAnswer, a => FromWire.Space(a.Space), cancellationToken);

    public ValueTask<SyncAnswer<Space>> SetPolicyAsync(Space space, SpacePolicy policy, CancellationToken cancellationToken) => ChangeAsync(space, new(Policy: Element(policy)), cancellationToken);

    public ValueTask<SyncAnswer<Space>> RaiseEpochAsync(Space space, CancellationToken cancellationToken) => ChangeAsync(space, new(RaiseEpoch: true), cancellationToken);

    public async ValueTask<Actor> WhoAsync(Space space, CancellationToken cancellationToken) => Map(await server.GetAsync(space.Slug.Value, "me", SyncJson.Wire.WhoAnswer, cancellationToken), a => Actor.Parse(a.Actor));

    public async ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(Space space, ChangesetFilter filter, CancellationToken cancellationToken)
    {
        var asked = new (string Name, string? Value)[]
        {
            ("limit", filter.Limit.ToString(CultureInfo.InvariantCulture)), ("beforeId", filter.Before?.ToString()), ("status", filter.Status?.ToWire()), ("author", filter.Author), ("path", filter.Path), ("q", filter.Text),
        };
        var route = $"changesets?{string.Join('&', asked.Where(a => a.Value is not null).Select(a => $"{a.Name}={Uri.EscapeDataString(a.Value!)}"))}";
        return Map(await server.GetAsync(space.Slug.Value, route, SyncJson.Wire.ChangesetsAnswer, cancellationToken), a => a.Changesets.Select(c => new ChangesetRow(FromWire.Changeset(c, []), FromWire.Summary(c.Summary))).ToList());
    }

    public async ValueTask<Changeset?> FindAsync(Space space, ChangesetId id, CancellationToken cancellationToken) =>
        await server.FindAsync(space.Slug.Value, $"changesets/{id}/files?content=none", SyncJson.Wire.FilesAnswer, cancellationToken) is { } found ? Map(found, Whole) : null;

    public ValueTask<SyncAnswer<MarkedChangeset>> MarkAsync(Space space, ChangesetId id, CancellationToken cancellationToken) => AskAsync(
        space,
        HttpMethod.Get,
        $"changesets/{id}/files?content=none&checks=1",
        null,
        SyncJson.Wire.FilesAnswer,
        a =>
        {
            var changeset = Whole(a);
            var marks = changeset.IsFinal ? [] : a.Files.Where(f => f.Applied is null).ToDictionary(f => f.Id, FromWire.Marks);
            return new MarkedChangeset(changeset, marks, [.. (a.OtherChecks ?? []).Select(FromWire.Check)]);
        },
        cancellationToken,
        id);

    public async ValueTask<IReadOnlyList<Comment>> CommentsAsync(Space space, ChangesetId id, CancellationToken cancellationToken) =>
        Map(await server.GetAsync(space.Slug.Value, $"changesets/{id}/comments", SyncJson.Wire.CommentsAnswer, cancellationToken), a => a.Comments.Select(FromWire.Comment).ToList());

    public async ValueTask<SyncAnswer<PushResult>> PushAsync(Space space, PushRequest request, CancellationToken cancellationToken)
    {
        var body = await new PushBody(StoreOf(space), space).OfAsync(request, cancellationToken);
        return await AskAsync(space, HttpMethod.Post, "push?content=none", body, SyncJson.Wire.PushAnswer, a => Pushed(space, a), cancellationToken);
    }

    public async ValueTask<SyncAnswer<PublishReport>> DryRunAsync(Space space, PushRequest request, CancellationToken cancellationToken)
    {
        var body = await new PushBody(StoreOf(space), space).OfAsync(request, cancellationToken);
        return await AskAsync(space, HttpMethod.Post, "dry-run", body, SyncJson.Wire.DryRunAnswer, a => FromWire.Report(a.Files), cancellationToken);
    }

    public async ValueTask<SyncAnswer<PushResult>> RevertAsync(Space space, ChangesetId id, string clientId, string? message, CancellationToken cancellationToken)
    {
        var body = JsonBody.Of(json =>
        {
            json.WriteString("clientChangesetId", clientId);
            if (message is not null) json.WriteString("message", message);
        });
        var made = await AskAsync(space, HttpMethod.Post, $"changesets/{id}/revert", body, SyncJson.Wire.ChangesetAnswer, a => new ChangesetId(a.Changeset.Id), cancellationToken, id);
        return await made.ThenAsync(async m => new PushResult(await RequireAsync(space, m, cancellationToken), await FindAsync(space.Slug, cancellationToken) ?? space, Replayed: false));
    }

    public ValueTask<SyncAnswer<PushResult>> RestoreAsync(Space space, FileId file, int version, string clientId, string? message, CancellationToken cancellationToken)
    {
        var body = JsonBody.Of(json =>
        {
            json.WriteNumber("version", version);
            json.WriteString("clientChangesetId", clientId);
            if (message is not null) json.WriteString("message", message);
        });
        return AskAsync(space, HttpMethod.Post, $"documents/{Uri.EscapeDataString(file.Value)}/restore?content=none", body, SyncJson.Wire.PushAnswer, a => Pushed(space, a), cancellationToken);
    }

    public ValueTask<SyncAnswer<Changeset>> WithdrawAsync(Space space, ChangesetId id, string reason, CancellationToken cancellationToken) =>
        MoveAsync(space, id, "withdraw", JsonBody.Of(json => json.WriteString("reason", reason)), cancellationToken);

    public ValueTask<SyncAnswer<Changeset>> SupersedeAsync(Space space, ChangesetId id, ChangesetId by, CancellationToken cancellationToken) =>
        MoveAsync(space, id, "supersede", JsonBody.Of(json => json.WriteNumber("by", by.Value)), cancellationToken);

    public ValueTask<SyncAnswer<Changeset>> DecideAsync(Space space, ChangesetId id, IReadOnlyList<(FileReview Review, byte[]? Amended)> reviews, CancellationToken cancellationToken) =>
        MoveAsync(
            space,
            id,
            "review",
            JsonBody.Of(json =>
            {
                json.WriteStartArray("files");
                foreach (var (review, amended) in reviews) Write(json, review, amended);
                json.WriteEndArray();
            }),
            cancellationToken);

    public ValueTask<SyncAnswer<Changeset>> DecideAllAsync(Space space, ChangesetId id, DecisionKind kind, string? comment, CancellationToken cancellationToken) =>
        MoveAsync(
            space,
            id,
            "review",
            JsonBody.Of(json =>
            {
                json.WriteString("decision", kind.ToWire());
                if (comment is not null) json.WriteString("comment", comment);
            }),
            cancellationToken);

    public ValueTask<SyncAnswer<ChangesetId>> CommentAsync(Space space, ChangesetId id, NewComment comment, CancellationToken cancellationToken) =>
        TalkAsync(space, id, "comments", JsonBody.Of(new(comment.Text, comment.File, comment.Lines?.From, comment.Lines?.To, comment.ReplyTo), SyncJson.Wire.CommentRequest), cancellationToken);

    public ValueTask<SyncAnswer<ChangesetId>> ResolveAsync(Space space, ChangesetId id, long comment, CancellationToken cancellationToken) =>
        TalkAsync(space, id, string.Create(CultureInfo.InvariantCulture, $"comments/{comment}/resolve"), null, cancellationToken);

    public ValueTask<SyncAnswer<ChangesetId>> ReopenAsync(Space space, ChangesetId id, long comment, CancellationToken cancellationToken) =>
        TalkAsync(space, id, string.Create(CultureInfo.InvariantCulture, $"comments/{comment}/reopen"), null, cancellationToken);

    public async ValueTask<SyncAnswer<RebaseResult>> RebaseAsync(Space space, ChangesetId id, CancellationToken cancellationToken) =>
        await (await AskAsync(space, HttpMethod.Post, $"changesets/{id}/rebase", null, SyncJson.Wire.RebaseAnswer, a => a, cancellationToken, id))
            .ThenAsync(async a => new RebaseResult(await RequireAsync(space, id, cancellationToken), a.Moved, a.Conflicts));

    public async ValueTask<SyncAnswer<DryRunResult>> DryRunAsync(Space space, ChangesetId id, PublishMode? mode, CancellationToken cancellationToken) =>
        await (await AskAsync(space, HttpMethod.Post, $"changesets/{id}/dry-run", ModeOf(mode), SyncJson.Wire.DryRunAnswer, a => a, cancellationToken, id))
            .ThenAsync(async a => new DryRunResult(await RequireAsync(space, id, cancellationToken), FromWire.Report(a.Files), a.Unmet));

    public async ValueTask<SyncAnswer<PublishResult>> PublishAsync(Space space, ChangesetId id, PublishMode? mode, CancellationToken cancellationToken) =>
        await (await AskAsync(space, HttpMethod.Post, $"changesets/{id}/publish", ModeOf(mode), SyncJson.Wire.PublishAnswer, a => a, cancellationToken, id))
            .ThenAsync(async a => new PublishResult(await RequireAsync(space, id, cancellationToken), FromWire.Report(a.Files), a.Replayed == true));

    public async ValueTask<IReadOnlyList<Document>> ListAsync(Space space, CancellationToken cancellationToken) =>
        Map(await server.GetAsync(space.Slug.Value, "documents", SyncJson.Wire.DocumentsAnswer, cancellationToken), a => a.Documents.Select(FromWire.Document).ToList());

    public async ValueTask<IReadOnlyList<Document>> FindAsync(Space space, IReadOnlyCollection<FileId> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0) return [];
        var body = JsonBody.Of(json =>
        {
            json.WriteStartArray("fileIds");
            foreach (var file in files) json.WriteStringValue(file.Value);
            json.WriteEndArray();
        });
        using var response = await server.SendAsync(space.Slug.Value, HttpMethod.Post, "documents/find", body, cancellationToken);
        return Map(await server.ReadAsync(await server.RequireAsync(response, cancellationToken), SyncJson.Wire.DocumentsAnswer, cancellationToken), a => a.Documents.Select(FromWire.Document).ToList());
    }

    public async ValueTask<IReadOnlyList<DocumentVersion>> HistoryAsync(Space space, FileId file, CancellationToken cancellationToken) =>
        await server.FindAsync(space.Slug.Value, $"documents/{Uri.EscapeDataString(file.Value)}/versions", SyncJson.Wire.VersionsAnswer, cancellationToken) is { } found ? Map(found, f => f.Versions.Select(FromWire.Version).ToList()) : [];

    public async ValueTask<T> PullAsync<T>(Space space, Cursor since, Func<PullHead, IAsyncEnumerable<PulledDocument>, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        var body = JsonBody.Of(json =>
        {
            json.WriteNumber("sinceCursor", since.Value);
            json.WriteBoolean("binaries", true);
        });
        using var response = await server.SendAsync(space.Slug.Value, HttpMethod.Post, "pull", body, cancellationToken);
        await server.RequireAsync(response, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var pulled = new PullStream(server, stream);
        try
        {
            return await read(await pulled.HeadAsync(cancellationToken), pulled.DocumentsAsync(cancellationToken));
        }
        catch (JsonException exception)
        {
            throw server.Foreign(response.StatusCode, exception);
        }
    }

    public IBlobStore BlobsOf(Space space) => StoreOf(space);

    private ServerBlobs StoreOf(Space space)
    {
        if (!blobs.TryGetValue(space.Slug, out var store)) blobs[space.Slug] = store = new(server, space.Slug);
        return store;
    }

    private ValueTask<SyncAnswer<Space>> ChangeAsync(Space space, SpaceRequest change, CancellationToken cancellationToken) =>
        AskAsync(null, HttpMethod.Put, $"spaces/{space.Slug}", JsonBody.Of(change, SyncJson.Wire.SpaceRequest), SyncJson.Wire.SpaceAnswer, a => FromWire.Space(a.Space), cancellationToken);

    // What moved a changeset answers its head; commands print it with its files.
    private async ValueTask<SyncAnswer<Changeset>> MoveAsync(Space space, ChangesetId id, string verb, Func<HttpContent> body, CancellationToken cancellationToken) =>
        await (await AskAsync(space, HttpMethod.Post, $"changesets/{id}/{verb}", body, SyncJson.Wire.ChangesetAnswer, a => a, cancellationToken, id)).ThenAsync(_ => RequireAsync(space, id, cancellationToken));

    private ValueTask<SyncAnswer<ChangesetId>> TalkAsync(Space space, ChangesetId id, string route, Func<HttpContent>? body, CancellationToken cancellationToken) =>
        AskAsync(space, HttpMethod.Post, $"changesets/{id}/{route}", body, SyncJson.Wire.CommentsAnswer, _ => id, cancellationToken, id);

    private async ValueTask<Changeset> RequireAsync(Space space, ChangesetId id, CancellationToken cancellationToken) =>
        await FindAsync(space, id, cancellationToken) ?? throw server.Foreign(HttpStatusCode.NotFound, null);

    private async ValueTask<SyncAnswer<T>> AskAsync<TWire, T>(
        Space? space, HttpMethod method, string route, Func<HttpContent>? body, JsonTypeInfo<TWire> form, Func<TWire, T> map, CancellationToken cancellationToken, ChangesetId? about = null)
    {
        using var response = await server.SendAsync(space?.Slug.Value, method, route, body, cancellationToken);
        if (response.IsSuccessStatusCode) return new SyncAnswer<T>.Done(Map(await server.ReadAsync(response, form, cancellationToken), map));
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500) await server.RequireAsync(response, cancellationToken);
        var refused = await server.RefusalAsync(response, cancellationToken);
        // The protocol has a sentence of its own for this one, which says less than the command's.
        return refused.Code == "CHANGESET_NOT_FOUND" && about is { } id && space is not null ? Refusals.NoChangeset<T>(space, id) : new SyncAnswer<T>.Refused(refused.Code, refused.Error);
    }

    private T Map<TWire, T>(TWire wire, Func<TWire, T> map)
    {
        try
        {
            return map(wire);
        }
        catch (FormatException exception)
        {
            throw server.Foreign(null, exception);
        }
    }

    private static Changeset Whole(FilesAnswer answer) => FromWire.Changeset(answer.Changeset ?? throw new FormatException("the files come without their changeset"), answer.Files);

    private static PushResult Pushed(Space space, PushAnswer answer) =>
        new(FromWire.Changeset(answer.Changeset, answer.Files), space with { Epoch = new Cursor(answer.SpaceCursor ?? 0).Epoch, Sequence = new Cursor(answer.SpaceCursor ?? 0).Sequence }, answer.Replayed);

    private static JsonElement Element(SpacePolicy policy)
    {
        using var json = JsonDocument.Parse(policy.ToJson());
        return json.RootElement.Clone();
    }

    private static Func<HttpContent>? ModeOf(PublishMode? mode) => mode is null ? null : JsonBody.Of(json => json.WriteString("mode", mode == PublishMode.PerFile ? "per_file" : "atomic"));

    private static void Write(Utf8JsonWriter json, FileReview review, byte[]? amended)
    {
        json.WriteStartObject();
        json.WriteNumber("id", review.File);
        json.WriteString("decision", review.Kind.ToWire());
        if (review.Seen is { } seen) json.WriteString("seen", seen);
        if (review.AgainstVersion is { } against) json.WriteNumber("againstVersion", against);
        if (review.Comment is { } comment) json.WriteString("comment", comment);
        if (amended is not null && TextContent.Of(amended) is { } text) json.WriteString("amendedContent", text);
        else if (amended is not null) json.WriteBase64String("amendedBase64", amended);
        json.WriteEndObject();
    }
}
