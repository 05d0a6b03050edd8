using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.TestSupport;

namespace DocsGen.Storage.Tests;

[Collection("postgres")]
public sealed class PostgresSyncTests(ScratchPostgres server) : SyncStoreContract, IDisposable
{
    private readonly PostgresStore store = PostgresStore.Open(DatabaseAddress.Parse(server.NewDatabase()), TimeProvider.System, System.IO.Path.GetRandomFileName);

    protected override SyncPorts Sync => store.Sync;

    protected override IGarbageCollector Garbage => store.Garbage;

    protected override int Lives => 50;

    public void Dispose() => store.Dispose();
}
