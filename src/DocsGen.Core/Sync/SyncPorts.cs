using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>What the use cases of sync need from the world.</summary>
public sealed record SyncPorts(ISpaceStore Spaces, IChangesetStore Changesets, IDocumentStore Documents, IBlobStore Blobs);
