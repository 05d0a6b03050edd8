namespace DocsGen.Storage;

/// <summary>The store could not be read or written: exit code 7. After a failed fsync nothing more is written until restart.</summary>
public class StoreFailedException(string message, Exception? inner = null) : Exception($"store.failed: {message}", inner);

/// <summary>An fsync failed, or the database had an I/O error: nothing that was written since the last one is known to be on the disk, and a second try may lie.</summary>
public sealed class DiskFailedException(string message, Exception? inner = null) : StoreFailedException(message, inner)
{
    /// <summary>What failed, in a part of a sentence.</summary>
    public string Cause { get; } = message;
}

/// <summary>Others kept the writer's lock for too long; the message names who holds it.</summary>
public sealed class StoreBusyException(string folder, TimeSpan waited, string holder, string? advice)
    : StoreFailedException($"{holder} is writing to the store {folder}, and nobody else could for {waited.TotalSeconds:0} seconds. {advice ?? "Try again when it is done."}");

/// <summary>The store was written by a newer version of DocsGen.</summary>
public sealed class StoreTooNewException(int found, int known)
    : StoreFailedException($"the store has schema {found}; this version of DocsGen knows up to {known}. Use the newer version.");

/// <summary>What is stored is not what DocsGen wrote there; reading further would be guessing.</summary>
public sealed class StoreDamagedException(string message, Exception? inner = null) : StoreFailedException(message, inner);
