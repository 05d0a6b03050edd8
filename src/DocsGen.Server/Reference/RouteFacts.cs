using DocsGen.Contracts;

namespace DocsGen.Server.Reference;

/// <summary>What the reference says of a route, beyond its address.</summary>
internal sealed record RouteFacts
{
    /// <summary>The group that it belongs to.</summary>
    public required string Tag { get; init; }

    /// <summary>One sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Any caller who is known, whatever they may do.</summary>
    public const string Anybody = "anybody";

    /// <summary>The scope that it takes, or several with a bar of which one is enough; null where it takes no token.</summary>
    public string? Scope { get; init; }

    /// <summary>The form of its body; null where it takes none.</summary>
    public Type? Request { get; init; }

    /// <summary>A body as JSON; or, where it takes bytes, any text.</summary>
    public string? Example { get; init; }

    /// <summary>Whether the body is bytes.</summary>
    public bool TakesBytes { get; init; }

    /// <summary>The form of its answer; null where that is no JSON.</summary>
    public Type? Answer { get; init; }

    /// <summary>What the answer is.</summary>
    public string AnswerType { get; init; } = "application/json";

    /// <summary>Statuses beyond those of every route.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [];

    /// <summary>Statuses that are told as problem details (RFC 9457), outside of the sync routes.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];

    /// <summary>The status of a good answer.</summary>
    public int Good { get; init; } = StatusCodes.Status200OK;

    /// <summary>What may follow in the address.</summary>
    public IReadOnlyList<(string Name, string About)> Query { get; init; } = [];
}

/// <summary>Describes routes beside their mapping.</summary>
internal static class RouteDescriptions
{
    private static readonly int[] OfEveryRoute = [400, 401, 403, 404, 500, 503];
    private static readonly int[] OfKeptAnswers = [409, 413, 415, 422];

    /// <summary>Puts a route into the reference.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, RouteFacts facts)
    {
        route.WithMetadata(facts).WithTags(facts.Tag).WithSummary(facts.Summary).Produces(facts.Good, facts.Answer, facts.AnswerType);
        foreach (var status in facts.Problems) route.Produces<ProblemAnswer>(status, ProblemAnswer.MediaType);
        var refusals = facts.Scope is null || facts.Problems.Count > 0 ? facts.Statuses : OfEveryRoute.Concat(facts.Request is null && !facts.TakesBytes ? [] : OfKeptAnswers).Concat(facts.Statuses);
        foreach (var status in refusals.Distinct().Order())
        {
            if (status == StatusCodes.Status304NotModified) route.Produces(status);
            else if (facts.Scope is null || facts.Problems.Count > 0) route.Produces(status, contentType: facts.AnswerType);
            else route.Produces<ErrorAnswer>(status, "application/json");
        }

        return route;
    }
}
