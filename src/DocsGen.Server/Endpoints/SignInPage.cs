using System.Net;
using DocsGen.Contracts;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace DocsGen.Server.Endpoints;

/// <summary>Where people sign in: by a password, or by a link. Opening a link uses nothing up, since programs that look at links before people do open them too: it is taken by its button.</summary>
internal static class SignInPage
{
    private const string Style =
        """
        :root { color-scheme: light dark; --line: #d0d7de; --accent: #0550ae; --on-accent: #ffffff; --text: #1f2328; --back: #f6f8fa; --card: #ffffff; --bad: #a40e26; }
        @media (prefers-color-scheme: dark) { :root { --line: #3d444d; --accent: #79b8ff; --on-accent: #0d1117; --text: #e6edf3; --back: #0d1117; --card: #161b22; --bad: #ff9492; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
        main { width: min(26rem, 100vw - 2rem); padding: 1.5rem 1.75rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
        h1 { margin: 0 0 .75rem; font-size: 1.4rem; }
        label { display: block; margin: .75rem 0; font-weight: 600; }
        input { display: block; width: 100%; margin-top: .25rem; padding: .5rem .6rem; font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: 6px; }
        button { width: 100%; margin-top: .5rem; padding: .6rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 6px; cursor: pointer; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        a { color: var(--accent); }
        .refused { color: var(--bad); font-weight: 600; }
        .quiet { font-size: .9rem; }
        """;

    private static readonly string Policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static async Task<ContentHttpResult> ShowAsync(HttpContext http)
    {
        if (http.Request.Query["link"] is [{ Length: > 0 } link])
        {
            return Page(http, $"""<h1>Sign in to DocsGen</h1><p>This link signs you in at {WebUtility.HtmlEncode(http.Request.Host.Value)}, once.</p><form method="post" action="{AccessRoutes.SignIn}"><input type="hidden" name="link" value="{WebUtility.HtmlEncode(link)}"><button autofocus>Sign in</button></form>""");
        }

        string? name = null;
        try
        {
            name = (await Caller.FindAsync(http))?.Actor.Name;
        }
        catch (RequestRefused)
        {
            // Nobody, then.
        }

        return name is null ? Page(http, Form("")) : Page(http, $"""<h1>DocsGen</h1><p>You are signed in as {WebUtility.HtmlEncode(name)}.</p><p class="quiet"><a href="/docs">What this server answers</a></p>""");
    }

    public static async Task<IResult> TakeAsync(HttpContext http)
    {
        RequireOwnSite(http);
        var form = await FormAsync(http);
        try
        {
            if (form["link"] is [{ Length: > 0 } link]) await AccessEndpoints.OpenByLinkAsync(http, link);
            else if (form["user"] is [{ Length: > 0 } user] && form["password"] is [{ Length: > 0 } password]) await AccessEndpoints.OpenByPasswordAsync(http, user, password);
            else throw RequestRefused.Bad("A link is missing, or a user and a password.");
            return TypedResults.LocalRedirect(AccessRoutes.SignIn);
        }
        catch (RequestRefused refused) when (http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            // People are told on the page; programs get problem details.
            return Page(http, Form($"""<p class="refused" role="alert">{WebUtility.HtmlEncode(refused.Message)}</p>"""), refused.Status);
        }
    }

    // The form of the page. In parts (multipart), which browsers send for files alone, it can be broken in more ways than one.
    private static async Task<IFormCollection> FormAsync(HttpContext http)
    {
        try
        {
            if (MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (InvalidDataException wrong)
        {
            throw RequestRefused.Bad($"The form cannot be read: {wrong.Message}");
        }

        throw RequestRefused.Bad("What to sign in with should come as a form: Content-Type: application/x-www-form-urlencoded.");
    }

    /// <summary>Refuses a sign-in that a page of another site asks for.</summary>
    /// <exception cref="RequestRefused">403.</exception>
    public static void RequireOwnSite(HttpContext http)
    {
        if (http.Request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"]) throw Foreign();
        if (http.Request.Headers.Origin is [{ } origin] && (!Uri.TryCreate(origin, UriKind.Absolute, out var from) || from.Authority != http.Request.Host.Value)) throw Foreign();
    }

    private static RequestRefused Foreign() => new(StatusCodes.Status403Forbidden, "OTHER_SITE", "Only pages of this server sign people in.");

    private static string Form(string refusal) =>
        $"""<h1>Sign in to DocsGen</h1>{refusal}<form method="post" action="{AccessRoutes.SignIn}"><label>Name<input name="user" autocomplete="username" required autofocus></label><label>Password<input name="password" type="password" autocomplete="current-password" required></label><button>Sign in</button></form><p class="quiet">Without a password, ask for a link: <code>docsgen user link NAME</code> makes one.</p>""";

    private static ContentHttpResult Page(HttpContext http, string body, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Content(
            $"""<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in - DocsGen</title><style>{Style}</style></head><body><main>{body}</main></body></html>""", "text/html; charset=utf-8", statusCode: status);
    }
}
