namespace DocsGen.Storage;

/// <summary>The store could not be read or written: exit code 7. After a failed fsync nothing more is written until restart.</summary>
public class StoreFailedException(string message, Exception? inner = null) : Exception($"store.failed: {message}", inner);

/// <summary>Other processes kept the writer's lock for too long.</summary>
public sealed class StoreBusyException(string path, TimeSpan waited)
    : StoreFailedException($"another process has been writing to {path} for {waited.TotalSeconds:0} seconds. Try again when it is done.");

/// <summary>The store was written by a newer version of DocsGen.</summary>
public sealed class StoreTooNewException(int found, int known)
    : StoreFailedException($"the store has schema {found}; this version of DocsGen knows up to {known}. Use the newer version.");
