using System.Net;
using System.Security.Cryptography;
using DocsGen.Contracts;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.TestSupport;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>Who is there, and what they may do, over HTTP.</summary>
public abstract class AccessContract : IAsyncLifetime
{
    private const string Password = "correct horse battery";
    private const string Sync = "/api/v1/sync/";

    private static readonly Actor Ada = Actor.User("ada");

    private readonly SettableClock clock = new(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private ServedStore served = null!;

    protected abstract string? NewDatabase();

    public async Task InitializeAsync()
    {
        served = await ServedStore.StartAsync(NewDatabase(), clock: clock, options: o => o with { ProxyUserHeader = "X-Forwarded-User", TrustedProxies = [IPNetwork.Parse("127.0.0.2/32")] });
        await new CreateSpace(served.Store.Sync).ExecuteAsync(SpaceSlug.Parse("other"), null, new(), Ada, default);
    }

    public async Task DisposeAsync() => await served.DisposeAsync();

    [Fact]
    public async Task Who_signs_in_by_password_works_with_a_cookie_and_the_header_that_goes_with_changes()
    {
        await AddAsync("ben", "author@default");
        using var browser = new Browser(served.Url);
        var answer = await browser.SignInAsync(new { user = "ben", password = Password });
        (answer.GetProperty("name").GetString(), answer.GetProperty("kind").GetString(), answer.GetProperty("roles")[0].GetString()).ShouldBe(("ben", "session", "author@default"));
        answer.GetProperty("spaces").EnumerateArray().Select(s => s.ToString()).ShouldBe(["""{"slug":"default","scopes":["read","push"]}"""]);
        var cookie = (await browser.PostAsync(AccessRoutes.Session, new { user = "ben", password = Password })).Headers["Set-Cookie"];
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldNotContain("secure");
        browser.Antiforgery = (await browser.GetAsync(AccessRoutes.Session)).Good().GetProperty("antiforgery").GetString();
        var pushed = (await browser.PostAsync(Sync + "push", Push("c-1", Upsert("F1", "a.md", 0, "a\n")))).Good();
        pushed.GetProperty("changeset").GetProperty("pushedBy").GetString().ShouldBe("ben");
        (await browser.GetAsync(Sync + "status")).Good();
        (await browser.GetAsync(Sync + "status", (SyncRoutes.OwnSpaceHeader, "other"))).Status.ShouldBe(403);

        foreach (var wrong in new[] { null, "", "x", browser.Antiforgery + "x" })
        {
            using var other = new HttpClient(new HttpClientHandler { CookieContainer = browser.Cookies }) { BaseAddress = new(served.Url + Sync) };
            if (wrong is not null) other.DefaultRequestHeaders.TryAddWithoutValidation(AccessRoutes.AntiforgeryHeader, wrong);
            await other.TellAsync("pull", new { }).RefusedAsync(403, "ANTIFORGERY");
        }
    }

    [Fact]
    public async Task What_is_wrong_with_name_or_password_cannot_be_told_from_outside()
    {
        await AddAsync("ben", "author");
        await AddAsync("cid", "author");
        await ChangeAsync(u => u.SetDisabledAsync("cid", disabled: true, null, Ada, default));
        using var browser = new Browser(served.Url);
        var answers = new List<string>();
        foreach (var (user, password) in new[] { ("ben", "wrong password"), ("nobody", Password), ("cid", Password), ("", Password), ("ben", "") })
        {
            answers.Add((await browser.PostAsync(AccessRoutes.Session, new { user, password })).Refused(401, "SIGN_IN_REFUSED").Text);
            answers.Add((await browser.PostAsync(AccessRoutes.Login, new { user, password, name = "t", scopes = new[] { "read" } })).Refused(401, "SIGN_IN_REFUSED").Text);
        }

        answers.Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        browser.Cookies.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_session_counts_on_every_server_and_ends_on_every_server()
    {
        await AddAsync("ben", "author");
        await using var second = await ServedStore.StartAnotherAsync(served.Store, o => o with { Clock = clock });
        using var browser = new Browser(served.Url);
        await browser.SignInAsync(new { user = "ben", password = Password });
        using var there = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new(second.Urls.Single() + Sync) };
        there.DefaultRequestHeaders.Add("Cookie", browser.Cookies.GetCookieHeader(new(served.Url)));
        (await there.AskAsync("status")).Status.ShouldBe(200);
        (await browser.SendAsync(HttpMethod.Delete, AccessRoutes.Session)).Status.ShouldBe(204);
        await there.AskAsync("status").RefusedAsync(401, "UNAUTHORIZED");
        browser.Cookies.GetCookieHeader(new(served.Url)).ShouldBe("");
        (await browser.GetAsync(AccessRoutes.Session)).Refused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_session_ends_when_its_time_is_over_and_counts_for_nothing_once_its_user_is_disabled_or_loses_a_role()
    {
        await AddAsync("ben", "author@default", "reviewer");
        using var browser = new Browser(served.Url);
        await browser.SignInAsync(new { user = "ben", password = Password });
        await ChangeAsync(u => u.SetRoleAsync("ben", new(Role.Author, "default"), given: false, null, Ada, default));
        (await browser.GetAsync(Sync + "status")).Good();
        (await browser.PostAsync(Sync + "push", Push("c-1", Upsert("F1", "a.md", 0, "a\n")))).Status.ShouldBe(403);
        clock.Now += TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1);
        (await browser.GetAsync(Sync + "status")).Good();
        clock.Now += TimeSpan.FromSeconds(1);
        (await browser.GetAsync(Sync + "status")).Status.ShouldBe(401);
        await browser.SignInAsync(new { user = "ben", password = Password });
        await ChangeAsync(u => u.SetDisabledAsync("ben", disabled: true, null, Ada, default));
        (await browser.GetAsync(Sync + "status")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task The_page_signs_people_in_by_password_and_tells_them_on_the_page_what_is_wrong()
    {
        await AddAsync("ben", "author");
        using var browser = new Browser(served.Url);
        (await browser.GetAsync("/signin")).Text.ShouldContain("<label>Password");
        FormUrlEncodedContent With(string password) => new(new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = "ben", ["password"] = password });
        var wrong = await browser.PostAsync("/signin", With("<b>guess</b>"), ("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin"));
        (wrong.Status, wrong.MediaType).ShouldBe((401, "text/html"));
        wrong.Text.ShouldContain("role=\"alert\">Name or password is wrong.");
        wrong.Text.ShouldNotContain("guess");
        (await browser.PostAsync("/signin", With("guess"))).Refused(401, "SIGN_IN_REFUSED");
        (await browser.PostAsync("/signin", With(Password), ("Accept", "text/html"), ("Sec-Fetch-Site", "cross-site"))).Status.ShouldBe(403);
        (await browser.PostAsync("/signin", With(Password), ("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin"))).Status.ShouldBe(302);
        (await browser.GetAsync("/signin")).Text.ShouldContain("You are signed in as ben.");
    }

    [Theory]
    [InlineData("multipart/form-data", "")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"link\"\r\n\r\nx")]
    [InlineData("application/json", "{}")]
    [InlineData("application/x-www-form-urlencoded; charset=none", "user=%zz%ff&=")]
    [InlineData("application/x-www-form-urlencoded", null)]
    public async Task A_form_that_cannot_be_read_is_a_bad_request(string type, string? body)
    {
        using var browser = new Browser(served.Url);
        using var content = new StringContent(body ?? string.Concat(Enumerable.Repeat("a=b&", 2000)));
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        (await browser.PostAsync("/signin", content)).Refused(400, "BAD_REQUEST");
    }

    [Fact]
    public async Task A_link_is_good_once_and_looking_at_it_does_not_use_it_up()
    {
        await AddAsync("ben", "author");
        var link = await LinkAsync("ben");
        using var browser = new Browser(served.Url);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var page = await browser.GetAsync($"/signin?link={link}");
            (page.Status, page.MediaType, page.Headers["Referrer-Policy"], page.Headers["Cache-Control"]).ShouldBe((200, "text/html", "no-referrer", "no-store"));
            page.Text.ShouldContain(link);
        }

        (await browser.GetAsync("/signin?link=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")).Text.ShouldNotContain("<script>");
        (await browser.PostAsync("/signin", Form(link), ("Origin", "https://elsewhere.example"))).Refused(403, "OTHER_SITE");
        (await browser.PostAsync("/signin", Form(link), ("Sec-Fetch-Site", "cross-site"))).Refused(403, "OTHER_SITE");
        var taken = await browser.PostAsync("/signin", Form(link), ("Origin", served.Url), ("Sec-Fetch-Site", "same-origin"));
        (taken.Status, taken.Headers["Location"]).ShouldBe((302, "/signin"));
        (await browser.GetAsync("/signin")).Text.ShouldContain("You are signed in as ben.");
        (await browser.PostAsync("/signin", Form(link))).Refused(401, "SIGN_IN_REFUSED");
        (await browser.PostAsync(AccessRoutes.Session, new { link })).Refused(401, "SIGN_IN_REFUSED");

        using var other = new Browser(served.Url);
        (await other.SignInAsync(new { link = await LinkAsync("ben") })).GetProperty("name").GetString().ShouldBe("ben");
        (await other.PostAsync(Sync + "push", Push("c-1", Upsert("F1", "a.md", 0, "a\n")))).Good();
        var late = await LinkAsync("ben");
        clock.Now += CreateSignInLink.UsualLifetime;
        (await other.PostAsync(AccessRoutes.Session, new { link = late })).Refused(401, "SIGN_IN_REFUSED");
    }

