using DocsGen.Agents;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Inputs;

/// <summary>The names in a tree, by their paths from it, without a look into files.</summary>
internal sealed class FolderListing
{
    private const int MostFiles = 1_000_000;

    private readonly string root;
    private readonly string realRoot;
    private readonly FolderSettings settings;
    private readonly HashSet<string> odd = new(StringComparer.Ordinal);

    private FolderListing(string root, FolderSettings settings)
    {
        this.root = root;
        this.settings = settings;
        realRoot = FolderNames.RealPath(root) ?? root;
    }

    /// <summary>The Markdown to validate, without order.</summary>
    public List<string> Markdown { get; } = [];

    /// <summary>All other files and folders, those that are ignored too; a dot for the tree itself.</summary>
    public HashSet<string> Others { get; } = new(StringComparer.Ordinal) { "." };

    /// <summary>Symbolic links and where they lead, as <see cref="SymbolicLinks"/> has it.</summary>
    public Dictionary<string, string?> Links { get; } = new(StringComparer.Ordinal);

    /// <summary>Folders that cannot be listed, and names that are none.</summary>
    public List<UnreadableEntry> Unreadable { get; } = [];

    /// <summary>Lists a tree.</summary>
    /// <exception cref="CliError">It is too large.</exception>
    /// <exception cref="IOException">The tree itself cannot be listed.</exception>
    public static FolderListing Of(string folder, FolderSettings settings)
    {
        var listing = new FolderListing(folder, settings);
        listing.Enter(new(folder), "", hidden: false);
        return listing;
    }

    private void Enter(DirectoryInfo folder, string prefix, bool hidden)
    {
        try
        {
            Add([.. folder.EnumerateFileSystemInfos()], prefix, hidden);
        }
        catch (DirectoryNotFoundException) when (prefix.Length > 0)
        {
            Others.Remove(prefix[..^1]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && prefix.Length > 0)
        {
            if (hidden || settings.Ignores(prefix)) return;
            var why = exception is UnauthorizedAccessException ? "may not be listed by this user" : exception is PathTooLongException ? "cannot be listed: its path is too long" : $"cannot be listed: {exception.Message.Replace(folder.FullName, "it", StringComparison.Ordinal).TrimEnd('.')}";
            Unreadable.Add(new(prefix[..^1], $"This folder {why}. Mend that, or leave the folder out with 'ignore'."));
        }
    }

    private void Add(List<FileSystemInfo> entries, string prefix, bool hidden)
    {
        var hasOdd = false;
        foreach (var entry in entries)
        {
            if (Markdown.Count + Others.Count + Links.Count + Unreadable.Count >= MostFiles) throw CliError.Usage("input.too_large", $"{root}: more than {MostFiles:N0} files; name a folder further down.");
            var name = prefix + entry.Name;

            // Names that are no UTF-8 look like this, and like each other; one that holds the character itself can be opened.
            if (entry.Name.Contains('\uFFFD') && ((int)new FileInfo(entry.FullName).Attributes == -1 || !odd.Add(name))) hasOdd = true;
            else Add(entry, name, hidden);
        }

        if (hasOdd && !hidden) AddOdd(Path.Combine(root, prefix), prefix);
    }

    private void Add(FileSystemInfo entry, string name, bool hidden)
    {
        if (entry.LinkTarget is not null)
        {
            Links[name] = FolderNames.RealPath(entry.FullName) is { } real ? Path.GetRelativePath(realRoot, real) : null;
        }
        else if (entry is DirectoryInfo)
        {
            Others.Add(name);

            // An entry does not know its own path where that is too long for the system.
            if (entry.Name is not (".git" or "node_modules")) Enter(new(Path.Combine(root, name)), name + "/", hidden || entry.Name.StartsWith('.'));
        }
        else if (!hidden && IsMarkdown(entry.Name) && !settings.Ignores(name)) Markdown.Add(name);
        else Others.Add(name);
    }

    private void AddOdd(string folder, string prefix)
    {
        foreach (var (shown, isFolder) in FolderNames.NotUtf8In(folder))
        {
            var name = prefix + shown;
            var isLeftOut = isFolder ? shown.StartsWith('.') || settings.Ignores(name + "/") : !IsMarkdown(shown) || settings.Ignores(name);
            if (isLeftOut) continue;
            var what = isFolder ? "folder" : "file";
            Unreadable.Add(new(name, $"The name of this {what} is no UTF-8; what is shown as \\x and two digits is a byte that is no character. Rename it, or leave the {what} out with 'ignore'."));
        }
    }

    private static bool IsMarkdown(string name) => name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase);
}
