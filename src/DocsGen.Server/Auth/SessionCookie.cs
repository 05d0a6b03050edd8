namespace DocsGen.Server.Auth;

/// <summary>The cookies of browsers: the secret of a session, which no script can read; and for those whom a proxy names, a random value that must come back in a header.</summary>
internal static class SessionCookie
{
    private const string Name = "docsgen_session";
    private const string AntiforgeryName = "docsgen_antiforgery";

    public static string? Of(HttpContext http) => http.Request.Cookies[Name] is { Length: > 0 } secret ? secret : null;

    public static string? AntiforgeryOf(HttpContext http) => http.Request.Cookies[AntiforgeryName] is { Length: > 0 } value ? value : null;

    public static void Set(HttpContext http, string secret, TimeSpan lifetime) => http.Response.Cookies.Append(Name, secret, Options(http, lifetime, SameSiteMode.Lax));

    public static void SetAntiforgery(HttpContext http, string value) => http.Response.Cookies.Append(AntiforgeryName, value, Options(http, null, SameSiteMode.Strict));

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http, null, SameSiteMode.Lax));

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime, SameSiteMode site) =>
        new() { HttpOnly = true, SameSite = site, Secure = TrustedProxy.IsHttps(http), Path = "/", MaxAge = lifetime, IsEssential = true };
}
