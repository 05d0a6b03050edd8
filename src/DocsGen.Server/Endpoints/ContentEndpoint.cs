using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;

namespace DocsGen.Server.Endpoints;

/// <summary><c>GET /documents/{fileId}/content</c>: the bytes of a document, or of one of its versions.</summary>
internal static class ContentEndpoint
{
    public static async Task GetAsync(HttpContext http, string fileId)
    {
        var call = await SyncCall.OpenAsync(http);
        var file = DocumentEndpoints.IdOf(fileId);
        var isFixed = http.Request.Query["version"] is [{ Length: > 0 }];
        var (path, hash, version) = isFixed ? Of(await DocumentEndpoints.VersionAsync(call, file, RouteNumbers.Version("version", http.Request.Query["version"]!))) : Of(await DocumentEndpoints.FindAsync(call, file));
        if (hash is not { } known) throw new RequestRefused(StatusCodes.Status404NotFound, "VERSION_NOT_FOUND", $"Version {version} of {path} is its delete: it has no content.");
        // The name is a part of the answer: a document that moved is another one.
        if (Conditional.IsKnown(http, $"{known.Value[..32]}-{ContentHash.Of(path.Value).Value[..8]}", isFixed)) return;
        await using var bytes = await call.Ports.Blobs.OpenAsync(known, call.Aborted);
        await RawContent.SendAsync(http, bytes, path.Value);
    }

    private static (ServerPath Path, ContentHash? Hash, int Version) Of(Document document) => (document.Path, document.Hash, document.Version);

    private static (ServerPath Path, ContentHash? Hash, int Version) Of(DocumentVersion version) => (version.Path, version.Hash, version.Version);
}
