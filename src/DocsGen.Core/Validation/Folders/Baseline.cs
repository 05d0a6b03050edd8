using System.Text.Json;

namespace DocsGen.Core.Validation;

/// <summary>Issues of an earlier validation, as its JSON report holds them.</summary>
/// <param name="Issues">All of them.</param>
/// <param name="Hashes">Content hashes of the files that had issues, by name.</param>
public sealed record Baseline(IReadOnlyList<Issue> Issues, IReadOnlyDictionary<string, string> Hashes)
{
    /// <summary>Reads a report that <c>docsgen validate --json</c> printed.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong.</exception>
    public static Baseline Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new() { MaxDepth = 64 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("issues", out _)) throw new FormatException("it holds no issues");
            var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
            if (document.RootElement.TryGetProperty("hashes", out var listed))
            {
                foreach (var file in listed.EnumerateObject()) hashes[file.Name] = file.Value.GetString() ?? "";
            }

            return new(IssueJson.ReadArray(document.RootElement), hashes);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(failure.Message, failure);
        }
    }
}
