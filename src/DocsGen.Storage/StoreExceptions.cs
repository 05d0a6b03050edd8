namespace DocsGen.Storage;

/// <summary>The store could not be read or written: exit code 7. After a failed fsync nothing more is written until restart.</summary>
public class StoreFailedException(string message, Exception? inner = null) : Exception($"store.failed: {message}", inner);

/// <summary>Content was not taken: the disk is full or refuses, or it was collected meanwhile. Nothing names it, everything else is as it was, and the store goes on.</summary>
public sealed class NotStagedException(string message, Exception? inner = null) : StoreFailedException(message, inner);

/// <summary>Others kept the writer's lock for too long; the message names who holds it.</summary>
public sealed class StoreBusyException(string folder, TimeSpan waited, string holder, string? advice)
    : StoreFailedException($"{holder} is writing to the store {folder}, and nobody else could for {waited.TotalSeconds:0} seconds. {advice ?? "Try again when it is done."}");

/// <summary>The store was written by a newer version of DocsGen.</summary>
public sealed class StoreTooNewException(int found, int known)
    : StoreFailedException($"the store has schema {found}; this version of DocsGen knows up to {known}. Use the newer version.");
