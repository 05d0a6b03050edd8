namespace DocsGen.Server.Telemetry;

/// <summary>Marks a route that is told of.</summary>
/// <param name="Operation">What it is called, such as <c>push</c>.</param>
/// <param name="IsWrite">Whether it changes anything.</param>
internal sealed record Watched(string Operation, bool IsWrite);

/// <summary>What is known of one request to a watched route: numbers, slugs and names, and nothing that anybody wrote or must keep secret.</summary>
internal sealed class OperationNote
{
    /// <summary>The slug of a space that exists.</summary>
    public string? Space { get; set; }

    public string? Actor { get; set; }

    public long? Changeset { get; set; }

    public long? Files { get; set; }

    public long? Bytes { get; set; }

    /// <summary>A word or code; null when all went well.</summary>
    public string? Outcome { get; set; }

    /// <summary>The note of a request; one that nobody reads where the route is not watched.</summary>
    public static OperationNote Of(HttpContext http) => http.Features.Get<OperationNote>() ?? new();
}

/// <summary>Marks routes.</summary>
internal static class WatchedRoutes
{
    /// <summary>A route that changes something.</summary>
    public static RouteHandlerBuilder Watched(this RouteHandlerBuilder route, string operation, bool isWrite = true) => route.WithMetadata(new Watched(operation, isWrite));
}
