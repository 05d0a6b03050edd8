using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;

namespace DocsGen.Storage;

/// <summary>What every engine offers to runs.</summary>
public interface IStore : IDisposable
{
    IBlobStore Blobs { get; }

    IArtifactStore Artifacts { get; }

    IRunStore Runs { get; }

    IRunLeases Leases { get; }

    IGarbageCollector Garbage { get; }
}
