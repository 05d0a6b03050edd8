using System.Diagnostics;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>
/// A file system of its own in a file, whose power can be cut: what was not flushed is gone then. Nothing is flushed in the background meanwhile, so that only what the program
/// asked for is durable.
/// </summary>
internal sealed class LoopVolume : IDisposable
{
    private const long Size = 96L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TempFolder folder;
    private readonly string image;

    /// <summary>Makes one, mounted, with an empty folder for the store.</summary>
    /// <param name="name">Of its image.</param>
    /// <param name="isDatabaseApart">Whether the database lies outside, where the power stays: then its flushes flush nothing here along with them.</param>
    public LoopVolume(string name, bool isDatabaseApart = false)
    {
        folder = new();
        // In memory where there is room: a flush to the image takes no time then, and more happens between two cuts.
        image = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : folder.Path, $"docsgen-{name}-{Environment.ProcessId}.img");
        Directory.CreateDirectory(MountPoint);
        using (var file = new FileStream(image, FileMode.Create)) file.SetLength(Size);
        Tools.Run("mkfs.ext4", "-q", "-F", image);
        Mount();
        Directory.CreateDirectory(Store);
        Directory.CreateDirectory(folder["apart"]);
        if (isDatabaseApart) File.CreateSymbolicLink(Path.Combine(Store, "store.db"), Path.Combine(folder["apart"], "store.db"));
        Tools.Run("sync", "-f", Store);
    }

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? WhyNot { get; } = Environment.UserName != "root" ? "needs root" : !File.Exists("/dev/loop-control") ? "needs loop devices" : null;

    /// <summary>Where the store lies.</summary>
    public string Store => Path.Combine(MountPoint, "store");

    public string MountPoint => folder["mnt"];

    /// <summary>Mounts it, as after a restart.</summary>
    public void Mount() => Tools.Run("mount", "-o", "loop,commit=300,noauto_da_alloc", image, MountPoint);

    public void Cut() => Tools.Run(Tools.Cut.Value, MountPoint);

    /// <summary>Unmounts; whoever still has a file open there must be gone soon.</summary>
    public void Unmount()
    {
        var clock = Stopwatch.StartNew();
        for (var tried = Tools.Try("umount", MountPoint); tried.Code != 0; tried = Tools.Try("umount", MountPoint))
        {
            if (clock.Elapsed > Patience) throw new InvalidOperationException($"umount: {tried.Error} {Tools.Run("sh", "-c", $"ls -l /proc/[0-9]*/fd 2>/dev/null | grep -F '{MountPoint}'; grep -lF '{MountPoint}' /proc/[0-9]*/maps 2>/dev/null; true")}");
            Thread.Sleep(10);
        }
    }

    public void Dispose()
    {
        if (Tools.Try("mountpoint", "-q", MountPoint).Code == 0) Tools.Run("umount", "-l", MountPoint);
        File.Delete(image);
        folder.Dispose();
    }
}

/// <summary>A test that needs a file system of its own; skipped, with the reason, where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VolumeFactAttribute : FactAttribute
{
    public VolumeFactAttribute() => Skip = LoopVolume.WhyNot;
}
