namespace DocsGen.Server.Answers;

/// <summary>Routes whose answers carry an entity tag of what they say.</summary>
internal static class Tagged
{
    /// <summary>Names the answer of a route by its bytes, and leaves out what the client has.</summary>
    /// <param name="route">The route; it answers JSON.</param>
    /// <param name="isImmutable">Whether the answer stays the same for ever.</param>
    public static RouteHandlerBuilder WithTag(this RouteHandlerBuilder route, bool isImmutable = false) => route.AddEndpointFilter(async (context, next) =>
    {
        if (await next(context) is not IResult answer) throw new InvalidOperationException("A route with a tag answers by a result.");
        var http = context.HttpContext;
        var wire = http.Response.Body;
        await using var written = new MemoryStream();
        http.Response.Body = written;
        try
        {
            await answer.ExecuteAsync(http);
        }
        finally
        {
            http.Response.Body = wire;
        }

        var bytes = written.GetBuffer().AsMemory(0, (int)written.Length);
        if (Conditional.IsKnown(http, Conditional.TagOf(bytes.Span), isImmutable)) http.Response.ContentType = null;
        else await wire.WriteAsync(bytes, http.RequestAborted);
        return Results.Empty;
    });
}
