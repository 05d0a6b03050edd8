using System.IO.Enumeration;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DocsGen.Core.Sync;

/// <summary>Whether a publish applies everything or nothing (S5).</summary>
public enum PublishMode
{
    Atomic,

    /// <summary>Files without a conflict go live; they stay applied, and are never refused later.</summary>
    PerFile,
}

/// <summary>What happens at a publish to a file whose document changed since its base.</summary>
public enum StaleFile
{
    Conflict,

    /// <summary>It is merged where the three-way merge is clean.</summary>
    Merge,
}

/// <summary>What a space asks of its changesets. A requirement that is not met stops a publish; all that are unmet are listed at once.</summary>
public sealed record SpacePolicy
{
    /// <summary>The check that runs the validators over the would-be documents; only issues that were not there before stop a publish.</summary>
    public const string DocsetCheck = "docset";

    /// <summary>How many distinct people must have accepted, or amended to, exactly what is published, for each file.</summary>
    public int Approvals { get; init; }

    /// <summary>Whether who pushed a changeset may decide its files. When not, whoever amends a file counts as its author too (S11).</summary>
    public bool AuthorMayDecide { get; init; } = true;

    /// <summary>Checks that must pass: <see cref="DocsetCheck"/>.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>Paths that ask for more.</summary>
    public IReadOnlyList<ProtectedPath> Protected { get; init; } = [];

    public PublishMode Publish { get; init; }

    public StaleFile Stale { get; init; }

    /// <summary>Whether a clean rebase keeps decisions (S7).</summary>
    public bool CarryDecisions { get; init; } = true;

    /// <summary>Most files of one changeset.</summary>
    public int MaxFiles { get; init; } = 100_000;

    /// <summary>Most files of one request of the sync protocol that brings their contents along.</summary>
    public int MaxRequestFiles { get; init; } = 500;

    /// <summary>Most bytes of one file.</summary>
    public long MaxFileBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Reads a policy that a person wrote.</summary>
    /// <exception cref="FormatException">It is none; the message says where and what to do.</exception>
    public static SpacePolicy Parse(string json)
    {
        try
        {
            var policy = Whole(json).Deserialize(PolicyJson.Default.SpacePolicy)!;
            return policy.WhatIsWrong() is { } wrong ? throw new FormatException(wrong) : policy;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The policy cannot be read at {exception.Path ?? "$"}: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException("The policy holds a text that is none: broken UTF-8, or half of a surrogate pair.", exception);
        }
    }

    // Generated code gives what is left out the default of its type, not the one that stands here: it is written in before.
    private static JsonObject Whole(string json)
    {
        var given = JsonNode.Parse(json, documentOptions: new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false, MaxDepth = 16 }) as JsonObject
            ?? throw new FormatException("A policy is a JSON object.");
        AddMissing(given, JsonSerializer.SerializeToNode(new(), PolicyJson.Default.SpacePolicy)!.AsObject());
        var path = JsonSerializer.SerializeToNode(new() { Path = "" }, PolicyJson.Default.ProtectedPath)!.AsObject();
        path.Remove("path");
        foreach (var entry in (given["protected"] as JsonArray ?? []).OfType<JsonObject>()) AddMissing(entry, path);
        return given;
    }

    private static void AddMissing(JsonObject given, JsonObject defaults)
    {
        foreach (var (name, value) in defaults.Where(d => !given.ContainsKey(d.Key))) given[name] = value?.DeepClone();
    }

    /// <summary>The policy as JSON, as <see cref="Parse"/> takes it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PolicyJson.Default.SpacePolicy);

    /// <summary>The protected paths that a path falls under.</summary>
    public IEnumerable<ProtectedPath> ProtectionOf(ServerPath path) => Protected.Where(p => p.Covers(path));

    private string? WhatIsWrong()
    {
        if (Approvals is < 0 or > 20) return $"$.approvals is {Approvals}; it should lie between 0 and 20.";
        // Annotations say nothing of what is in a list.
        if (Checks.Contains(null!) || Protected.Any(p => p is null || p.Approvers.Contains(null!))) return "A list holds null; leave it out.";
        if (Checks.FirstOrDefault(c => c != DocsetCheck) is { } unknown) return $"$.checks names '{unknown}'; the checks are: {DocsetCheck}.";
        if (Protected.Any(p => p.Path.Length == 0)) return "$.protected holds an entry without a path; give it one such as 'policies/*'.";
        if (Protected.Any(p => p.Approvals is < 0 or > 20)) return "$.protected holds an entry whose approvals do not lie between 0 and 20.";
        if (MaxFiles is < 1 or > 100_000) return $"$.maxFiles is {MaxFiles}; it should lie between 1 and 100000.";
        if (MaxRequestFiles is < 1 or > 100_000) return $"$.maxRequestFiles is {MaxRequestFiles}; it should lie between 1 and 100000.";
        return MaxFileBytes is < 1 or > 1L << 30 ? $"$.maxFileBytes is {MaxFileBytes}; it should lie between 1 and {1L << 30}." : null;
    }
}

/// <summary>Paths that ask for more than the rest of the space.</summary>
public sealed record ProtectedPath
{
    /// <summary>A pattern over whole server paths, any case; <c>*</c> stands for any characters, slashes too, and <c>?</c> for one.</summary>
    public required string Path { get; init; }

    /// <summary>Approvals that each such file needs.</summary>
    public int Approvals { get; init; } = 1;

    /// <summary>Whose approvals count; anybody's when empty.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    public bool Covers(ServerPath path) => FileSystemName.MatchesSimpleExpression(Path, path.Value, ignoreCase: true);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false, MaxDepth = 16, RespectNullableAnnotations = true, AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(SpacePolicy))]
internal sealed partial class PolicyJson : JsonSerializerContext;
