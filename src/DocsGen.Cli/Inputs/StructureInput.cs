using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Artifacts.Zip;
using DocsGen.Core.Formulas;

namespace DocsGen.Cli.Inputs;

/// <summary>Reads a host structure or an example docset: a folder, a zip, or a text file with one path a line. Links are never followed.</summary>
internal static class StructureInput
{
    private const int MaxPaths = 50_000;
    private const int MaxZipBytes = 256 * 1024 * 1024;

    private static readonly HashSet<string> ToolFolders = new(StringComparer.OrdinalIgnoreCase) { ".git", ".docsgen", "node_modules", "bin", "obj" };

    /// <summary>Reads the structure; the zip's own bytes come along, since inputs are kept as they came.</summary>
    public static (HostStructure Structure, byte[]? Zip) Read(string path)
    {
        if (Directory.Exists(path)) return (Sorted(Walk(path)), null);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file or folder {path}.");
        var bytes = FileInput.Read(path, MaxZipBytes);
        return bytes.AsSpan().StartsWith("PK"u8) ? (Sorted(Entries(bytes, path)), bytes) : (Sorted(Lines(bytes, path)), null);
    }

    private static List<string> Entries(byte[] bytes, string path)
    {
        try
        {
            var zip = ZipReader.Open(new MemoryStream(bytes, writable: false), new());
            foreach (var entry in zip.Entries) _ = zip.Read(entry);
            return [.. zip.Entries.Select(e => e.Name)];
        }
        catch (ZipRefusedException refused)
        {
            throw CliError.Usage("zip.refused", $"{path} is refused: {CliError.From(refused)!.Message}");
        }
    }

    private static HostStructure Sorted(IEnumerable<string> paths)
    {
        var sorted = paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MaxPaths + 1).ToList();
        return sorted.Count <= MaxPaths ? new(sorted) : throw CliError.Usage("input.too_large", $"The structure has more than {MaxPaths} files; give the part that matters.");
    }

    private static IEnumerable<string> Walk(string root)
    {
        var pending = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (pending.TryPop(out var folder))
        {
            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                if (entry.LinkTarget is not null) continue;
                if (entry is DirectoryInfo below)
                {
                    if (!ToolFolders.Contains(below.Name)) pending.Push(below);
                }
                else
                {
                    yield return Clean(Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/'), root);
                }
            }
        }
    }

    private static IEnumerable<string> Lines(byte[] bytes, string path)
    {
        var number = 0;
        using var reader = new StreamReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text.StartsWith('#')) continue;
            yield return Clean(text.TrimEnd('/'), $"{path}, line {number}");
        }
    }

    private static string Clean(string path, string where) => PathRules.Judge(path, out var clean) is { } reason
        ? throw CliError.Usage("input.path", $"{where}: '{path}' cannot be a path: {reason}.")
        : clean;
}
