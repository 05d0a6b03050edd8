using System.Globalization;
using System.Text.Json;

namespace DocsGen.Core.Validation;

/// <summary>Issues of an earlier validation, as its JSON report holds them.</summary>
/// <param name="Issues">All of them.</param>
/// <param name="Hashes">Content hashes of all files, by name; null in a report that has none.</param>
public sealed record Baseline(IReadOnlyList<Issue> Issues, IReadOnlyDictionary<string, string>? Hashes)
{
    /// <summary>
    /// The issues that count as known beside those found now: not a rule that failed, which is never a pass; not one that somebody answered for then and
    /// nobody does now; not one that weighs more now.
    /// </summary>
    public IReadOnlyList<Issue> KnownBeside(IReadOnlyList<Issue> found)
    {
        var now = new Dictionary<string, Issue>(StringComparer.Ordinal);
        foreach (var issue in found) now.TryAdd(issue.Fingerprint, issue);
        return [.. Issues.Where(i => i.Rule != Validator.FailedRule && !(now.TryGetValue(i.Fingerprint, out var twin) && twin.Suppressed is null && (i.Suppressed is not null || twin.Severity < i.Severity)))];
    }

    /// <summary>Reads a report that <c>docsgen validate --json</c> printed.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong.</exception>
    public static Baseline Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new() { MaxDepth = 64 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("issues", out _)) throw new NoResultException("it holds no issues");
            Dictionary<string, string>? hashes = null;
            if (document.RootElement.TryGetProperty("hashes", out var listed))
            {
                hashes = new(StringComparer.Ordinal);
                foreach (var file in listed.EnumerateObject()) hashes[file.Name] = file.Value.GetString() ?? "";
            }

            return new(IssueJson.ReadArray(document.RootElement), hashes);
        }
        catch (JsonException failure)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"it is no JSON from line {failure.LineNumber + 1} on"), failure);
        }
        catch (Exception failure) when (failure is KeyNotFoundException or InvalidOperationException or FormatException { InnerException: null } and not NoResultException)
        {
            throw new FormatException("one of its issues or hashes lacks something that every one has, or has another kind of value there", failure);
        }
    }

    private sealed class NoResultException(string message) : FormatException(message);
}
