using System.Collections.Concurrent;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql;

/// <summary>Policies by their stored text. A space is read several times in each request, and its policy hardly ever changes; the same text is always the same policy.</summary>
internal static class StoredPolicies
{
    private const int Most = 1_000;
    private static readonly ConcurrentDictionary<string, SpacePolicy> Known = new(StringComparer.Ordinal);

    public static SpacePolicy Of(string json)
    {
        if (Known.TryGetValue(json, out var policy)) return policy;
        // Forgetting all of them costs one reading each.
        if (Known.Count >= Most) Known.Clear();
        return Known[json] = SpacePolicy.Parse(json);
    }
}
