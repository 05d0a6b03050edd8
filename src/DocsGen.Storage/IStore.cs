using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.Webhooks;

namespace DocsGen.Storage;

/// <summary>What every engine offers.</summary>
public interface IStore : IDisposable
{
    IBlobStore Blobs { get; }

    IArtifactStore Artifacts { get; }

    IRunStore Runs { get; }

    IRunLeases Leases { get; }

    IGarbageCollector Garbage { get; }

    /// <summary>Proves bytes, rows and tables.</summary>
    IStoreCheck Check { get; }

    ITokenStore Tokens { get; }

    /// <summary>Users, sessions, tokens, and the events of all of them.</summary>
    AccessPorts Access { get; }

    /// <summary>Spaces, changesets and documents.</summary>
    SyncPorts Sync { get; }

    /// <summary>Who is told of events.</summary>
    IWebhookStore Webhooks { get; }

    /// <summary>What is to be told to them.</summary>
    IDeliveryQueue Deliveries { get; }

    /// <summary>Tells that events may have come.</summary>
    IChangeSignal Changes { get; }

    /// <summary>Contents that a push may name by their hashes.</summary>
    IUploadStore Uploads { get; }

    /// <summary>Answers of requests that may come twice.</summary>
    IAnswerStore Answers { get; }

    /// <summary>Spaces row by row, for their verification.</summary>
    ISpaceRecords SpaceRecords { get; }
}
