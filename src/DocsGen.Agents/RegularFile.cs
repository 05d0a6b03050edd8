using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DocsGen.Agents;

/// <summary>
/// Opens files that must be files. .NET waits for ever when it opens a pipe that nobody writes to, and cannot tell one beforehand; so the file is opened
/// without waiting, and judged by what was opened.
/// </summary>
public static partial class RegularFile
{
    private const int ReadOnlyNonBlockingCloseOnExec = 0x80800;
    private const int NoEntry = 2;
    private const int Denied = 13;

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">It is a link, folder, pipe, socket or device, or cannot be read.</exception>
    public static FileStream Open(string path)
    {
        if (new FileInfo(path).LinkTarget is not null) throw new IOException($"{path} is a link; give the file itself.");
        var handle = Open(path, ReadOnlyNonBlockingCloseOnExec);
        if (handle.IsInvalid)
        {
            throw Marshal.GetLastPInvokeError() switch
            {
                NoEntry => new FileNotFoundException($"There is no file {path}.", path),
                Denied => new IOException($"{path} may not be read by this user."),
                _ => new IOException($"{path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}."),
            };
        }

        var stream = Directory.Exists(path) ? null : new FileStream(handle, FileAccess.Read, bufferSize: 0);
        if (stream is { CanSeek: true }) return stream;
        handle.Dispose();
        throw new IOException($"{path} is not a regular file.");
    }

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="IOException">As <see cref="Open(string)"/>, or it holds more bytes than the limit.</exception>
    public static byte[] Read(string path, int limit)
    {
        using var stream = Open(path);
        if (stream.Length > limit) throw new IOException($"{path} has {stream.Length} bytes; at most {limit} are taken.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
