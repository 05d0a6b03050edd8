using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DocsGen.Storage.Files;

/// <summary>
/// The few system calls that .NET hides or softens on Linux: it swallows fsync's errors, cannot open a folder to sync it, and moves files by
/// check and rename. EINTR is retried; every other error is thrown as <see cref="StoreFailedException"/>,
/// that of fsync as <see cref="DiskFailedException"/>.
/// </summary>
internal static partial class Posix
{
    private const int OpenReadOnly = 0;
    private const int OpenReadWrite = 2;
    private const int OpenCreate = 0x40;
    private const int OpenCloseOnExec = 0x80000;
    private const int OwnerReadsAndWrites = 0x1A4;
    private const int NoSuchProcess = 3;
    private const int Interrupted = 4;
    private const int FileExists = 17;
    private const int WouldBlock = 11;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int LockUnlock = 8;

    /// <summary>Makes a written file's bytes durable.</summary>
    public static void SyncFile(SafeHandle file, string path) => Retry(() => Fsync(file), "fsync", path);

    /// <summary>Makes the names in a folder durable.</summary>
    public static void SyncFolder(string folder)
    {
        var descriptor = Retry(() => Open(folder, OpenReadOnly | OpenCloseOnExec), "open", folder);
        try
        {
            Retry(() => FsyncDescriptor(descriptor), "fsync", folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Opens a file to lock it, made when it is not there. A FileStream would take a shared lock of .NET's own while it opens.</summary>
    public static SafeFileHandle OpenForLocking(string path) =>
        new(Retry(() => OpenWithMode(path, OpenReadWrite | OpenCreate | OpenCloseOnExec, OwnerReadsAndWrites), "open", path), ownsHandle: true);

    /// <summary>Gives a file a second name; false when that name is taken.</summary>
    public static bool TryLink(string existing, string name)
    {
        while (Link(existing, name) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == FileExists) return false;
            if (error != Interrupted) throw Failure("link", name, error);
        }

        return true;
    }

    /// <summary>Sets a file's times to now, which its owner may do even where it is read-only.</summary>
    public static void Touch(string path) => Retry(() => Utimes(path, 0), "utimes", path);

    /// <summary>Whether no process has this id; one that we may not signal, or not even see in /proc, is there.</summary>
    public static bool IsGone(int process) => Kill(process, 0) != 0 && Marshal.GetLastPInvokeError() == NoSuchProcess;

    /// <summary>Takes the exclusive advisory lock of an open file; false when another process holds it.</summary>
    public static bool TryLock(SafeHandle file, string path)
    {
        while (Flock(file, LockExclusive | LockNonBlocking) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == WouldBlock) return false;
            if (error != Interrupted) throw Failure("flock", path, error);
        }

        return true;
    }

    public static void Unlock(SafeHandle file, string path) => Retry(() => Flock(file, LockUnlock), "flock", path);

    private static int Retry(Func<int> call, string name, string path)
    {
        while (true)
        {
            var result = call();
            if (result >= 0) return result;
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted) throw Failure(name, path, error);
        }
    }

    private static StoreFailedException Failure(string call, string path, int error)
    {
        var message = $"{call} failed on {path}: {new Win32Exception(error).Message} ({error})";
        return call == "fsync" ? new DiskFailedException(message) : new StoreFailedException(message);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenWithMode(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FsyncDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    // No times mean now.
    [LibraryImport("libc", EntryPoint = "utimes", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Utimes(string path, nint times);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeHandle file, int operation);
}
