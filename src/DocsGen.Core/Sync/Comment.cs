using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>What somebody says of a changeset, of one of its files, or of some of its lines.</summary>
public sealed record Comment
{
    /// <summary>0 until the store has numbered it.</summary>
    public long Id { get; init; }

    /// <summary>The number of the file's row; null where it is about the whole changeset.</summary>
    public long? File { get; init; }

    /// <summary>Lines of the incoming content, 1-based and inclusive; null where it is about the whole file.</summary>
    public LineSpan? Lines { get; init; }

    /// <summary>Whether the lines that it was about were themselves changed by a rebase; it then stands where they stood.</summary>
    public bool IsOutdated { get; init; }

    public required string Text { get; init; }

    public required Actor By { get; init; }

    public required DateTimeOffset Utc { get; init; }

    public Actor? ResolvedBy { get; init; }

    /// <summary>The comment that it answers.</summary>
    public long? ReplyTo { get; init; }
}

/// <summary>Lines, 1-based and inclusive.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct LineSpan(int From, int To);
