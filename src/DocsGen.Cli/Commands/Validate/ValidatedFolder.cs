using DocsGen.Cli.Inputs;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Validate;

/// <summary>A folder and what it is held to; each validation reads the files anew, and takes over what earlier ones know of files that did not change.</summary>
internal sealed class ValidatedFolder(Session session, string path, HeldTo held, FolderMemory? remembered)
{
    private ValidationMemory? memory;

    public string Path => path;

    public HeldTo Held => held;

    /// <summary>How much each rule weighs here.</summary>
    public IReadOnlyDictionary<string, Core.Formulas.Severity?> Weights => FolderValidation.Weights(Request(MarkdownFolder.Empty));

    /// <summary>Reads and validates.</summary>
    public FolderVerdict Validate(CancellationToken cancellationToken)
    {
        var kept = Task.Run(() => memory ?? remembered?.Read() ?? ValidationMemory.Empty, cancellationToken);
        var read = MarkdownFolder.Read(path, held.Settings, cancellationToken);
        var known = kept.GetAwaiter().GetResult();
        (var result, memory) = FolderValidation.Validate(Request(read), known, cancellationToken);
        if (!ReferenceEquals(memory, known)) remembered?.Write(memory);
        return new(this, read.Documents, result, [.. held.File.Unmatched([.. read.Documents.Select(d => d.Name), .. read.Others])]);
    }

    public FolderRequest Request(MarkdownFolder read) => new()
    {
        Documents = read.Documents,
        OtherFiles = read.Others,
        SymbolicLinks = read.Links,
        Unreadable = read.Unreadable,
        ExistsOutside = outside => System.IO.Path.Exists(System.IO.Path.Combine(path, outside)),
        Settings = held.Settings,
        Formula = held.Formula,
        Profile = held.Profile,
        Requirements = held.Requirements,
        Today = held.Today,
    };

    /// <summary>What goes before a file's name, so that it is a path from where the command runs.</summary>
    public string Prefix
    {
        get
        {
            var relative = System.IO.Path.GetRelativePath(session.Terminal.Folder, path).Replace('\\', '/');
            return relative == "." || System.IO.Path.IsPathRooted(relative) ? "" : relative + "/";
        }
    }
}

/// <summary>What was found in a folder, with what was read and what its settings seem to have wrong.</summary>
internal sealed record FolderVerdict(ValidatedFolder Folder, IReadOnlyList<DocumentSource> Documents, FolderResult Result, IReadOnlyList<string> Remarks)
{
    /// <summary>Content hashes of all files, by which a later comparison knows which are new, gone, or renamed.</summary>
    public IReadOnlyDictionary<string, string> Hashes() => Documents.ToDictionary(d => d.Name, d => d.Hash.Value, StringComparer.Ordinal);
}
