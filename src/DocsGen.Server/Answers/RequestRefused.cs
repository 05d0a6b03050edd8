namespace DocsGen.Server.Answers;

/// <summary>A request that is refused before any use case sees it, or that names what is not there. The error handler writes it in the form of its route.</summary>
internal sealed class RequestRefused(int status, string code, string message, string? fileId = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The file that it is about, where it is about one.</summary>
    public string? FileId { get; } = fileId;

    /// <summary>After how many seconds it may be tried again; null where that does not matter.</summary>
    public int? RetryAfter { get; init; }

    public static RequestRefused Bad(string message) => new(StatusCodes.Status400BadRequest, "BAD_REQUEST", message);
}
