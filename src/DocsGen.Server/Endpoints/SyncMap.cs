using DocsGen.Contracts;
using DocsGen.Server.Answers;
using DocsGen.Server.Requests;

namespace DocsGen.Server.Endpoints;

/// <summary>Which route leads where.</summary>
internal static class SyncMap
{
    public static void Map(RouteGroupBuilder sync)
    {
        sync.MapPost("/push", (Delegate)PushEndpoint.HandleAsync).WithMetadata(new KeepsAnswers());
        sync.MapPost("/pull", PullEndpoint.PullAsync);
        sync.MapGet("/status", PullEndpoint.StatusAsync);
        sync.MapGet("/events", EventsEndpoint.StreamAsync);
        sync.MapPost("/dry-run", (Delegate)DryRunEndpoints.PushAsync);
        sync.MapGet("/me", (Delegate)SpaceEndpoints.MeAsync);
        sync.MapGet("/spaces", (Delegate)SpaceEndpoints.ListAsync).WithTag();
        sync.MapPost("/spaces", (Delegate)SpaceEndpoints.CreateAsync).WithMetadata(new KeepsAnswers(IsOfSpace: false));
        sync.MapGet("/spaces/{slug}", SpaceEndpoints.ShowAsync);
        sync.MapPut("/spaces/{slug}", SpaceEndpoints.ChangeAsync).WithMetadata(new KeepsAnswers(IsOfSpace: false));
        sync.MapPost("/blobs", (Delegate)BlobEndpoints.BatchAsync);
        sync.MapPut("/blobs/{sha256}", BlobEndpoints.PutAsync).WithMetadata(new OwnBodyLimit());
        sync.MapGet("/blobs/{sha256}", BlobEndpoints.GetAsync);
        MapWebhooks(sync.MapGroup("/webhooks"));
        MapDocuments(sync.MapGroup("/documents"));
        foreach (var name in SyncRoutes.Changesets) MapChangesets(sync.MapGroup("/" + name));
    }

    private static void MapWebhooks(RouteGroupBuilder webhooks)
    {
        webhooks.MapGet("", (Delegate)WebhookEndpoints.ListAsync);
        webhooks.MapPost("", (Delegate)WebhookEndpoints.AddAsync).WithMetadata(new KeepsAnswers());
        webhooks.MapDelete("/{webhook}", WebhookEndpoints.RemoveAsync).WithMetadata(new KeepsAnswers());
        webhooks.MapGet("/{webhook}/deliveries", WebhookEndpoints.DeliveriesAsync);
        webhooks.MapPost("/{webhook}/deliveries/{delivery}/redeliver", WebhookEndpoints.RedeliverAsync).WithMetadata(new KeepsAnswers());
    }

    private static void MapDocuments(RouteGroupBuilder documents)
    {
        documents.MapGet("", DocumentEndpoints.ListAsync);
        documents.MapPost("/find", (Delegate)FindDocuments.FindAsync);
        documents.MapGet("/{fileId}", DocumentEndpoints.ShowAsync).WithTag();
        documents.MapGet("/{fileId}/versions", DocumentEndpoints.VersionsAsync).WithTag();
        documents.MapGet("/{fileId}/versions/{version}", (HttpContext http, string fileId, string version) => DocumentEndpoints.VersionAsync(http, fileId, version)).WithTag(isImmutable: true);
        documents.MapGet("/{fileId}/diff", DocumentEndpoints.DiffAsync).WithTag();
        documents.MapGet("/{fileId}/content", ContentEndpoint.GetAsync);
        documents.MapPost("/{fileId}/restore", DocumentEndpoints.RestoreAsync).WithMetadata(new KeepsAnswers());
    }

    private static void MapChangesets(RouteGroupBuilder changesets)
    {
        changesets.MapGet("", (Delegate)ChangesetEndpoints.ListAsync);
        changesets.MapGet("/{id}", ChangesetEndpoints.ShowAsync).WithTag();
        changesets.MapGet("/{id}/files", ChangesetEndpoints.FilesAsync).WithTag();
        changesets.MapGet("/{id}/files/{fileId}", ChangesetEndpoints.FileAsync).WithTag();
        changesets.MapPatch("/{id}/files/{fileId}/review", ReviewEndpoint.OneAsync).WithMetadata(new KeepsAnswers());
        changesets.MapPost("/{id}/review", ReviewEndpoint.ManyAsync).WithMetadata(new KeepsAnswers());
        changesets.MapPost("/{id}/publish", PublishEndpoint.PublishAsync).WithMetadata(new KeepsAnswers());
        changesets.MapPost("/{id}/dry-run", DryRunEndpoints.ChangesetAsync);
        changesets.MapPost("/{id}/rebase", PublishEndpoint.RebaseAsync).WithMetadata(new KeepsAnswers());
        changesets.MapPost("/{id}/revert", PublishEndpoint.RevertAsync).WithMetadata(new KeepsAnswers());
        changesets.MapPost("/{id}/withdraw", PublishEndpoint.WithdrawAsync).WithMetadata(new KeepsAnswers());
        changesets.MapPost("/{id}/supersede", PublishEndpoint.SupersedeAsync).WithMetadata(new KeepsAnswers());
        changesets.MapGet("/{id}/comments", CommentEndpoints.ListAsync).WithTag();
        changesets.MapPost("/{id}/comments", CommentEndpoints.AddAsync).WithMetadata(new KeepsAnswers());
        changesets.MapPost("/{id}/comments/{comment}/resolve", CommentEndpoints.ResolveAsync).WithMetadata(new KeepsAnswers());
        changesets.MapPost("/{id}/comments/{comment}/reopen", CommentEndpoints.ReopenAsync).WithMetadata(new KeepsAnswers());
    }
}
