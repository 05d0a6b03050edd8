using DocsGen.Agents;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Inputs;

/// <summary>
/// A tree of Markdown: its <c>.md</c> and <c>.markdown</c> files, and the names of everything else, which links may lead to. What is in hidden folders is
/// named only, <c>.git</c> and <c>node_modules</c> are left out, and links of the file system are never followed.
/// </summary>
internal sealed record MarkdownFolder(IReadOnlyList<DocumentSource> Documents, IReadOnlySet<string> Others)
{
    private const int MostFiles = 1_000_000;

    /// <summary>Reads it.</summary>
    /// <exception cref="CliError">It is too large, or holds no Markdown.</exception>
    /// <exception cref="IOException">A file that should be validated is a pipe or device, or cannot be read.</exception>
    public static MarkdownFolder Read(string folder, FolderSettings settings, CancellationToken cancellationToken)
    {
        var (names, others) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal) { "." });
        Walk(new(folder), "", settings, names, others);
        if (names.Count == 0) throw CliError.Usage("input.empty", $"{folder} holds no Markdown files (*.md).");
        names.Sort(StringComparer.Ordinal);
        var documents = new DocumentSource[names.Count];
        try
        {
            Parallel.For(0, names.Count, new() { CancellationToken = cancellationToken }, i => documents[i] = new(names[i], Start(Path.Combine(folder, names[i]))));
        }
        catch (AggregateException failures)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return new(documents, others);
    }

    private static void Walk(DirectoryInfo folder, string prefix, FolderSettings settings, List<string> names, HashSet<string> others, bool hidden = false)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            var name = prefix + entry.Name;
            if (names.Count + others.Count >= MostFiles) throw CliError.Usage("input.too_large", $"{folder.FullName}: more than {MostFiles:N0} files; name a folder further down.");
            if (entry.LinkTarget is null && entry is DirectoryInfo below)
            {
                others.Add(name);
                if (entry.Name is not (".git" or "node_modules")) Walk(below, name + "/", settings, names, others, hidden || entry.Name.StartsWith('.'));
            }
            else if (!hidden && entry.LinkTarget is null && IsMarkdown(entry.Name) && !settings.Ignores(name)) names.Add(name);
            else others.Add(name);
        }
    }

    private static bool IsMarkdown(string name) => name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase);

    // Of a file that is over the limit, as much as shows that it is.
    private static byte[] Start(string path)
    {
        using var file = RegularFile.Open(path);
        var bytes = new byte[(int)Math.Min(file.Length, DocumentSource.MaxBytes + 1)];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
