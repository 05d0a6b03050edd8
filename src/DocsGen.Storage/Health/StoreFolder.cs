using System.Globalization;
using System.Text;

namespace DocsGen.Storage.Health;

/// <summary>What a store's folder and its disk say of its health. Nothing is changed.</summary>
/// <param name="folder">The store's.</param>
/// <param name="now">What time it is.</param>
internal sealed class StoreFolder(string folder, DateTimeOffset now)
{
    private const long LargeLog = 64L << 20;
    private const long LittleSpace = 1L << 30;
    private const int LateBackupDays = 7;
    private static readonly TimeSpan LongestWrite = TimeSpan.FromHours(1);
    private static readonly string[] Networks = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs"];

    /// <summary>Free bytes of the disk that holds it.</summary>
    public Func<string, long> FreeBytes { get; init; } = path => new DriveInfo(path).AvailableFreeSpace;

    /// <summary>The mounts of this machine, as <c>/proc/self/mounts</c> lists them.</summary>
    public Func<string> Mounts { get; init; } = () => File.ReadAllText("/proc/self/mounts");

    public IEnumerable<Ailment> Examine() => [.. Leftovers(), .. Permissions(), .. Disk(), .. Log(), .. Backups()];

    private IEnumerable<Ailment> Leftovers()
    {
        var temp = new DirectoryInfo(Path.Combine(folder, "tmp"));
        var old = temp.Exists ? temp.EnumerateFiles().Count(f => f.LastWriteTimeUtc < (now - LongestWrite).UtcDateTime) : 0;
        if (old > 0) yield return new("tmp.left", Text($"tmp/: {old} files of writers that ended in the middle"), "docsgen gc --apply");
        var made = new DirectoryInfo(folder).EnumerateFiles("*.new").Where(f => f.LastWriteTimeUtc < (now - LongestWrite).UtcDateTime).Select(f => f.Name).Order(StringComparer.Ordinal).ToList();
        if (made.Count > 0) yield return new("file.half_made", $"{string.Join(", ", made)}: left by a command that ended in the middle; nothing refers to it", $"rm {string.Join(' ', made.Select(m => Path.Combine(folder, m)))}");
    }

    private IEnumerable<Ailment> Permissions()
    {
        const UnixFileMode writers = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        foreach (var path in new[] { folder, Path.Combine(folder, "store.db") }.Where(p => File.Exists(p) || Directory.Exists(p)))
        {
            if (File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite)) yield return new("permissions.open", $"{path}: everybody on this machine may write it", $"chmod o-w {path}");
        }

        var blobs = new DirectoryInfo(Path.Combine(folder, "blobs"));
        var writable = blobs.Exists ? blobs.EnumerateFiles("*", SearchOption.AllDirectories).Count(f => (f.UnixFileMode & writers) != UnixFileMode.None) : 0;
        if (writable > 0) yield return new("permissions.contents", Text($"blobs/: {writable} files may be written, and are never to change"), $"find {blobs.FullName} -type f -exec chmod 444 {{}} +");
    }

    private IEnumerable<Ailment> Disk()
    {
        var free = FreeBytes(folder);
        if (free < LittleSpace) yield return new("disk.full", Text($"{free / 1_000_000} MB are free on the disk of {folder}"), "docsgen gc --apply, or make room otherwise");
        if (Mount() is { } network) yield return new("disk.network", $"{folder} is on a network file system ({network}), which breaks the locks that SQLite needs", "Move the store to a local disk with 'docsgen backup' and 'docsgen restore', or share a database with --database");
    }

    private IEnumerable<Ailment> Log()
    {
        var log = new FileInfo(Path.Combine(folder, "store.db-wal"));
        if (log.Exists && log.Length > LargeLog) yield return new("log.large", Text($"store.db-wal has {log.Length / 1_000_000} MB: a reader that never ends keeps it from being taken over"), "End the process that has read for so long; the next write does the rest");
    }

    private IEnumerable<Ailment> Backups()
    {
        if (SealFile.Read(folder, SealFile.LastBackup) is not { } last) yield return new("backup.none", "no backup was ever made of it by 'docsgen backup'", "docsgen backup DIR", IsNote: true);
        else yield return new("backup.last", Text($"the last backup is of {last.Utc.UtcDateTime:yyyy-MM-dd HH:mm} UTC, in {last.Other}{((now - last.Utc).TotalDays > LateBackupDays ? ", more than a week ago" : "")}"), "docsgen backup DIR", IsNote: true);
    }

    // The mount with the longest path above the folder; octal escapes stand for spaces.
    private string? Mount()
    {
        var (type, longest) = ("", -1);
        foreach (var fields in Mounts().Split('\n').Select(l => l.Split(' ')).Where(f => f.Length > 2))
        {
            var at = Unescape(fields[1]).TrimEnd('/');
            if (at.Length < longest || !(folder + '/').StartsWith(at + '/', StringComparison.Ordinal)) continue;
            (type, longest) = (fields[2], at.Length);
        }

        return Networks.Contains(type) ? type : null;
    }

    private static string Unescape(string text) => new StringBuilder(text).Replace("\\040", " ").Replace("\\011", "\t").Replace("\\134", "\\").ToString();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
