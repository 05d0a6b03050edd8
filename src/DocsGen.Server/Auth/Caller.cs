using DocsGen.Contracts;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;
using DocsGen.Server.Answers;
using DocsGen.Server.Telemetry;
using DocsGen.Storage;

namespace DocsGen.Server.Auth;

/// <summary>How a caller is known.</summary>
internal enum CallerKind
{
    Token,
    Session,
    Proxy,
}

/// <summary>Who sends a request, and what they may do now. Asked anew on every request: nothing of it is kept.</summary>
internal sealed record Caller(CallerKind Kind, Actor Actor, Rights Rights)
{
    private const string Scheme = "Bearer ";

    /// <summary>Who, when they are registered.</summary>
    public User? User { get; init; }

    public ApiToken? Token { get; init; }

    public BrowserSession? Session { get; init; }

    /// <summary>What must go with a change; null where nothing must.</summary>
    public string? Antiforgery { get; init; }

    /// <summary>The caller.</summary>
    /// <exception cref="RequestRefused">401 when nobody is known, 403 when a change was not meant by them.</exception>
    public static async ValueTask<Caller> RequireAsync(HttpContext http)
    {
        var caller = await FindAsync(http) ?? throw Unauthorized("This needs a token: send 'Authorization: Bearer TOKEN'. 'docsgen token create' makes one; browsers sign in.");
        OperationNote.Of(http).Actor = caller.Actor.ToString();
        caller.RequireMeant(http);
        return caller;
    }

    /// <summary>The caller; null when the request says nothing of one.</summary>
    /// <exception cref="RequestRefused">What it says is not good.</exception>
    public static async ValueTask<Caller?> FindAsync(HttpContext http)
    {
        var store = http.RequestServices.GetRequiredService<IStore>();
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        if (http.Request.Headers.Authorization is [{ } value]) return await ByTokenAsync(store, clock, value, http.RequestAborted);
        if (TrustedProxy.UserOf(http) is { } named) return await ByProxyAsync(http, store, named);
        return SessionCookie.Of(http) is { } secret ? await BySessionAsync(store, clock, secret, http.RequestAborted) : null;
    }

    /// <summary>Refuses a change that another site may have made a browser ask for.</summary>
    /// <exception cref="RequestRefused">403.</exception>
    public void RequireMeant(HttpContext http)
    {
        if (Kind == CallerKind.Token || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) return;
        var sent = http.Request.Headers[AccessRoutes.AntiforgeryHeader];
        if (Antiforgery is { } wanted && sent is [{ } given] && Same(given, wanted)) return;
        throw new RequestRefused(StatusCodes.Status403Forbidden, "ANTIFORGERY", $"A change that is asked for without a token needs the header {AccessRoutes.AntiforgeryHeader}; GET {AccessRoutes.Session} says its value.");
    }

    private static bool Same(string given, string wanted) => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(given), System.Text.Encoding.UTF8.GetBytes(wanted));

    private static async ValueTask<Caller> ByTokenAsync(IStore store, TimeProvider clock, string header, CancellationToken cancellationToken)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) throw Unauthorized("This needs a token: send 'Authorization: Bearer TOKEN'. 'docsgen token create' makes one.");
        return await new AuthenticateToken(store.Tokens, clock).ExecuteAsync(header[Scheme.Length..].Trim(), cancellationToken) is { } token
            ? new(CallerKind.Token, token.Actor, token.Rights) { Token = token, User = token.Holder }
            : throw Unauthorized("The token is not good: it is unknown, expired or revoked, or its user is disabled.");
    }

    private static async ValueTask<Caller> BySessionAsync(IStore store, TimeProvider clock, string secret, CancellationToken cancellationToken) =>
        await new AuthenticateSession(store.Access.Sessions, clock).ExecuteAsync(secret, cancellationToken) is { } session
            ? new(CallerKind.Session, session.User.Actor, session.User.Rights) { User = session.User, Session = session, Antiforgery = BrowserSession.AntiforgeryOf(secret) }
            : throw Unauthorized("You are not signed in any more. Sign in again.");

    private static async ValueTask<Caller> ByProxyAsync(HttpContext http, IStore store, string name) =>
        User.IsName(name) && await store.Access.Users.FindAsync(name, http.RequestAborted) is { IsDisabled: false } user
            ? new(CallerKind.Proxy, user.Actor, user.Rights) { User = user, Antiforgery = SessionCookie.AntiforgeryOf(http) }
            : throw new RequestRefused(StatusCodes.Status403Forbidden, "USER_UNKNOWN", $"The proxy says that you are '{name}', whom this server does not know, or who is disabled. 'docsgen user add' registers people.");

    private static RequestRefused Unauthorized(string message) => new(StatusCodes.Status401Unauthorized, "UNAUTHORIZED", message);
}
