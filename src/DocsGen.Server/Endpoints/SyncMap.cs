using DocsGen.Contracts;
using DocsGen.Server.Answers;
using DocsGen.Server.Reference;
using DocsGen.Server.Requests;
using DocsGen.Server.Telemetry;

namespace DocsGen.Server.Endpoints;

/// <summary>Which route leads where, and what the reference says of it.</summary>
internal static class SyncMap
{
    private const string OneFile = """{"clientChangesetId":"c-1","message":"A first page","ops":[{"type":"upsert","fileId":"F1","serverPath":"docs/a.md","baseVersion":0,"content":"# A page\n"}]}""";

    /// <summary>Maps all of them. Only those under their first name are in the reference.</summary>
    public static void Map(WebApplication app)
    {
        foreach (var prefix in SyncRoutes.Prefixes)
        {
            var sync = app.MapGroup(prefix);
            if (prefix != SyncRoutes.Prefixes[0]) sync.ExcludeFromDescription();
            MapExchange(sync);
            MapSpaces(sync);
            MapBlobs(sync);
            MapDocuments(sync.MapGroup("/documents"));
            WebhookMap.Map(sync.MapGroup("/webhooks"));
            foreach (var name in SyncRoutes.Changesets)
            {
                var changesets = sync.MapGroup("/" + name);
                if (name != SyncRoutes.Changesets[0]) changesets.ExcludeFromDescription();
                ChangesetMap.Map(changesets);
            }
        }
    }

    private static void MapExchange(RouteGroupBuilder sync)
    {
        sync.MapPost("/push", (Delegate)PushEndpoint.HandleAsync).WithMetadata(new KeepsAnswers()).Watched("push")
            .Describe(new() { Tag = "Exchange", Summary = "Stores a proposal. The same again is answered with replayed: true.", Scope = "push", Request = typeof(PushForm), Example = OneFile, Answer = typeof(PushAnswer), Query = [("content", "none leaves contents out")] });
        sync.MapPost("/dry-run", (Delegate)DryRunEndpoints.PushAsync)
            .Describe(new() { Tag = "Exchange", Summary = "A push that stores nothing: what a publish would say if all of it were accepted.", Scope = "push", Request = typeof(PushForm), Example = OneFile, Answer = typeof(DryRunAnswer) });
        sync.MapPost("/pull", (Delegate)PullEndpoint.PullAsync).Watched("pull", isWrite: false)
            .Describe(new() { Tag = "Exchange", Summary = "What changed after a cursor, in one snapshot.", Scope = "read", Request = typeof(PullForm), Example = """{"sinceCursor":0}""", Answer = typeof(PullForms) });
        sync.MapGet("/status", (Delegate)PullEndpoint.StatusAsync)
            .Describe(new() { Tag = "Exchange", Summary = "The space's cursor and its files.", Scope = "read", Answer = typeof(StatusAnswer), Statuses = [304], Query = [("summary", "1 leaves the list out")] });
        sync.MapGet("/events", EventsEndpoint.StreamAsync).Watched("events", isWrite: false)
            .Describe(new() { Tag = "Exchange", Summary = "The space's events, as they happen.", Scope = "read", AnswerType = "text/event-stream", Query = [("after", "the number of the last event that is known")] });
    }

    private static void MapSpaces(RouteGroupBuilder sync)
    {
        sync.MapGet("/me", (Delegate)SpaceEndpoints.MeAsync)
            .Describe(new() { Tag = "Spaces", Summary = "Who the caller is, and what they may do in the space.", Scope = "read", Answer = typeof(WhoAnswer) });
        sync.MapGet("/spaces", (Delegate)SpaceEndpoints.ListAsync).WithTag()
            .Describe(new() { Tag = "Spaces", Summary = "The spaces that the caller may read.", Scope = "read", Answer = typeof(SpacesAnswer), Statuses = [304] });
        sync.MapPost("/spaces", (Delegate)SpaceEndpoints.CreateAsync).WithMetadata(new KeepsAnswers(IsOfSpace: false)).Watched("space.create")
            .Describe(new() { Tag = "Spaces", Summary = "Makes a space.", Scope = "admin", Request = typeof(SpaceForm), Example = """{"slug":"team","name":"The team","policy":{"approvals":1}}""", Answer = typeof(SpaceAnswer) });
        sync.MapGet("/spaces/{slug}", SpaceEndpoints.ShowAsync)
            .Describe(new() { Tag = "Spaces", Summary = "One space.", Scope = "read", Answer = typeof(SpaceAnswer), Statuses = [304] });
        sync.MapPut("/spaces/{slug}", SpaceEndpoints.ChangeAsync).WithMetadata(new KeepsAnswers(IsOfSpace: false)).Watched("space.change")
            .Describe(new() { Tag = "Spaces", Summary = "Sets a space's policy, or raises its epoch. If-Match guards against what others did meanwhile.", Scope = "admin", Request = typeof(SpaceForm), Example = """{"policy":{"approvals":1}}""", Answer = typeof(SpaceAnswer), Statuses = [412] });
    }

