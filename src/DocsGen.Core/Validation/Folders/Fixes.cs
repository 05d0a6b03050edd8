using System.Text;

namespace DocsGen.Core.Validation;

/// <summary>A document with what can be mended in it mended.</summary>
/// <param name="Before">As it is.</param>
/// <param name="After">As it would be.</param>
/// <param name="Mended">The issues that go, in canonical order.</param>
public sealed record FixedDocument(DocumentSource Before, ReadOnlyMemory<byte> After, IReadOnlyList<Issue> Mended);

/// <summary>
/// Mends what is mechanical and safe: a link to a file that is not there, when exactly one file has its name (any case, and <c>.md</c> where the link has
/// <c>.html</c> or nothing); and an anchor that only differs in case or punctuation from one of its target's. All else is left alone. Only the target itself
/// is replaced, byte by byte where it stands.
/// </summary>
public static class Fixes
{
    private const string BrokenLink = "links.internal.resolves";
    private const string BrokenAnchor = "links.anchor.resolves";

    /// <summary>The documents that would change, in the order given. Suppressed issues are left alone.</summary>
    public static IReadOnlyList<FixedDocument> For(IReadOnlyList<DocumentSource> documents, IReadOnlySet<string> others, IReadOnlyList<Issue> issues)
    {
        var wanted = issues.Where(i => i.Suppressed is null && i.File is not null && i.Rule is BrokenLink or BrokenAnchor).ToLookup(i => i.File!, StringComparer.Ordinal);
        if (wanted.Count == 0) return [];
        var targets = new Targets(documents, others);
        var found = new List<FixedDocument>();
        foreach (var document in documents)
        {
            if (wanted.Contains(document.Name) && Fix(document, [.. wanted[document.Name]], targets) is { } mended) found.Add(mended);
        }

        return found;
    }

    private static FixedDocument? Fix(DocumentSource document, List<Issue> issues, Targets targets)
    {
        if (SourceText.Decode(document.Bytes.Span, out _) is not { } source) return null;
        var model = MarkdownModel.Parse(document);
        var edits = new SortedDictionary<int, (int Length, string Target)>();
        var mended = new List<Issue>();
        var byPlace = issues.ToLookup(i => (i.Line, i.Column));
        foreach (var link in model.Links)
        {
            var at = model.At(link.Offset);
            var issue = byPlace[(at.Line, at.Column)].FirstOrDefault();
            if (issue is null || StartOf(source.Text, link) is not { } start) continue;
            var target = issue.Rule == BrokenLink ? FileFor(link, document.Name, targets) : AnchorFor(link, document.Name, targets);
            if (target is null) continue;
            edits[start] = (link.Target.Length, target);
            mended.Add(issue);
        }

        return edits.Count == 0 ? null : new(document, Apply(document, source.Text, edits), mended);
    }

    // Escapes and entities change the length of what is written; such links are left alone.
    private static int? StartOf(string text, DocumentLink link)
    {
        var start = link.TargetOffset;
        if (start < 0 || link.Target.Length == 0) return null;
        if (start < text.Length && text[start] == '<') start++;
        return start + link.Target.Length <= text.Length && string.CompareOrdinal(text, start, link.Target, 0, link.Target.Length) == 0 ? start : null;
    }

    // With the file its anchor too, which nobody could judge before.
    private static string? FileFor(DocumentLink link, string from, Targets targets)
    {
        var target = LinkTarget.Of(link.Target, from);
        if (target.Kind != TargetKind.Relative || target.File.Length == 0 || target.File.StartsWith("..", StringComparison.Ordinal)) return null;
        if (targets.File(target.File) is not { } file || string.Equals(file, from, StringComparison.Ordinal)) return null;
        var rest = link.Target.AsSpan().IndexOfAny('#', '?') is >= 0 and var cut ? link.Target[cut..] : "";
        if (targets.Anchor(file, target.Fragment) is { } anchor) rest = $"{rest[..rest.IndexOf('#', StringComparison.Ordinal)]}#{Encode(anchor)}";
        return Relative(from, file) + rest;
    }

