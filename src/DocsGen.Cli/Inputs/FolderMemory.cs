using System.Text;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Inputs;

/// <summary>
/// Where the memory of a folder's last validation is kept: a file of the user's cache folder (<c>$XDG_CACHE_HOME</c>, else <c>~/.cache</c>), which only the
/// user may read or write. It can be deleted at any time.
/// </summary>
internal sealed class FolderMemory
{
    // The oldest go when there are more.
    private const int MostKept = 32;
    private const int MostBytes = 512 * 1024 * 1024;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string file;

    private FolderMemory(string file) => this.file = file;

    /// <summary>The memory of a folder; null where the user has no cache folder.</summary>
    public static FolderMemory? For(Terminal terminal, string folder)
    {
        var cache = terminal.Environment.GetValueOrDefault("XDG_CACHE_HOME");
        var home = terminal.Environment.GetValueOrDefault("HOME");
        if (string.IsNullOrEmpty(cache)) cache = string.IsNullOrEmpty(home) ? null : Path.Combine(home, ".cache");
        return cache is null || !Path.IsPathRooted(cache) || $"{cache}/".StartsWith($"{folder}/", StringComparison.Ordinal) ? null : new(Path.Combine(cache, "docsgen", "validate", ContentHash.Of(Encoding.UTF8.GetBytes(folder)).Value[..32]));
    }

    /// <summary>What is kept; nothing where there is none, or it cannot be read: then everything is looked at anew.</summary>
    public ValidationMemory Read()
    {
        try
        {
            // What others could have written there is not believed.
            return File.Exists(file) && new FileInfo(file).LinkTarget is null && File.GetUnixFileMode(file) == Private ? ValidationMemory.Read(FileInput.Read(file, MostBytes)) : ValidationMemory.Empty;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CliError)
        {
            return ValidationMemory.Empty;
        }
    }

    /// <summary>Keeps it, as a whole or not at all; where it cannot be kept the next validation takes longer, and nothing else.</summary>
    public void Write(ValidationMemory memory)
    {
        var folder = Path.GetDirectoryName(file)!;
        var temp = $"{file}.{Environment.ProcessId}";
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using (var stream = new FileStream(temp, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Private }))
            {
                stream.Write(memory.ToBytes());
            }

            File.Move(temp, file, overwrite: true);
            foreach (var old in new DirectoryInfo(folder).EnumerateFiles().OrderByDescending(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal).Skip(MostKept)) old.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A cache on a full or read-only disk is no reason to fail.
        }
    }
}
