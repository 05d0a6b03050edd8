using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>
/// Puts issues into their order and gives each its fingerprint: rule, role of the file (or its name, when it is not planned), message,
/// and a number among equal ones. Lines and columns are not part of it, so that an issue is the same one after lines moved.
/// </summary>
internal static class Fingerprints
{
    public static List<Issue> Finish(List<RawIssue> drafts, PlannedFiles plan)
    {
        drafts.Sort(Compare);
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in plan.Files) roles.TryAdd(file.Name, file.Role);
        return Number(drafts, roles);
    }

    /// <summary>Fingerprints for issues that are in their order already, and concern no file.</summary>
    public static List<Issue> InGivenOrder(List<RawIssue> drafts) => Number(drafts, []);

    private static List<Issue> Number(List<RawIssue> drafts, Dictionary<string, string> roles)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var issues = new List<Issue>(drafts.Count);
        foreach (var draft in drafts)
        {
            var place = draft.File is null ? "" : roles.GetValueOrDefault(draft.File, draft.File);
            var key = $"{draft.Rule}\n{place}\n{Normalize(draft.Message)}";
            var ordinal = seen[key] = seen.GetValueOrDefault(key) + 1;
            issues.Add(new(draft.Rule, draft.Severity, draft.File, draft.At.Line, draft.At.Column, draft.Message, Hash(key, ordinal)));
        }

        return issues;
    }

    private static string Hash(string key, int ordinal)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}\n{ordinal}"));
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
    }

    private static string Normalize(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static int Compare(RawIssue left, RawIssue right)
    {
        var order = string.CompareOrdinal(left.File ?? "", right.File ?? "");
        if (order == 0) order = left.At.Line.CompareTo(right.At.Line);
        if (order == 0) order = left.At.Column.CompareTo(right.At.Column);
        if (order == 0) order = string.CompareOrdinal(left.Rule, right.Rule);
        if (order == 0) order = left.Severity.CompareTo(right.Severity);
        return order == 0 ? string.CompareOrdinal(left.Message, right.Message) : order;
    }
}
