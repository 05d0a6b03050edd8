using System.Net.Http.Json;
using System.Text.Json;

namespace DocsGen.EndToEnd.Tests;

/// <summary>The server as a process of its own.</summary>
public sealed class ServeTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_server_that_is_killed_keeps_what_it_acknowledged_and_one_that_is_told_to_end_ends_well(string signal)
    {
        using var folder = new TempFolder();
        var token = Product.Run(folder.Path, "token", "create", "--name", "t", "--scope", "push,review,publish", "--json").ShouldExit(0).Json.GetProperty("token").GetString()!;
        using (var killed = Serve(folder, out var first))
        {
            using var http = Client(first, token);
            var op = new { type = "upsert", fileId = "F1", serverPath = "a.md", baseVersion = 0, content = "a\n" };
            var pushed = await SendAsync(http, "push", new { clientChangesetId = "c-1", ops = new[] { op } });
            var id = pushed.GetProperty("changeset").GetProperty("id").GetInt64();
            await SendAsync(http, $"changesets/{id}/review", new { decision = "accept" });
            (await SendAsync(http, $"changesets/{id}/publish", new { })).GetProperty("hasConflicts").GetBoolean().ShouldBeFalse();
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        var process = Serve(folder, out var url);
        using (var http = Client(url, token))
        {
            (await http.GetStringAsync(new Uri(new(url), "/readyz"))).ShouldBe("ready");
            (await SendAsync(http, "pull", new { })).GetProperty("changes")[0].GetProperty("content").GetString().ShouldBe("a\n");
            // Somebody who listens does not hold the end up.
            using var events = await http.GetAsync("events", HttpCompletionOption.ResponseHeadersRead);
            Product.Signal(process, signal);
            Product.Finish(process).ShouldExit(0).Error.ShouldContain("stopping ...");
        }

        Product.Run(folder.Path, "verify").ShouldExit(0);
    }

    [Fact]
    public void Where_others_can_reach_it_somebody_must_hold_a_token()
    {
        using var folder = new TempFolder();
        Product.Run(folder.Path, "serve", "--urls", "http://0.0.0.0:0").ShouldExit(6).Error.ShouldContain("nobody holds a token yet");
        // One that was revoked is held by nobody.
        Product.Run(folder.Path, "token", "create", "--name", "t", "--scope", "read").ShouldExit(0);
        Product.Run(folder.Path, "token", "revoke", "t").ShouldExit(0);
        Product.Run(folder.Path, "serve", "--urls", "http://0.0.0.0:0").ShouldExit(6).Error.ShouldContain("nobody holds a token yet");
        Product.Run(folder.Path, "serve", "--urls", "nowhere").ShouldExit(2).Error.ShouldContain("--urls is 'nowhere'; give an address such as http://127.0.0.1:8790.");
    }

    [Fact]
    public async Task Who_starts_the_first_server_signs_in_with_the_link_on_its_console()
    {
        using var folder = new TempFolder();
        for (var start = 0; start < 2; start++)
        {
            var process = Serve(folder, out var url);
            var line = process.StandardOutput.ReadLine()!;
            line.ShouldStartWith($"Sign in, once, within 15 minutes: {url}/signin?link=dgl_");
            using var http = new HttpClient();
            var link = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
            using var answer = await http.PostAsJsonAsync(new Uri(url + "/api/v1/session"), new { link });
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("roles")[0].GetString().ShouldBe("admin@*");
            using var again = await http.PostAsJsonAsync(new Uri(url + "/api/v1/session"), new { link });
            ((int)again.StatusCode).ShouldBe(401);
            Product.Signal(process, "TERM");
            Product.Finish(process).ShouldExit(0);
        }

        // Somebody else is there: nobody gets in that way any more.
        Product.Run(folder.Path, "user", "add", "somebody-else").ShouldExit(0);
        var later = Serve(folder, out _);
        later.StandardOutput.ReadLine().ShouldBe("Ctrl-C stops it.");
        Product.Signal(later, "TERM");
        Product.Finish(later).ShouldExit(0);
        Product.Run(folder.Path, "audit", "verify").ShouldExit(0);
        Product.Run(folder.Path, "serve", "--urls", "http://127.0.0.1:0", "--trusted-proxy", "here").ShouldExit(2).Error.ShouldContain("--trusted-proxy is 'here'");
        Product.Run(folder.Path, "serve", "--proxy-user-header", "X-User").ShouldExit(2).Error.ShouldContain("--proxy-user-header goes with --trusted-proxy.");
    }

    private static System.Diagnostics.Process Serve(TempFolder folder, out string url)
    {
        var process = Product.StartProgram(folder.Path, null, "serve", "--urls", "http://127.0.0.1:0");
        var said = process.StandardOutput.ReadLine();
        said.ShouldNotBeNull();
        url = said![(said!.LastIndexOf(' ') + 1)..];
        return process;
    }

    private static HttpClient Client(string url, string token)
    {
        var http = new HttpClient { BaseAddress = new(url + "/api/v1/sync/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return http;
    }

    private static async Task<JsonElement> SendAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement;
    }
}
