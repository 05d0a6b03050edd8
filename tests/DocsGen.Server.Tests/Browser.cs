using System.Net;
using System.Text;
using System.Text.Json;
using DocsGen.Contracts;

namespace DocsGen.Server.Tests;

/// <summary>A browser: it keeps cookies, follows nothing by itself, and sends what its page tells it to.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient http;

    public Browser(string url)
    {
        Url = url;
        http = new(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = new(url) };
    }

    public string Url { get; }

    public CookieContainer Cookies { get; } = new();

    public string? Antiforgery { get; set; }

    public async Task<Reply> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is HttpContent content) request.Content = content;
        else if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        if (Antiforgery is not null) request.Headers.Add(AccessRoutes.AntiforgeryHeader, Antiforgery);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request);
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.MediaType, answer.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Reply> PostAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public async Task<JsonElement> SignInAsync(object with)
    {
        var answer = (await PostAsync(AccessRoutes.Session, with)).Good();
        Antiforgery = answer.GetProperty("antiforgery").GetString();
        return answer;
    }

    public void Dispose() => http.Dispose();
}

/// <summary>What a server said.</summary>
internal sealed record Reply(int Status, string Text, string? MediaType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public JsonElement Good()
    {
        Status.ShouldBe(200, Text);
        return Json;
    }

    /// <summary>Problem details with this status and code.</summary>
    public Reply Refused(int status, string code)
    {
        (Status, MediaType).ShouldBe((status, "application/problem+json"), Text);
        (Json.GetProperty("status").GetInt32(), Json.GetProperty("code").GetString(), Json.GetProperty("type").GetString()).ShouldBe((status, code, "about:blank"));
        Json.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        Json.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        return this;
    }
}