    [Fact]
    public async Task Nobody_makes_a_token_that_opens_more_than_they_hold()
    {
        await AddAsync("ben", "author@default");
        using var browser = new Browser(served.Url);
        await browser.SignInAsync(new { user = "ben", password = Password });
        (await browser.PostAsync(AccessRoutes.Tokens, new { name = "t", scopes = new[] { "push" } })).Refused(403, "NOT_ALLOWED");
        (await browser.PostAsync(AccessRoutes.Tokens, new { name = "t", scopes = new[] { "publish" }, spaces = new[] { "default" } })).Refused(403, "NOT_ALLOWED");
        (await browser.PostAsync(AccessRoutes.Tokens, new { name = "t", scopes = new[] { "push" }, spaces = new[] { "default", "other" } })).Refused(403, "NOT_ALLOWED");
        (await browser.PostAsync(AccessRoutes.Tokens, new { name = "t", scopes = new[] { "agent" }, spaces = new[] { "default" } })).Refused(403, "NOT_ALLOWED");
        (await browser.PostAsync(AccessRoutes.Tokens, new { name = "t", scopes = new[] { "fly" } })).Refused(400, "BAD_REQUEST");
        (await browser.PostAsync(AccessRoutes.Tokens, new { name = "t", scopes = Array.Empty<string>(), spaces = new[] { "default" } })).Refused(400, "BAD_REQUEST");
        var made = (await browser.PostAsync(AccessRoutes.Tokens, new { name = "t", scopes = new[] { "push" }, spaces = new[] { "default" }, expires = "30d" })).Good();
        made.GetProperty("expiresAt").GetString().ShouldBe("2026-02-01T03:04:05.000Z");
        (await browser.PostAsync(AccessRoutes.Tokens, new { name = "t", scopes = new[] { "read" }, spaces = new[] { "default" } })).Refused(409, "token.exists");
        var listed = (await browser.GetAsync(AccessRoutes.Tokens)).Good().GetProperty("tokens").EnumerateArray().Select(t => t.GetProperty("name").GetString()).ToList();
        listed.ShouldBe(["t"], "others' tokens are nobody else's business");

        using var bearer = new Browser(served.Url);
        var token = ("Authorization", $"Bearer {made.GetProperty("token").GetString()}");
        (await bearer.PostAsync(Sync + "push", Push("c-1", Upsert("F1", "a.md", 0, "a\n")), token)).Good();
        (await bearer.PostAsync(AccessRoutes.Tokens, new { name = "u", scopes = new[] { "read" }, spaces = new[] { "default" } }, token)).Refused(403, "NOT_ALLOWED");
        (await bearer.SendAsync(HttpMethod.Delete, AccessRoutes.Tokens + "/x", null, token)).Refused(403, "NOT_ALLOWED");
        (await browser.SendAsync(HttpMethod.Delete, $"{AccessRoutes.Tokens}/{(await served.Store.Tokens.ListAsync(default))[0].Name}")).Refused(404, "token.not_found");
        // What the user may no longer do, the token no longer does.
        await ChangeAsync(u => u.SetRoleAsync("ben", new(Role.Author, "default"), given: false, null, Ada, default));
        (await bearer.GetAsync(Sync + "status", token)).Status.ShouldBe(403);
        (await bearer.SendAsync(HttpMethod.Delete, AccessRoutes.Tokens + "/t", null, token)).Status.ShouldBe(204);
        (await bearer.GetAsync(AccessRoutes.Session, token)).Refused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_login_gives_a_token_and_a_second_one_takes_its_place()
    {
        await AddAsync("ben", "author@default");
        using var plain = new Browser(served.Url);
        var first = (await plain.PostAsync(AccessRoutes.Login, new { user = "ben", password = Password, name = "laptop", scopes = new[] { "push" }, expires = "90d" })).Good();
        first.GetProperty("spaces").EnumerateArray().Select(s => s.GetString()).ShouldBe(["default"]);
        var second = (await plain.PostAsync(AccessRoutes.Login, new { user = "ben", password = Password, name = "laptop", scopes = new[] { "read" } })).Good();
        (await plain.GetAsync(AccessRoutes.Session, ("Authorization", $"Bearer {first.GetProperty("token").GetString()}"))).Refused(401, "UNAUTHORIZED");
        var who = (await plain.GetAsync(AccessRoutes.Session, ("Authorization", $"Bearer {second.GetProperty("token").GetString()}"))).Good();
        (who.GetProperty("kind").GetString(), who.GetProperty("token").GetString(), who.TryGetProperty("antiforgery", out _)).ShouldBe(("token", "laptop", false));
        (await plain.PostAsync(AccessRoutes.Login, new { user = "ben", password = Password, name = "x", scopes = new[] { "publish" } })).Refused(403, "NOT_ALLOWED");
        (await served.Store.Access.Log.EventsAsync(0, 100, default)).Select(e => e.Type).TakeLast(3).ShouldBe(["token.created", "token.revoked", "token.created"]);
    }

    [Fact]
    public async Task The_word_of_a_proxy_counts_only_from_its_address()
    {
        await AddAsync("ben", "author");
        using var browser = new Browser(served.Url);
        var named = ("X-Forwarded-User", "ben");
        (await browser.GetAsync(AccessRoutes.Session, named)).Refused(400, "PROXY_NOT_TRUSTED");
        (await browser.GetAsync(Sync + "status", named)).Status.ShouldBe(400);

        await using var behind = await ServedStore.StartAnotherAsync(served.Store, o => o with { Clock = clock, ProxyUserHeader = "X-Forwarded-User", TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });
        using var proxied = new Browser(behind.Urls.Single());
        var answer = await proxied.GetAsync(AccessRoutes.Session, named, ("X-Forwarded-Proto", "https"));
        (answer.Good().GetProperty("name").GetString(), answer.Json.GetProperty("kind").GetString()).ShouldBe(("ben", "proxy"));
        answer.Headers["Set-Cookie"].ShouldContain("samesite=strict");
        answer.Headers["Set-Cookie"].ShouldContain("secure");
        (await proxied.PostAsync(Sync + "pull", new { }, named)).Status.ShouldBe(403, "another site may have made the browser ask");
        using var plain = new Browser(behind.Urls.Single());
        plain.Antiforgery = (await plain.GetAsync(AccessRoutes.Session, named)).Good().GetProperty("antiforgery").GetString();
        (await plain.PostAsync(Sync + "pull", new { }, named)).Good();
        (await proxied.GetAsync(AccessRoutes.Session, ("X-Forwarded-User", "eve"))).Refused(403, "USER_UNKNOWN");
        await ChangeAsync(u => u.SetDisabledAsync("ben", disabled: true, null, Ada, default));
        (await proxied.GetAsync(AccessRoutes.Session, named)).Refused(403, "USER_UNKNOWN");
    }

    [Fact]
    public async Task Who_asks_too_often_waits_and_health_is_always_answered()
    {
        await using var narrow = await ServedStore.StartAnotherAsync(served.Store, o => o with { Clock = clock, RateLimit = 1 });
        using var browser = new Browser(narrow.Urls.Single());
        var token = ("Authorization", $"Bearer {served.Token}");
        var answers = new List<Reply>();
        for (var n = 0; n < 40; n++) answers.Add(await browser.GetAsync(n % 2 == 0 ? Sync + "status" : AccessRoutes.Session, token));
        var refused = answers.Where(a => a.Status == 429).ToList();
        refused.ShouldNotBeEmpty();
        refused.ShouldAllBe(a => a.Headers["Retry-After"] == "1" && a.Json.GetProperty("code").ValueEquals("TOO_MANY_REQUESTS"));
        refused.Select(a => a.MediaType).Distinct().Order(StringComparer.Ordinal).ShouldBe(["application/json", "application/problem+json"]);
        foreach (var path in new[] { "/healthz", "/readyz" }) (await browser.GetAsync(path)).Status.ShouldBe(200);
        // By the address alone, however many tokens are invented.
        var invented = new List<int>();
        for (var n = 0; n < 40; n++) invented.Add((await browser.GetAsync(AccessRoutes.Session, ("Authorization", $"Bearer {n}"))).Status);
        invented.ShouldContain(429);
    }

    [Fact]
    public async Task After_ten_attempts_to_sign_in_as_somebody_the_next_one_waits_whatever_it_says()
    {
        await AddAsync("ben", "author");
        using var browser = new Browser(served.Url);
        // Too long to be anybody's password: refused without the work, so that attempts are faster than they are forgotten.
        var wrong = new { user = "ben", password = new string('x', 2000) };
        for (var n = 0; n < 10; n++) (await browser.PostAsync(AccessRoutes.Session, wrong)).Refused(401, "SIGN_IN_REFUSED");
        Reply right;
        var more = 0;
        do
        {
            while ((await browser.PostAsync(AccessRoutes.Session, wrong)).Status == 401) (++more).ShouldBeLessThan(200);
            right = await browser.PostAsync(AccessRoutes.Session, new { user = "ben", password = Password });
        }
        while (right.Status == 200 && ++more < 200);
        right.Refused(429, "TOO_MANY_REQUESTS");
        int.Parse(right.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
        await AddAsync("cid", "author");
        (await browser.PostAsync(AccessRoutes.Session, new { user = "cid", password = Password })).Good();
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_outside_of_the_sync_routes()
    {
        using var browser = new Browser(served.Url);
        (await browser.GetAsync("/api/v1/nothing")).Refused(404, "NOT_FOUND");
        (await browser.SendAsync(HttpMethod.Put, AccessRoutes.Session)).Refused(405, "METHOD_NOT_ALLOWED");
        (await browser.GetAsync(AccessRoutes.Session)).Refused(401, "UNAUTHORIZED").Headers["WWW-Authenticate"].ShouldBe("Bearer");
        (await browser.PostAsync(AccessRoutes.Session, new { user = "ben" })).Refused(400, "BAD_REQUEST");
        (await browser.GetAsync(Sync + "nothing")).MediaType.ShouldBe("application/json");
    }

    [Fact]
    public async Task No_secret_is_in_the_log_of_events()
    {
        await AddAsync("ben", "author");
        using var browser = new Browser(served.Url);
        var link = await LinkAsync("ben");
        await browser.SignInAsync(new { link });
        var made = (await browser.PostAsync(AccessRoutes.Tokens, new { name = "t", scopes = new[] { "push" } })).Good().GetProperty("token").GetString()!;
        var session = browser.Cookies.GetCookies(new(served.Url))[0].Value;
        var log = string.Join('\n', (await served.Store.Access.Log.EventsAsync(0, 100, default)).Select(e => e.Body));
        foreach (var secret in new[] { link, made, session, Password, (await served.Store.Access.Users.FindAsync("ben", default))!.Password! })
        {
            log.ShouldNotContain(secret);
            log.ShouldNotContain(ContentHash.Of(secret).Value);
        }

        (await new VerifyAccess(served.Store.Access.Log).ExecuteAsync(default)).Problems.ShouldBeEmpty();
    }

    private static FormUrlEncodedContent Form(string link) => new([new("link", link)]);

    private async Task AddAsync(string name, params string[] roles) =>
        (await new AddUser(served.Store.Access, RandomNumberGenerator.Fill, clock).ExecuteAsync(name, [.. roles.Select(GivenRole.Parse)], Password, Ada, default)).ShouldBeOfType<AccessAnswer<User>.Done>();

    private async Task ChangeAsync(Func<ChangeUser, ValueTask<AccessAnswer<User>>> change) => (await change(new(served.Store.Access, RandomNumberGenerator.Fill))).ShouldBeOfType<AccessAnswer<User>.Done>();

    private async Task<string> LinkAsync(string user) =>
        (await new CreateSignInLink(served.Store.Access, RandomNumberGenerator.Fill, clock).ExecuteAsync(user, CreateSignInLink.UsualLifetime, Ada, default)).ShouldBeOfType<AccessAnswer<string>.Done>().Value;
}

public sealed class EmbeddedAccessTests : AccessContract
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgresAccessTests(ScratchPostgres server) : AccessContract, IClassFixture<ScratchPostgres>
{
    protected override string? NewDatabase() => server.NewDatabase();
}
