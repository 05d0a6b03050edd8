using System.Globalization;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Tests.Runs.Model;

namespace DocsGen.EndToEnd.Tests.Hostile;

/// <summary>Bytes to send, and what they are: only what is HTTP is promised an answer of ours.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Method">As it is sent.</param>
/// <param name="Target">As it is sent.</param>
/// <param name="IsHttp">False when a line, a header or the framing is broken: the web server itself then answers, without a body, and hangs up.</param>
internal sealed record MadeRequest(byte[] Bytes, string Method, string Target, bool IsHttp)
{
    public override string ToString() => Encoding.Latin1.GetString(Bytes.AsSpan(0, Math.Min(Bytes.Length, 900))).Replace("\r\n", "\n", StringComparison.Ordinal);
}

/// <summary>Makes requests from the server's own OpenAPI document, each a little or thoroughly wrong.</summary>
internal sealed class RequestMaker
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "get", "CONNECT"];
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["id"] = ["1", "2", "3", "4", "5", "6", "7", "8"],
        ["fileId"] = ["F1", "1", "2", "3"],
        ["comment"] = ["1", "2"],
        ["slug"] = ["default", "team"],
        ["version"] = ["1", "2"],
        ["name"] = ["ci", "laptop"],
        ["limit"] = ["1", "200"],
        ["status"] = ["ready", "published"],
        ["path"] = ["docs/a.md"],
    };

    private readonly List<(string Path, string Method, JsonElement Operation)> operations;
    private readonly SplitMix random;
    private readonly string token;

    public RequestMaker(JsonElement document, string token, SplitMix random)
    {
        (this.random, this.token) = (random, token);
        operations = [.. document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.ValueKind == JsonValueKind.Object).Select(o => (p.Name, o.Name.ToUpperInvariant(), o.Value)))];
        operations.Add(("/signin", "POST", default));
        operations.Add(("/docs", "GET", default));
    }

    public MadeRequest Next()
    {
        var (path, method, operation) = operations[random.Next(operations.Count)];
        if (OneIn(20)) method = Methods[random.Next(Methods.Length)];
        var (target, isTarget) = Target(path, operation);
        var body = Body(operation);
        var headers = new StringBuilder();
        if (!OneIn(25)) headers.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {token}\r\n");
        if (!OneIn(30) && body is not null) headers.Append(operation.ValueKind == JsonValueKind.Object && operation.GetRawText().Contains("octet-stream", StringComparison.Ordinal) ? "Content-Type: application/octet-stream\r\n" : "Content-Type: application/json\r\n");
        while (OneIn(4)) headers.Append(Oddities.Headers[random.Next(Oddities.Headers.Length)]).Append("\r\n");
        return OneIn(12) ? Misframed(method, target, headers.ToString(), body ?? []) : Framed(method, target, isTarget, headers.ToString(), body);
    }

    private bool OneIn(int many) => random.Next(many) == 0;

    private string OneOf(params string[] choices) => choices[random.Next(choices.Length)];

    private (string Target, bool IsHttp) Target(string path, JsonElement operation)
    {
        var parts = path.Split('/').Select(p => p.StartsWith('{') ? Part(p.Trim('{', '}')) : p);
        var target = string.Join('/', parts);
        if (OneIn(4)) target = target.Replace("/api/v1/", "/v1/", StringComparison.Ordinal).Replace("/changesets", "/commits", StringComparison.Ordinal);
        if (operation.ValueKind == JsonValueKind.Object && operation.TryGetProperty("parameters", out var parameters))
        {
            var query = parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query" && OneIn(2)).Select(p => $"{p.GetProperty("name").GetString()}={Part(p.GetProperty("name").GetString()!)}").ToList();
            if (query.Count > 0 && OneIn(5)) query.Add(query[0]);
            if (query.Count > 0) target += "?" + string.Join('&', query);
        }

        return random.Next(40) switch
        {
            0 => (target + "/", true),
            1 => (target.ToUpperInvariant(), true),
            2 => (target.Replace("/", "//", StringComparison.Ordinal), true),
            3 => (target + "/" + new string('a', 6_000), true),
            4 => (target + "?" + new string('&', 3_000), true),
            5 => (target.Replace("/v1", "/v1/../v1/./x/%2e%2e", StringComparison.Ordinal), true),
            6 => (target + "?%00=%00&%zz", true),
            7 => (OneOf("/", "/api", "/api/v1/sync", "/api/v1/sync/", "/v1/sync//", "/openapi/v2.json", "/openapi/..%2fv1.json", "/%00", "/.git/config", "/signin?link=%ff"), true),
            8 => (OneOf("*", "http://other.example/api/v1/sync/me", "other.example:80", "", "a b", "/\u00e9", "/\u0001", "\\", "/" + new string('b', 40_000)), false),
            _ => (target, true),
        };
    }

    private string Part(string name) => OneIn(4) ? Oddities.Parts[random.Next(Oddities.Parts.Length)]
        : Known.TryGetValue(name, out var good) ? good[random.Next(good.Length)]
        : name == "sha256" ? "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" : "1";

    private byte[]? Body(JsonElement operation)
    {
        if (operation.ValueKind != JsonValueKind.Object || !operation.TryGetProperty("requestBody", out var request)) return OneIn(10) ? Encoding.UTF8.GetBytes(Oddities.Value(random)) : null;
        var example = request.GetProperty("content").EnumerateObject().First().Value.GetProperty("example");
        if (example.ValueKind == JsonValueKind.String) return Encoding.UTF8.GetBytes(OneIn(2) ? example.GetString()! : Oddities.Value(random));
        var text = Oddities.Json(WithOptional(example, request), random, OneIn(3) ? 1_000_000 : 12);
        // Each push its own, or nothing beyond the first would ever be stored.
        text = text.Replace("\"c-1\"", $"\"c-{random.Next(500)}\"", StringComparison.Ordinal);
        if (OneIn(3)) text = text.Replace("\"F1\"", $"\"F{random.Next(20)}\"", StringComparison.Ordinal).Replace("docs/a.md", $"docs/{random.Next(20)}.md", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        return OneIn(10) ? Oddities.Broken(bytes, random) : bytes;
    }

    // Examples are short: now and then members of their forms that they leave out are there too.
    private JsonElement WithOptional(JsonElement example, JsonElement request)
    {
        if (!OneIn(3)) return example;
        var name = OneOf("sinceCursor", "limit", "supersedes", "supersedesCovered", "message", "mergePrompt", "targetBranch", "opsParts", "comment", "seen", "contentHash", "againstVersion", "amendedContent", "amendedBase64", "files", "mode", "expires", "spaces", "policy", "raiseEpoch", "binaries", "replyTo", "file", "fromLine", "toLine", "clientChangesetId");
        var raw = example.GetRawText().Trim();
        if (request.ValueKind == JsonValueKind.Undefined || raw.Length < 2 || raw[0] != '{') return example;
        using var document = JsonDocument.Parse($"{raw[..^1]}{(raw.Length > 2 ? "," : "")}\"{name}x\":{OneOf("1", "0", "\"a\"", "[]", "true", "{}", "[\"a\"]", "\"<<<<<<< a\\n=======\\n>>>>>>> b\\n\"")}}}".Replace($"{name}x", name, StringComparison.Ordinal));
        return document.RootElement.Clone();
    }

    private MadeRequest Framed(string method, string target, bool isTarget, string headers, byte[]? body)
    {
        var head = $"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}";
        byte[] bytes = body is null ? Head(head + "\r\n")
            : OneIn(6) ? [.. Head(head + "Transfer-Encoding: chunked\r\n\r\n"), .. Chunked(body)]
            : [.. Head(string.Create(CultureInfo.InvariantCulture, $"{head}Content-Length: {body.Length}\r\n\r\n")), .. body];
        // Some things are said by lines of which the web server knows on its own that they are wrong.
        var isHttp = isTarget && method is not ("CONNECT" or "get") && !headers.Contains('\u00ff', StringComparison.Ordinal) && !headers.Contains('\u00e9', StringComparison.Ordinal) && !target.Contains("%00", StringComparison.Ordinal) && target.Length < 8_000;
        return new(bytes, method, target, isHttp);
    }

    private MadeRequest Misframed(string method, string target, string headers, byte[] body)
    {
        var head = $"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}";
        var length = body.Length.ToString(CultureInfo.InvariantCulture);
        byte[] bytes = random.Next(18) switch
        {
            0 => [.. Head($"{head}Content-Length: {length}9\r\n\r\n"), .. body],
            1 => [.. Head($"{head}Content-Length: -1\r\n\r\n"), .. body],
            2 => [.. Head($"{head}Content-Length: 1\r\nContent-Length: 2\r\n\r\n"), .. body],
            3 => [.. Head($"{head}Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n\r\n"), .. Chunked(body)],
            4 => [.. Head($"{head}Transfer-Encoding: gzip, chunked\r\n\r\n"), .. Chunked(body)],
            5 => [.. Head($"{head}Transfer-Encoding: identity\r\n\r\n"), .. body],
            6 => [.. Head($"{head}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n"), .. body],
            7 => [.. Head($"{head}Transfer-Encoding: chunked\r\n\r\n-1\r\n"), .. body],
            8 => [.. Head($"{head}Transfer-Encoding: chunked\r\n\r\n5;{new string('x', 20_000)}\r\nhello\r\n0\r\n\r\n")],
            9 => Head(head + "X-Long: " + new string('a', 40_000) + "\r\n\r\n"),
            10 => Head(head + string.Concat(Enumerable.Range(0, 300).Select(n => $"X-{n}: y\r\n")) + "\r\n"),
            11 => Head(head + "Folded: a\r\n b\r\n\r\n"),
            12 => Head(head + "Nul: a\0b\r\n\r\n"),
            13 => Head(head + "No colon\r\n\r\n"),
            14 => Head($"{method} {target}\r\n\r\n"),
            15 => Head($"{method} {target} HTTP/9.9\r\nHost: a\r\n\r\n"),
            16 => Head("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            _ => Oddities.Broken(Head(head + "\r\n"), random),
        };
        return new(bytes, method, target, IsHttp: false);
    }

    private static byte[] Head(string text) => Encoding.Latin1.GetBytes(text);

    private byte[] Chunked(byte[] body)
    {
        var cut = random.Next(body.Length + 1);
        var chunks = new[] { body[..cut], body[cut..] }.Where(c => c.Length > 0).SelectMany(c => Head($"{c.Length:x}\r\n").Concat(c).Concat(Head("\r\n")));
        return [.. chunks, .. Head("0\r\n\r\n")];
    }
}
