using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DocsGen.Core.Formulas;
using Place = (string? File, int Line, int Column, string Rule, DocsGen.Core.Formulas.Severity Severity, string Message);

namespace DocsGen.Core.Validation;

/// <summary>
/// Puts issues into their order and gives each its fingerprint: rule, role of the file (or its name, when it is not planned), message,
/// and a number among equal ones. Lines and columns are not part of it, so that an issue is the same one after lines moved.
/// </summary>
internal static partial class Fingerprints
{
    public static List<Issue> Finish(List<RawIssue> drafts, PlannedFiles plan)
    {
        drafts.Sort((l, r) => Compare(PlaceOf(l), PlaceOf(r)));
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in plan.Files) roles.TryAdd(file.Name, file.Role);
        return Number(drafts, roles);
    }

    /// <summary>Puts finished issues into their order.</summary>
    public static void Sort(List<Issue> issues) => issues.Sort((l, r) => Compare(PlaceOf(l), PlaceOf(r)));

    private static Place PlaceOf(Issue i) => (i.File, i.Line, i.Column, i.Rule, i.Severity, i.Message);

    private static Place PlaceOf(RawIssue i) => (i.File, i.At.Line, i.At.Column, i.Rule, i.Severity, i.Message);

    /// <summary>Fingerprints for issues that are in their order already, and concern no file.</summary>
    public static List<Issue> InGivenOrder(List<RawIssue> drafts) => Number(drafts, []);

    private static List<Issue> Number(List<RawIssue> drafts, Dictionary<string, string> roles)
    {
        // By digest: with hundreds of thousands of issues the keys themselves would take most of the memory.
        var seen = new Dictionary<UInt128, int>(drafts.Count);
        var issues = new List<Issue>(drafts.Count);
        foreach (var draft in drafts)
        {
            var place = draft.File is null ? "" : roles.GetValueOrDefault(draft.File, draft.File);
            var key = $"{draft.Rule}\n{place}\n{Words(draft.Message)}";
            ref var ordinal = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, Digest(key), out _);
            ordinal++;
            issues.Add(new(draft.Rule, draft.Severity, draft.File, draft.At.Line, draft.At.Column, draft.Message, Hash(key, ordinal)));
        }

        return issues;
    }

    private static UInt128 Digest(string key) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(key.AsSpan())));

    private static string Hash(string key, int ordinal)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}\n{ordinal}"));
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
    }

    // Where in the settings something stands; lines move there too.
    [GeneratedRegex(@", line [0-9]+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex LineNumber();

    /// <summary>What a message says of its own file, without what it suggests: that changes with what else is there.</summary>
    public static string Words(string message)
    {
        var suggestion = message.IndexOf("; did you mean ", StringComparison.Ordinal);
        var words = suggestion < 0 ? message : message[..suggestion];
        if (!IsPlain(words)) words = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        words = words.TrimEnd('.');
        return words.Contains(", line ", StringComparison.Ordinal) ? LineNumber().Replace(words, "") : words;
    }

    // Whether there is one space between any two words, and none around them: so almost all messages are.
    private static bool IsPlain(string words)
    {
        var after = true;
        foreach (var c in words)
        {
            var space = char.IsWhiteSpace(c);
            if (space && (after || c != ' ')) return false;
            after = space;
        }

        return !after;
    }

    private static int Compare(Place left, Place right)
    {
        var order = string.CompareOrdinal(left.File ?? "", right.File ?? "");
        if (order == 0) order = left.Line.CompareTo(right.Line);
        if (order == 0) order = left.Column.CompareTo(right.Column);
        if (order == 0) order = string.CompareOrdinal(left.Rule, right.Rule);
        if (order == 0) order = left.Severity.CompareTo(right.Severity);
        return order == 0 ? string.CompareOrdinal(left.Message, right.Message) : order;
    }
}