    private static string? AnchorFor(DocumentLink link, string from, Targets targets)
    {
        var target = LinkTarget.Of(link.Target, from);
        if (target.Kind != TargetKind.Relative) return null;
        return targets.Anchor(target.File.Length == 0 ? from : target.File, target.Fragment) is { } anchor ? $"{link.Target[..link.Target.IndexOf('#', StringComparison.Ordinal)]}#{Encode(anchor)}" : null;
    }

    private static ReadOnlyMemory<byte> Apply(DocumentSource document, string text, SortedDictionary<int, (int Length, string Target)> edits)
    {
        var mark = document.Bytes.Span.StartsWith("\uFEFF"u8) ? "\uFEFF" : "";
        var after = new StringBuilder(mark, text.Length + 64);
        var from = 0;
        foreach (var (start, (length, target)) in edits)
        {
            after.Append(text, from, start - from).Append(target);
            from = start + length;
        }

        return Encoding.UTF8.GetBytes(after.Append(text, from, text.Length - from).ToString());
    }

    // The name that a file goes by in links: without folders, and as Markdown where the link says HTML or no ending.
    private static string BaseKey(string path)
    {
        var name = path[(path.TrimEnd('/').LastIndexOf('/') + 1)..].TrimEnd('/');
        var dot = name.LastIndexOf('.');
        var ending = dot < 0 ? "" : name[dot..].ToLowerInvariant();
        return ending is "" or ".html" or ".htm" or ".markdown" ? $"{(dot < 0 ? name : name[..dot])}.md" : name;
    }

    private static string Relative(string from, string to)
    {
        var folder = from.Split('/')[..^1];
        var path = to.Split('/');
        var common = 0;
        while (common < folder.Length && common < path.Length - 1 && string.Equals(folder[common], path[common], StringComparison.Ordinal)) common++;
        return string.Join('/', Enumerable.Repeat("..", folder.Length - common).Concat(path[common..].Select(Encode)));
    }

    private static string Encode(string segment) => segment.Any(c => c is ' ' or '(' or ')' or '%' or '#' or '?' or '<' or '>' or '"' || char.IsControl(c)) ? Uri.EscapeDataString(segment) : segment;

    private static string Letters(string anchor) => string.Concat(anchor.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>What a link can be mended to.</summary>
    private sealed class Targets(IReadOnlyList<DocumentSource> documents, IReadOnlySet<string> others)
    {
        private readonly Dictionary<string, DocumentSource> byName = documents.ToDictionary(d => d.Name, StringComparer.Ordinal);
        private readonly Dictionary<string, ILookup<string, string>> anchors = new(StringComparer.Ordinal);
        private readonly ILookup<string, string> names = documents.Select(d => d.Name)
            .Concat(others.Where(o => !BaseKey(o).EndsWith(".md", StringComparison.OrdinalIgnoreCase)))
            .ToLookup(BaseKey, StringComparer.OrdinalIgnoreCase);

        /// <summary>The only file that goes by the name of a path; null for none or several.</summary>
        public string? File(string path) => names[BaseKey(path)].ToList() is [var only] ? only : null;

        /// <summary>The only anchor of a document with the letters of another that it lacks; null for none or several.</summary>
        public string? Anchor(string file, string? fragment)
        {
            if (string.IsNullOrEmpty(fragment) || !byName.TryGetValue(file, out var document) || Letters(fragment) is not { Length: > 0 } wanted) return null;
            if (!anchors.TryGetValue(file, out var byLetters)) anchors[file] = byLetters = MarkdownModel.Parse(document).Anchors.ToLookup(Letters, StringComparer.Ordinal);
            return byLetters[wanted].ToList() is [var only] && !string.Equals(only, fragment, StringComparison.Ordinal) ? only : null;
        }
    }
}
