using System.Security.Cryptography;
using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Reference;
using DocsGen.Server.Requests;
using DocsGen.Server.Telemetry;
using DocsGen.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary>Who is there: sessions, tokens, and <c>docsgen login</c>.</summary>
internal static class AccessEndpoints
{
    private const string Tag = "Access";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(AccessRoutes.Session, (Delegate)SignInAsync).WithMetadata(new SmallBody())
            .Describe(new() { Tag = Tag, Summary = "Signs a browser in, by password or by a link.", Request = typeof(SignInForm), Example = """{"user":"ada","password":"not hers"}""", Answer = typeof(SessionAnswer), Problems = [400, 401, 403, 413, 415, 429] });
        app.MapGet(AccessRoutes.Session, (Delegate)WhoAsync)
            .Describe(new() { Tag = Tag, Summary = "Who is signed in, and what they may do.", Scope = RouteFacts.Anybody, Answer = typeof(SessionAnswer), Problems = [400, 401, 403] });
        app.MapDelete(AccessRoutes.Session, (Delegate)SignOutAsync)
            .Describe(new() { Tag = Tag, Summary = "Signs out.", Scope = RouteFacts.Anybody, Good = StatusCodes.Status204NoContent, Problems = [400, 401, 403] });
        app.MapPost(AccessRoutes.Login, (Delegate)LoginAsync).WithMetadata(new SmallBody()).Watched("token.login")
            .Describe(new() { Tag = Tag, Summary = "Makes a token for whoever knows name and password.", Request = typeof(LoginForm), Example = """{"user":"ada","password":"not hers","name":"laptop","scopes":["push"]}""", Answer = typeof(TokenMadeAnswer), Problems = [400, 401, 403, 409, 413, 415, 429] });
        app.MapPost(AccessRoutes.Tokens, (Delegate)MakeTokenAsync).WithMetadata(new SmallBody()).Watched("token.create")
            .Describe(new() { Tag = Tag, Summary = "Makes a token, with no more than the caller may do.", Scope = RouteFacts.Anybody, Request = typeof(TokenForm), Example = """{"name":"ci","scopes":["push"],"expires":"30d"}""", Answer = typeof(TokenMadeAnswer), Problems = [400, 401, 403, 409, 413, 415] });
        app.MapGet(AccessRoutes.Tokens, (Delegate)TokensAsync)
            .Describe(new() { Tag = Tag, Summary = "The caller's tokens; an administrator's answer has all.", Scope = RouteFacts.Anybody, Answer = typeof(TokensAnswer), Problems = [400, 401, 403] });
        app.MapDelete(AccessRoutes.Tokens + "/{name}", RevokeAsync).Watched("token.revoke")
            .Describe(new() { Tag = Tag, Summary = "Revokes a token.", Scope = RouteFacts.Anybody, Good = StatusCodes.Status204NoContent, Problems = [400, 401, 403, 404] });
        app.MapGet(AccessRoutes.SignIn, (Delegate)SignInPage.ShowAsync).ExcludeFromDescription();
        app.MapPost(AccessRoutes.SignIn, (Delegate)SignInPage.TakeAsync).WithMetadata(new SmallBody()).ExcludeFromDescription();
    }

    /// <summary>Opens a session by a link, and gives the browser its cookie.</summary>
    /// <exception cref="RequestRefused">401.</exception>
    internal static async ValueTask<OpenedSession> OpenByLinkAsync(HttpContext http, string link)
    {
        http.RequestServices.GetRequiredService<RequestRates>().CountAttempt(http, "");
        return Opened(http, await UseOf(http).ByLinkAsync(link, http.RequestAborted) ?? throw NotGood("The link is not good: it was used before, it expired, or it never was one. Ask for another."));
    }

    /// <summary>Opens a session by a name and a password.</summary>
    /// <exception cref="RequestRefused">401.</exception>
    internal static async ValueTask<OpenedSession> OpenByPasswordAsync(HttpContext http, string user, string password)
    {
        http.RequestServices.GetRequiredService<RequestRates>().CountAttempt(http, user);
        return Opened(http, await UseOf(http).ByPasswordAsync(user, password, http.RequestAborted) ?? throw NotGood("Name or password is wrong."));
    }

    private static async Task<JsonHttpResult<SessionAnswer>> SignInAsync(HttpContext http)
    {
        // Another site could sign somebody in as somebody else, whose name would be on what they then do.
        SignInPage.RequireOwnSite(http);
        using var body = await JsonBody.ReadAsync(http);
        if (JsonBody.Text(body.RootElement, "link", "") is { } link) return await AnswerAsync(http, CallerOf(await OpenByLinkAsync(http, link)));
        var (user, password) = Credentials(body.RootElement);
        return await AnswerAsync(http, CallerOf(await OpenByPasswordAsync(http, user, password)));
    }

    private static async Task<JsonHttpResult<SessionAnswer>> WhoAsync(HttpContext http)
    {
        var caller = await Caller.RequireAsync(http);
        if (caller is { Kind: CallerKind.Proxy, Antiforgery: null })
        {
            caller = caller with { Antiforgery = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) };
            SessionCookie.SetAntiforgery(http, caller.Antiforgery!);
        }

        return await AnswerAsync(http, caller);
    }

    private static async Task<NoContent> SignOutAsync(HttpContext http)
    {
        var caller = await Caller.RequireAsync(http);
        if (caller.Session is { } session) await http.RequestServices.GetRequiredService<IStore>().Access.Sessions.EndAsync(session, http.RequestAborted);
        SessionCookie.Clear(http);
        return TypedResults.NoContent();
    }

    private static async Task<JsonHttpResult<TokenMadeAnswer>> LoginAsync(HttpContext http)
    {
        using var body = await JsonBody.ReadAsync(http);
        var (user, password) = Credentials(body.RootElement);
        http.RequestServices.GetRequiredService<RequestRates>().CountAttempt(http, user);
        var asked = TokenRequest.Read(body.RootElement);
        var proven = await UseOf(http).ProveAsync(user, password, http.RequestAborted) ?? throw NotGood("Name or password is wrong.");
        var store = http.RequestServices.GetRequiredService<IStore>();
        var limit = asked.Spaces ?? await TokenRequest.WidestAsync(store, proven.Rights, asked.Scopes, http.RequestAborted);
        var use = new IssueToken(store.Access with { Rights = proven.Rights }, RandomNumberGenerator.Fill, http.RequestServices.GetRequiredService<TimeProvider>());
        return Made(Value(await Formed(() => use.ExecuteAsync(asked.Name, asked.Scopes, limit, asked.Lifetime, proven.Actor, replace: true, http.RequestAborted))));
    }

    private static async Task<JsonHttpResult<TokenMadeAnswer>> MakeTokenAsync(HttpContext http)
    {
        var (caller, use) = await TokensOfAsync(http);
        // A token that ends or is narrow must not live on in another; one that may do everything could do so by other means.
        if (caller.Kind == CallerKind.Token && !caller.Rights.AllowEverywhere(Scope.Admin)) throw new RequestRefused(StatusCodes.Status403Forbidden, AccessPorts.NotAllowed, "A token makes no other token. Sign in, or use a token of an admin.");
        using var body = await JsonBody.ReadAsync(http);
        var asked = TokenRequest.Read(body.RootElement);
        return Made(Value(await Formed(() => use.ExecuteAsync(asked.Name, asked.Scopes, asked.Spaces, asked.Lifetime, caller.Actor, replace: false, http.RequestAborted))));
    }

    private static async Task<JsonHttpResult<TokensAnswer>> TokensAsync(HttpContext http)
    {
        var (caller, use) = await TokensOfAsync(http);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var tokens = await use.ListAsync(caller.Actor, http.RequestAborted);
        return TypedResults.Json(new TokensAnswer([.. tokens.Select(t => TokenRequest.Wire(t, now))]), AccessJson.Wire.TokensAnswer);
    }

    private static async Task<NoContent> RevokeAsync(HttpContext http, string name)
    {
        var (caller, use) = await TokensOfAsync(http);
        // A token may always end itself: so does 'docsgen logout'.
        if (caller.Token is { } token && token.Name != name && !caller.Rights.AllowEverywhere(Scope.Admin)) throw new RequestRefused(StatusCodes.Status403Forbidden, AccessPorts.NotAllowed, "A token revokes only itself. Sign in, or use a token of an admin.");
        Value(await use.RevokeAsync(name, caller.Actor, http.RequestAborted));
        return TypedResults.NoContent();
    }

    private static async ValueTask<(Caller Caller, IssueToken Use)> TokensOfAsync(HttpContext http)
    {
        var caller = await Caller.RequireAsync(http);
        var store = http.RequestServices.GetRequiredService<IStore>();
        return (caller, new(store.Access with { Rights = caller.Rights }, RandomNumberGenerator.Fill, http.RequestServices.GetRequiredService<TimeProvider>()));
    }

    private static (string User, string Password) Credentials(JsonElement body)
    {
        var user = JsonBody.Text(body, "user", "") ?? throw RequestRefused.Bad("user is missing.");
        var password = JsonBody.Text(body, "password", "") ?? throw RequestRefused.Bad("password is missing.");
        return (user, password);
    }

    private static SignIn UseOf(HttpContext http) =>
        new(http.RequestServices.GetRequiredService<IStore>().Access, RandomNumberGenerator.Fill, http.RequestServices.GetRequiredService<ServerOptions>().SessionLifetime);

    private static OpenedSession Opened(HttpContext http, OpenedSession opened)
    {
        SessionCookie.Set(http, opened.Secret, opened.Session.ExpiresUtc - opened.Session.CreatedUtc);
        return opened;
    }

    private static Caller CallerOf(OpenedSession opened) =>
        new(CallerKind.Session, opened.Session.User.Actor, opened.Session.User.Rights) { User = opened.Session.User, Session = opened.Session, Antiforgery = BrowserSession.AntiforgeryOf(opened.Secret) };

    private static async ValueTask<JsonHttpResult<SessionAnswer>> AnswerAsync(HttpContext http, Caller caller)
    {
        http.Response.Headers.CacheControl = "no-store";
        var spaces = await http.RequestServices.GetRequiredService<IStore>().Sync.Spaces.ListAsync(http.RequestAborted);
        var rights = spaces.Select(s => new SpaceRightsWire(s.Slug.Value, [.. Enum.GetValues<Scope>().Where(scope => caller.Rights.Allow(scope, s.Slug.Value)).Select(scope => scope.ToWire())])).Where(r => r.Scopes.Contains(Scope.Read.ToWire()));
        var expires = caller.Session?.ExpiresUtc ?? caller.Token?.ExpiresUtc;
        return TypedResults.Json(
            new SessionAnswer(caller.Actor.Name, caller.Kind.ToString().ToLowerInvariant(), [.. (caller.User?.Roles ?? []).Select(r => r.ToString())], [.. rights], caller.Antiforgery, expires is { } utc ? Answers.Wire.Time(utc) : null, caller.Token?.Name),
            AccessJson.Wire.SessionAnswer);
    }

    private static JsonHttpResult<TokenMadeAnswer> Made(CreatedToken made) => TypedResults.Json(
        new TokenMadeAnswer(made.Secret, made.Token.Name, made.Token.Actor.Name, [.. made.Token.Scopes.Select(s => s.ToWire())], made.Token.Spaces, made.Token.ExpiresUtc is { } utc ? Answers.Wire.Time(utc) : null),
        AccessJson.Wire.TokenMadeAnswer);

    private static async ValueTask<T> Formed<T>(Func<ValueTask<T>> use)
    {
        try
        {
            return await use();
        }
        catch (FormatException exception)
        {
            throw RequestRefused.Bad(exception.Message);
        }
    }

    private static T Value<T>(AccessAnswer<T> answer) => answer switch
    {
        AccessAnswer<T>.Done done => done.Value,
        AccessAnswer<T>.Refused refused => throw new RequestRefused(
            refused.Code switch { AccessPorts.NotAllowed => StatusCodes.Status403Forbidden, "token.exists" => StatusCodes.Status409Conflict, _ => StatusCodes.Status404NotFound }, refused.Code, refused.Message),
        _ => throw new InvalidOperationException("An answer is done or refused."),
    };

    private static RequestRefused NotGood(string message) => new(StatusCodes.Status401Unauthorized, "SIGN_IN_REFUSED", message);
}
