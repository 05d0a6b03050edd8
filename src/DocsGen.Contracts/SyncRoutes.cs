namespace DocsGen.Contracts;

/// <summary>Where the sync protocol is served, and what its requests are called.</summary>
public static class SyncRoutes
{
    /// <summary>Every route is there under both.</summary>
    public static readonly IReadOnlyList<string> Prefixes = ["/api/v1/sync", "/v1/sync"];

    /// <summary>Every route about changesets is there under both.</summary>
    public static readonly IReadOnlyList<string> Changesets = ["changesets", "commits"];

    /// <summary>Names the space by its slug; existing clients send this one.</summary>
    public const string SpaceHeader = "X-Jolli-Space";

    /// <summary>The same.</summary>
    public const string OwnSpaceHeader = "X-DocsGen-Space";

    /// <summary>The space of requests that name none.</summary>
    public const string DefaultSpace = "default";

    /// <summary>The only branch there is.</summary>
    public const string Branch = "main";

    /// <summary>The name of a document in answers.</summary>
    public static string DocJrn(string fileId) => $"jrn:/global:docs:article/sync-{fileId}";
}
