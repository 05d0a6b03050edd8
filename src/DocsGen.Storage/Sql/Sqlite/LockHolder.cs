using System.Reflection;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>
/// Who holds the writer's lock: each new holder writes it into the lock's own file, so that whoever waits in vain can say for whom. It is a courtesy and guards nothing:
/// the kernel knows who holds the lock, and what cannot be read or written here changes nothing but that the holder takes over from whom it does not know.
/// </summary>
internal static class LockHolder
{
    private const int MostBytes = 512;

    // Never the command line, which may hold a password.
    private static readonly Lazy<byte[]> Self = new(() => Encoding.UTF8.GetBytes($"{LocalProcess.Current}\t{Assembly.GetEntryAssembly()?.GetName().Name}\t{Environment.MachineName}\n"));

    /// <summary>Whether this process was the last to hold the lock, as far as can be told.</summary>
    public static bool IsSigned(SafeFileHandle file)
    {
        try
        {
            return Read(file).SequenceEqual(Self.Value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes this process into the file.</summary>
    public static void Sign(SafeFileHandle file)
    {
        try
        {
            RandomAccess.Write(file, Self.Value, 0);
            RandomAccess.SetLength(file, Self.Value.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk, say. The work itself may still go through.
        }
    }

    /// <summary>Who holds the lock, in words, and what to do about it where it is known that it will not let go by itself.</summary>
    public static (string Name, string? Advice) Describe(SafeFileHandle file)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Read(file)).TrimEnd('\n').Split('\t');
            if (parts.Length != 3 || LocalProcess.IdOf(parts[0]) is not { } id) return ("another process", null);
            if (parts[0] == LocalProcess.Current) return ("this process itself", null);
            return ($"process {id} ({parts[1]} on {parts[2]})", LocalProcess.IsStopped(parts[0]) ? $"It is stopped: 'kill -CONT {id}' lets it go on, and 'kill -KILL {id}' ends it; nothing is half written either way." : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ("another process", null);
        }
    }

    private static byte[] Read(SafeFileHandle file)
    {
        var buffer = new byte[MostBytes];
        return buffer[..RandomAccess.Read(file, buffer, 0)];
    }
}
