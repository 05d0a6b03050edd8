using System.Net;
using DocsGen.Contracts;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary>The page of a sign-in link. Opening it uses nothing up, since programs that look at links before people do open them too: the link is taken by its button.</summary>
internal static class SignInPage
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static async Task<ContentHttpResult> ShowAsync(HttpContext http)
    {
        if (http.Request.Query["link"] is [{ Length: > 0 } link])
        {
            return Page(http, $"""<form method="post" action="{AccessRoutes.SignIn}"><input type="hidden" name="link" value="{WebUtility.HtmlEncode(link)}"><button autofocus>Sign in to DocsGen</button></form>""");
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

        return Page(http, name is null ? "<p>You are not signed in. Ask for a link: <code>docsgen user link NAME</code> makes one.</p>" : $"<p>You are signed in as {WebUtility.HtmlEncode(name)}.</p>");
    }

    public static async Task<RedirectHttpResult> TakeAsync(HttpContext http)
    {
        RequireOwnSite(http);
        if (!http.Request.HasFormContentType) throw RequestRefused.Bad("The link should come as a form.");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["link"] is not [{ Length: > 0 } link]) throw RequestRefused.Bad("link is missing.");
        await AccessEndpoints.OpenByLinkAsync(http, link);
        return TypedResults.LocalRedirect(AccessRoutes.SignIn);
    }

    /// <summary>Refuses a sign-in that a page of another site asks for.</summary>
    /// <exception cref="RequestRefused">403.</exception>
    public static void RequireOwnSite(HttpContext http)
    {
        if (http.Request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"]) throw Foreign();
        if (http.Request.Headers.Origin is [{ } origin] && (!Uri.TryCreate(origin, UriKind.Absolute, out var from) || from.Authority != http.Request.Host.Value)) throw Foreign();
    }

    private static RequestRefused Foreign() => new(StatusCodes.Status403Forbidden, "OTHER_SITE", "Only pages of this server sign people in.");

    private static ContentHttpResult Page(HttpContext http, string body)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Content(
            $"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>DocsGen</title><style>body{"{font:1.1rem sans-serif;margin:20vh auto;max-width:30rem;text-align:center}"}</style></head><body>{body}</body></html>""", "text/html; charset=utf-8");
    }
}
