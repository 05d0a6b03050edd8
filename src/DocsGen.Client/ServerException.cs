using System.Net;

namespace DocsGen.Client;

/// <summary>A server that cannot be reached, answers what no server of ours would, or refuses a request that reads.</summary>
/// <param name="code">Stable: the server's own, or <c>server.unreachable</c> and <c>server.answer</c>.</param>
/// <param name="message">A sentence that says what to do.</param>
/// <param name="status">What it answered; null where it answered nothing.</param>
/// <param name="inner">What went wrong underneath.</param>
public sealed class ServerException(string code, string message, HttpStatusCode? status = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>No answer, however often it was asked.</summary>
    public const string Unreachable = "server.unreachable";

    /// <summary>An answer that is not of the protocol.</summary>
    public const string BadAnswer = "server.answer";

    public string Code { get; } = code;

    public HttpStatusCode? Status { get; } = status;

    /// <summary>Whether the caller is not known, or may not do it.</summary>
    public bool IsNotAllowed => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
}
