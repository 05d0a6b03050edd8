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
        if (!IsInScope(process) || IdOf(process) is not { } id) return false;
        return Posix.IsGone(id) || (StartTime(id) is { } start && start != process.Split('/')[3]);
    }

    /// <summary>Whether a process as <see cref="Current"/> described it is stopped by a signal, as far as can be seen from here.</summary>
    public static bool IsStopped(string process) =>
        IsInScope(process) && IdOf(process) is { } id && StartTime(id) == process.Split('/')[3] && Stat(id) is { } stat && stat[0] is "T" or "t";

    /// <summary>The id that a process as <see cref="Current"/> described it has where it runs; null when the text is none.</summary>
    public static int? IdOf(string process) =>
        process.Split('/') is { Length: 4 } parts && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static bool IsInScope(string process) => Scope() is { } scope && process.StartsWith(scope + "/", StringComparison.Ordinal);

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
    private static string? StartTime(int id) => Stat(id) is { } stat ? stat[0] == "Z" ? "zombie" : stat[19] : null;

    // The fields of /proc/PID/stat from the third on: the second is a name that may hold spaces.
    private static string[]? Stat(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
