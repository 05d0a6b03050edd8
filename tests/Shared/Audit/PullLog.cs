using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.TestSupport.Audit;

/// <summary>What one pull answered, as one line, so that a reader in a process of its own can tell it.</summary>
internal sealed record PullLine(long Since, long Cursor, bool Reset, bool HasMore, IReadOnlyList<PulledLine> Documents)
{
    public static async Task<PullLine> PullAsync(IDocumentStore documents, long space, Cursor since, int? limit, IBlobStore? large = null) => await documents.PullAsync(
        space,
        since,
        limit,
        async (head, pulls) =>
        {
            var lines = new List<PulledLine>();
            await foreach (var pulled in pulls)
            {
                // What is told of it must be what it is.
                if (pulled.Document.Hash is { } hash && ((pulled.Content ?? (large is null ? null : (ReadOnlyMemory<byte>?)await large.ReadAsync(hash, default))) is not { } bytes || ContentHash.Of(bytes.Span) != hash)) throw new InvalidOperationException($"{pulled.Document.File} came with other bytes.");
                lines.Add(PulledLine.Of(pulled.Document));
            }

            return new PullLine(since.Value, head.Cursor.Value, head.Reset, head.HasMore, lines);
        },
        default);

    public static PullLine Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(long.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture), words[3] == "reset", words[4] == "more", [.. words[5..].Select(PulledLine.Parse)]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"pulled {Since} {Cursor} {(Reset ? "reset" : "kept")} {(HasMore ? "more" : "end")} {string.Join(' ', Documents)}");
}

/// <summary>A document as pulled; a hash of <c>-</c> is a tombstone.</summary>
internal sealed record PulledLine(string File, int Version, string Path, string Hash)
{
    public static PulledLine Of(Document document) => new(document.File.Value, document.Version, document.Path.Value, document.Hash?.Value ?? "-");

    public static PulledLine Of(DocumentVersion version) => Of(version.ToDocument());

    public static PulledLine Parse(string text)
    {
        var parts = text.Split('|');
        return new(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2], parts[3]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}|{Version}|{Path}|{Hash}");
}

/// <summary>
/// Plays pulls again, as a client keeps them, and compares what it holds at every cursor with the history: the latest version of each document whose number is at most the
/// cursor.
/// </summary>
internal static class PullLog
{
    /// <summary>What contradicts the history, each led by the short name of the invariant.</summary>
    /// <param name="lines">The pulls of one reader, in their order; a pull from 0 begins anew.</param>
    /// <param name="history">Every version, by its number.</param>
    public static IReadOnlyList<string> Violations(IEnumerable<PullLine> lines, IReadOnlyList<DocumentVersion> history)
    {
        var found = new List<string>();
        var held = new Dictionary<string, PulledLine>(StringComparer.Ordinal);
        var (cursor, played, live) = (0L, 0, new Dictionary<string, DocumentVersion>(StringComparer.Ordinal));
        foreach (var line in lines)
        {
            if (line.Since == 0)
            {
                held.Clear();
                (cursor, played) = (0, 0);
                live.Clear();
            }

            if (line.Since != cursor || line.Cursor < cursor || line.Reset) found.Add($"S8: the cursor went from {cursor} ({line.Since}) to {line.Cursor}{(line.Reset ? " by a reset" : "")}");
            foreach (var document in line.Documents)
            {
                if (held.TryGetValue(document.File, out var old) && old.Version >= document.Version) found.Add($"S8: {document.File} went from version {old.Version} to {document.Version} at cursor {line.Cursor}");
                held[document.File] = document;
            }

            cursor = line.Cursor;
            for (; played < history.Count && history[played].Sequence <= cursor; played++) live[history[played].File.Value] = history[played];
            found.AddRange(Compare(line, held, live, history));
        }

        return found;
    }

    // In the middle of pages a document may be behind, or missing, only if a later page will tell it: it changed again after the page's cursor.
    private static IEnumerable<string> Compare(PullLine line, Dictionary<string, PulledLine> held, Dictionary<string, DocumentVersion> live, IReadOnlyList<DocumentVersion> history)
    {
        foreach (var (file, version) in live)
        {
            var isThere = held.TryGetValue(file, out var here) && here.Hash != "-";
            var isSame = version.Hash is null ? !isThere : isThere && here == PulledLine.Of(version);
            if (isSame || (line.HasMore && history.Any(v => v.File == version.File && v.Sequence > line.Cursor))) continue;
            yield return $"S8: at cursor {line.Cursor} a reader holds {here?.ToString() ?? "nothing"} where {PulledLine.Of(version)} is live";
        }

        foreach (var here in held.Values.Where(h => h.Hash != "-" && !live.ContainsKey(h.File))) yield return $"S8: at cursor {line.Cursor} a reader holds {here}, which was not live then";
    }
}
