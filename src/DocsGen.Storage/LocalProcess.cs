using System.Globalization;
using DocsGen.Storage.Files;

namespace DocsGen.Storage;

/// <summary>
/// Tells a dead process from a paused one, on this machine only: boot id, process namespace, process id and start time together name a process
/// for ever. Anything that cannot be read counts as alive, so that the lease's term decides.
/// </summary>
public static class LocalProcess
{
    /// <summary>This process.</summary>
    public static string Current => Describe(Environment.ProcessId) ?? "";

    /// <summary>Whether a process as <see cref="Current"/> described it is dead beyond doubt.</summary>
    public static bool IsKnownDead(string process)
    {
        var parts = process.Split('/');
        if (parts.Length != 4 || Scope() is not { } scope || $"{parts[0]}/{parts[1]}" != scope) return false;
        if (!int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return false;
        return Posix.IsGone(id) || (StartTime(id) is { } start && start != parts[3]);
    }

    private static string? Describe(int id) => Scope() is { } scope && StartTime(id) is { } start
        ? string.Create(CultureInfo.InvariantCulture, $"{scope}/{id}/{start}")
        : null;

    private static string? Scope()
    {
        try
        {
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            var pids = new FileInfo("/proc/self/ns/pid").LinkTarget;
            return pids is null ? null : $"{boot}/{pids}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Field 22 of /proc/PID/stat, in clock ticks since boot; field 3 is Z for a process that only waits to be reaped.
    private static string? StartTime(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? "zombie" : fields[19];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
