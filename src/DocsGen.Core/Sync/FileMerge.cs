using DocsGen.Core.Text.Merge;

namespace DocsGen.Core.Sync;

/// <summary>Merges a file with the current version of its document: content, path and delete, each three ways.</summary>
public static class FileMerge
{
    /// <summary>Merges contents, null where one is absent or deleted; null as the answer is a conflict. A binary merges only where one side did not change.</summary>
    public static Merged? Content(byte[]? ancestor, byte[]? incoming, byte[]? live)
    {
        if (Same(incoming, live) || Same(ancestor, live)) return new(incoming);
        if (Same(ancestor, incoming)) return new(live);
        if (incoming is null || live is null) return null;
        if (TextContent.Of(ancestor ?? []) is not { } a || TextContent.Of(incoming) is not { } b || TextContent.Of(live) is not { } c) return null;
        var merge = ThreeWayMerge.Merge(a, b, c);
        return merge.IsClean ? new(TextContent.Bytes(merge.Text)) : null;
    }

    /// <summary>The text with conflict markers, for people; null where a side is no text.</summary>
    public static string? Marked(byte[]? ancestor, byte[]? incoming, byte[]? live) =>
        TextContent.Of(ancestor ?? []) is { } a && TextContent.Of(incoming ?? []) is { } b && TextContent.Of(live ?? []) is { } c
            ? ThreeWayMerge.Merge(a, b, c).Marked(new("proposed", "base", "live"))
            : null;

    /// <summary>Merges paths; null is a conflict.</summary>
    public static ServerPath? Path(ServerPath? ancestor, ServerPath incoming, ServerPath live)
    {
        if (incoming == live || ancestor == live) return incoming;
        return ancestor is null || ancestor == incoming ? live : null;
    }

    private static bool Same(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);
}

/// <summary>A clean merge; null content is a delete.</summary>
public sealed record Merged(byte[]? Content);
