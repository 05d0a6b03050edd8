using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Tests;

public sealed class EmbeddedSyncTests : SyncStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly EmbeddedStore store;

    public EmbeddedSyncTests() => store = folder.OpenStore();

    protected override SyncPorts Sync => store.Sync;

    protected override IGarbageCollector Garbage => store.Garbage;

    protected override int Lives => 200;

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }
}
