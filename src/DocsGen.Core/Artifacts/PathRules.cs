using System.Buffers;
using System.Globalization;
using System.Text;

namespace DocsGen.Core.Artifacts;

/// <summary>
/// The one place where a path from outside is judged. A path that passes can be written on any of the common
/// file systems and cannot leave the folder it is resolved against.
/// </summary>
public static class PathRules
{
    /// <summary>Most bytes (UTF-8) that one segment may hold.</summary>
    public const int MaxSegmentBytes = 255;

    /// <summary>Most bytes (UTF-8) that a whole path may hold.</summary>
    public const int MaxPathBytes = 1024;

    /// <summary>Most segments that a path may have.</summary>
    public const int MaxDepth = 32;

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ReservedSpans = Reserved.GetAlternateLookup<ReadOnlySpan<char>>();

    // Of ASCII, what a path may hold: NFC changes none of it, and none is an invisible character.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x7F - 0x20).Select(c => (char)c).Where(c => c is not ('\\' or ':'))]);

    /// <summary>
    /// Judges a relative path. On success <paramref name="normalized"/> is its NFC form and the answer is null;
    /// otherwise the answer says in a few words what is wrong with it.
    /// </summary>
    public static string? Judge(string? path, out string normalized)
    {
        normalized = "";
        if (string.IsNullOrEmpty(path)) return "it is empty";
        // Most paths are plain; a store judges each that it reads.
        var plain = !path.AsSpan().ContainsAnyExcept(Plain);
        if (!plain && !IsWellFormed(path)) return "it holds half of a surrogate pair";
        var nfc = plain ? path : path.Normalize(NormalizationForm.FormC);
        if (Encoding.UTF8.GetByteCount(nfc) > MaxPathBytes) return $"it is longer than {MaxPathBytes} bytes";
        if (nfc.AsSpan().Count('/') >= MaxDepth) return $"it is deeper than {MaxDepth} folders";
        foreach (var range in nfc.AsSpan().Split('/'))
        {
            if (JudgeSegment(nfc.AsSpan(range), plain) is { } reason) return reason;
        }

        normalized = nfc;
        return null;
    }

    /// <summary>The form under which two paths count as the same file: NFC, then case folded.</summary>
    public static string Fold(string path) => path.Normalize(NormalizationForm.FormC).ToUpperInvariant();

    private static string? JudgeSegment(ReadOnlySpan<char> segment, bool plain)
    {
        if (segment.IsEmpty) return "it is absolute, ends in a slash or has an empty segment";
        if (segment is "." or "..") return $"it holds the segment '{segment}'";
        if (Encoding.UTF8.GetByteCount(segment) > MaxSegmentBytes) return $"a segment is longer than {MaxSegmentBytes} bytes";
        if (segment[^1] is '.' or ' ') return "a segment ends in a dot or a space";
        if (!plain)
        {
            foreach (var rune in segment.EnumerateRunes())
            {
                if (ForbiddenRune(rune) is { } reason) return reason;
            }
        }

        var dot = segment.IndexOf('.');
        var stem = (dot < 0 ? segment : segment[..dot]).TrimEnd(' ');
        if (ReservedSpans.Contains(stem)) return $"'{stem}' is a reserved device name";
        if (segment.EndsWith("~1", StringComparison.Ordinal) || stem.EndsWith("~1", StringComparison.Ordinal)) return "a segment is a short-name alias (ends in ~1)";
        return IsOwnedByTools(segment, plain) ? $"'{segment}' is a folder that tools own" : null;
    }

    // Of ASCII, folding is a matter of case alone.
    private static bool IsOwnedByTools(ReadOnlySpan<char> segment, bool plain) => plain
        ? segment.Equals(".git", StringComparison.OrdinalIgnoreCase) || segment.Equals(".docsgen", StringComparison.OrdinalIgnoreCase)
        : Fold(segment.ToString()) is ".GIT" or ".DOCSGEN";

    private static string? ForbiddenRune(Rune rune) => rune.Value switch
    {
        '\\' => "it holds a backslash",
        ':' => "it holds a colon",
        < 0x20 or 0x7F => "it holds a control character",
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control => "it holds a control character",
            UnicodeCategory.Format => "it holds an invisible or bidirectional character",
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "it holds a line separator",
            _ => null,
        },
    };

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
