namespace DocsGen.Server.Requests;

/// <summary>Marks a route whose body is read before it is known who sends it: it is small.</summary>
internal sealed record SmallBody
{
    /// <summary>Most bytes, unfolded.</summary>
    public const long Most = 64 * 1024;

    /// <summary>The limit of a request, where the server has a general one.</summary>
    public static long LimitOf(HttpContext http, long general) => http.GetEndpoint()?.Metadata.GetMetadata<SmallBody>() is null ? general : Math.Min(Most, general);
}
