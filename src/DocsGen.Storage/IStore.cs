using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Sync;

namespace DocsGen.Storage;

/// <summary>What every engine offers.</summary>
public interface IStore : IDisposable
{
    IBlobStore Blobs { get; }

    IArtifactStore Artifacts { get; }

    IRunStore Runs { get; }

    IRunLeases Leases { get; }

    IGarbageCollector Garbage { get; }

    ITokenStore Tokens { get; }

    /// <summary>Users, sessions, tokens, and the events of all of them.</summary>
    AccessPorts Access { get; }

    /// <summary>Spaces, changesets and documents.</summary>
    SyncPorts Sync { get; }

    /// <summary>Spaces row by row, for their verification.</summary>
    ISpaceRecords SpaceRecords { get; }
}