    private static void MapBlobs(RouteGroupBuilder sync)
    {
        sync.MapPost("/blobs", (Delegate)BlobEndpoints.BatchAsync).Watched("upload")
            .Describe(new() { Tag = "Contents", Summary = "Asks which contents are there, and brings some.", Scope = "push", Request = typeof(BlobsForm), Example = """{"ask":["2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"],"blobs":[{"sha256":"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824","content":"hello"}]}""", Answer = typeof(BlobsAnswer) });
        sync.MapPut("/blobs/{sha256}", BlobEndpoints.PutAsync).WithMetadata(new OwnBodyLimit()).Watched("upload")
            .Describe(new() { Tag = "Contents", Summary = "Brings one content as it is.", Scope = "push", TakesBytes = true, Example = "hello", Answer = typeof(BlobsAnswer) });
        sync.MapGet("/blobs/{sha256}", BlobEndpoints.GetAsync)
            .Describe(new() { Tag = "Contents", Summary = "The bytes of a content that the space holds, or that the caller uploaded.", Scope = "read", AnswerType = "application/octet-stream", Statuses = [304] });
    }

    private static void MapDocuments(RouteGroupBuilder documents)
    {
        documents.MapGet("", (Delegate)DocumentEndpoints.ListAsync)
            .Describe(new() { Tag = "Documents", Summary = "The live documents, by path.", Scope = "read", Answer = typeof(DocumentsAnswer), Statuses = [304], Query = [("path", "only the one that lives there"), ("after", "only those after this path"), ("limit", "most documents")] });
        documents.MapPost("/find", (Delegate)FindDocuments.FindAsync)
            .Describe(new() { Tag = "Documents", Summary = "Many documents by their ids, tombstones too.", Scope = "read", Request = typeof(FindForm), Example = """{"fileIds":["F1"]}""", Answer = typeof(DocumentsAnswer) });
        documents.MapGet("/{fileId}", DocumentEndpoints.ShowAsync).WithTag()
            .Describe(new() { Tag = "Documents", Summary = "A document, or the tombstone of one.", Scope = "read", Answer = typeof(DocumentAnswer), Statuses = [304] });
        documents.MapGet("/{fileId}/versions", DocumentEndpoints.VersionsAsync).WithTag()
            .Describe(new() { Tag = "Documents", Summary = "Every version of a document, oldest first.", Scope = "read", Answer = typeof(VersionsAnswer), Statuses = [304] });
        documents.MapGet("/{fileId}/versions/{version}", (HttpContext http, string fileId, string version) => DocumentEndpoints.VersionAsync(http, fileId, version)).WithTag(isImmutable: true)
            .Describe(new() { Tag = "Documents", Summary = "One version of a document.", Scope = "read", Answer = typeof(VersionWire), Statuses = [304] });
        documents.MapGet("/{fileId}/diff", DocumentEndpoints.DiffAsync).WithTag()
            .Describe(new() { Tag = "Documents", Summary = "Two versions compared, as a unified diff.", Scope = "read", Answer = typeof(DocumentDiffAnswer), Statuses = [304], Query = [("from", "the earlier version"), ("to", "the later version")] });
        documents.MapGet("/{fileId}/content", ContentEndpoint.GetAsync)
            .Describe(new() { Tag = "Documents", Summary = "The bytes of a document, or of one of its versions.", Scope = "read", AnswerType = "application/octet-stream", Statuses = [304], Query = [("version", "which one; the live one without it")] });
        documents.MapPost("/{fileId}/restore", DocumentEndpoints.RestoreAsync).WithMetadata(new KeepsAnswers()).Watched("restore")
            .Describe(new() { Tag = "Documents", Summary = "Proposes to bring an earlier version back.", Scope = "push", Request = typeof(RestoreForm), Example = """{"version":1}""", Answer = typeof(PushAnswer) });
    }
}
