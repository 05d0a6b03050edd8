using System.Collections.Concurrent;
using DocsGen.Agents;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Inputs;

/// <summary>
/// A tree of Markdown: its <c>.md</c> and <c>.markdown</c> files, and the names of everything else, which links may lead to. What is in hidden folders is
/// named only, <c>.git</c> and <c>node_modules</c> are left out. Links of the file system are not followed, only where they lead is noted. A file or folder
/// that cannot be read is said and the others are read; one that vanished since it was listed is left out.
/// </summary>
internal sealed record MarkdownFolder(IReadOnlyList<DocumentSource> Documents, IReadOnlySet<string> Others)
{
    /// <summary>A folder with nothing in it.</summary>
    public static MarkdownFolder Empty { get; } = new([], new HashSet<string>(StringComparer.Ordinal));

    public SymbolicLinks Links { get; private init; } = SymbolicLinks.None;

    /// <summary>What cannot be read, by name.</summary>
    public IReadOnlyList<UnreadableEntry> Unreadable { get; private init; } = [];

    /// <summary>Reads it.</summary>
    /// <exception cref="CliError">It is too large, or holds no Markdown.</exception>
    /// <exception cref="IOException">The folder itself cannot be listed.</exception>
    public static MarkdownFolder Read(string folder, FolderSettings settings, CancellationToken cancellationToken) => Read(folder, settings, RegularFile.Open, cancellationToken);

    /// <summary>The same with files opened in another way.</summary>
    internal static MarkdownFolder Read(string folder, FolderSettings settings, Func<string, Stream> open, CancellationToken cancellationToken)
    {
        var listing = FolderListing.Of(folder, settings);
        if (listing.Markdown.Count == 0 && listing.Unreadable.Count == 0) throw CliError.Usage("input.empty", $"{folder} holds no Markdown files (*.md).");
        var names = listing.Markdown;
        names.Sort(StringComparer.Ordinal);
        var documents = new DocumentSource?[names.Count];
        var unreadable = new ConcurrentBag<UnreadableEntry>(listing.Unreadable);
        Parallel.For(0, names.Count, new() { CancellationToken = cancellationToken }, i =>
        {
            var path = Path.Combine(folder, names[i]);
            try
            {
                documents[i] = new(names[i], Start(path, open));
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                // It vanished: links to it are broken, and there is nothing else to say.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                unreadable.Add(new(names[i], $"{exception.Message.Replace(path, "This file", StringComparison.Ordinal).TrimEnd('.')}. Mend that, or leave the file out with 'ignore'."));
            }
        });

        foreach (var entry in unreadable) listing.Others.Add(entry.Name);
        return new([.. documents.OfType<DocumentSource>()], listing.Others)
        {
            Links = new(listing.Links),
            Unreadable = [.. unreadable.OrderBy(u => u.Name, StringComparer.Ordinal)],
        };
    }

    // Of a file that is over the limit, as much as shows that it is.
    private static byte[] Start(string path, Func<string, Stream> open)
    {
        using var file = open(path);
        var bytes = new byte[(int)Math.Min(file.Length, DocumentSource.MaxBytes + 1)];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
