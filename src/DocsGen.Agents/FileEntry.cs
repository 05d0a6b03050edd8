using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DocsGen.Agents;

/// <summary>What a folder knows of a file that .NET does not tell.</summary>
/// <param name="Names">How many names it has: more than one with hard links.</param>
/// <param name="Owner">The number of the user whose it is.</param>
/// <param name="Group">The number of the group whose it is.</param>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct FileEntry(uint Names, uint Owner, uint Group)
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicFacts = 0x7FF;

    // Of the structure that the kernel fills, the same on every Linux.
    private const int FactsLength = 256;
    private const int NamesOffset = 16;
    private const int OwnerOffset = 20;
    private const int GroupOffset = 24;

    /// <summary>Of the file at a path, or of the link.</summary>
    /// <exception cref="IOException">There is none, or it cannot be asked about.</exception>
    public static FileEntry Of(string path)
    {
        Span<byte> facts = stackalloc byte[FactsLength];
        if (Ask(CurrentFolder, path, NoFollow, BasicFacts, facts) != 0) throw new IOException($"{path} cannot be looked at: {Marshal.GetLastPInvokeErrorMessage()}.");
        return new(BinaryPrimitives.ReadUInt32LittleEndian(facts[NamesOffset..]), BinaryPrimitives.ReadUInt32LittleEndian(facts[OwnerOffset..]), BinaryPrimitives.ReadUInt32LittleEndian(facts[GroupOffset..]));
    }

    /// <summary>Gives a file to this owner and group; false where this user may not.</summary>
    public bool TryGive(string path) => Give(path, Owner, Group) == 0;

    /// <summary>Makes a written file's bytes durable; .NET does so too, but does not say when it failed.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void Sync(SafeFileHandle file, string path)
    {
        if (Flush(file) != 0) throw new IOException($"{path} cannot be written: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Ask(int folder, string path, int flags, uint mask, Span<byte> facts);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Give(string path, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(SafeFileHandle file);
}
