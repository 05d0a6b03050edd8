using System.Runtime.InteropServices;
using System.Text;

namespace DocsGen.Agents;

/// <summary>A name that is no UTF-8, as it can be shown: the bytes that are no character as <c>\xFF</c>.</summary>
/// <param name="Shown">The name.</param>
/// <param name="IsFolder">Whether it is a folder's; a link's is not.</param>
public sealed record OddName(string Shown, bool IsFolder);

/// <summary>
/// What .NET does not tell of names: it shows bytes that are no UTF-8 as U+FFFD, and cannot open what it shows; and it follows links one at a time, so that
/// where a path leads in the end is not known.
/// </summary>
public static unsafe partial class FolderNames
{
    // Of a directory entry, on every 64-bit Linux: inode and offset, 8 bytes each, length, 2 bytes, and then these.
    private const int TypeOffset = 18;
    private const int NameOffset = 19;
    private const byte FolderType = 4;

    /// <summary>The names in a folder that are no UTF-8, in the order of their bytes.</summary>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    public static IReadOnlyList<OddName> NotUtf8In(string folder)
    {
        var names = new List<OddName>();
        var stream = OpenFolder(folder);
        if (stream == 0) throw new IOException($"{folder} cannot be listed: {Marshal.GetLastPInvokeErrorMessage()}.");
        try
        {
            while (ReadFolder(stream) is not 0 and var entry)
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)entry + NameOffset);
                if (!System.Text.Unicode.Utf8.IsValid(name)) names.Add(new(Escaped(name), ((byte*)entry)[TypeOffset] == FolderType));
            }
        }
        finally
        {
            _ = CloseFolder(stream);
        }

        names.Sort((l, r) => string.CompareOrdinal(l.Shown, r.Shown));
        return names;
    }

    /// <summary>The path itself, without any link in it; null where it leads nowhere.</summary>
    public static string? RealPath(string path)
    {
        var found = Resolve(path, 0);
        try
        {
            return found == 0 ? null : Marshal.PtrToStringUTF8(found);
        }
        finally
        {
            NativeMemory.Free((void*)found);
        }
    }

    private static string Escaped(ReadOnlySpan<byte> name)
    {
        var shown = new StringBuilder();
        while (!name.IsEmpty)
        {
            var isText = Rune.DecodeFromUtf8(name, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (isText) shown.Append(rune);
            else foreach (var value in name[..length]) shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{value:X2}");
            name = name[length..];
        }

        return shown.ToString();
    }

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenFolder(string path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    private static partial nint ReadFolder(nint stream);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseFolder(nint stream);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Resolve(string path, nint buffer);
}
