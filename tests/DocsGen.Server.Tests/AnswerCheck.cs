using System.Collections.Concurrent;
using System.Text.Json;

namespace DocsGen.Server.Tests;

/// <summary>Holds every answer that a test gets against the server's own OpenAPI document: its status must be listed, its properties known, and those that are promised there.</summary>
internal sealed class AnswerCheck(string url) : DelegatingHandler(new SocketsHttpHandler())
{
    // Documents are the same for every server: one is enough.
    private static readonly ConcurrentDictionary<string, Task<JsonElement>> Documents = new(StringComparer.Ordinal);

    public static Task<JsonElement> DocumentAsync(string url) => Documents.GetOrAdd("v1", async _ =>
    {
        using var http = new HttpClient();
        using var document = JsonDocument.Parse(await http.GetStringAsync($"{url}/openapi/v1.json"));
        return document.RootElement.Clone();
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        var document = await DocumentAsync(url);
        if (Find(document, request.Method.Method, request.RequestUri!.AbsolutePath) is not var (name, operation)) return answer;
        var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        operation.GetProperty("responses").TryGetProperty(status, out var listed).ShouldBeTrue($"{name} answered {status}, which its description does not list");
        if (answer.Content.Headers.ContentType?.MediaType != "application/json") return answer;
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        Match(document, listed.GetProperty("content").GetProperty("application/json").GetProperty("schema"), body.RootElement, $"{name} {status}");
        return answer;
    }

    /// <summary>The operation of a request, whatever name of the route it uses; null where there is none.</summary>
    public static (string Name, JsonElement Operation)? Find(JsonElement document, string method, string path)
    {
        var segments = Canonical(path).Split('/');
        foreach (var route in document.GetProperty("paths").EnumerateObject().OrderBy(r => r.Name.Count(c => c == '{')))
        {
            var template = route.Name.Split('/');
            if (template.Length != segments.Length || !template.Zip(segments).All(p => p.First.StartsWith('{') || p.First == p.Second)) continue;
            return route.Value.TryGetProperty(method.ToLowerInvariant(), out var operation) ? ($"{method} {route.Name}", operation) : null;
        }

        return null;
    }

    private static string Canonical(string path)
    {
        if (path.StartsWith("/v1/sync/", StringComparison.Ordinal)) path = "/api" + path;
        return path.Replace("/sync/commits", "/sync/changesets", StringComparison.Ordinal);
    }

    private static void Match(JsonElement document, JsonElement schema, JsonElement value, string where)
    {
        schema = Resolved(document, schema);
        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in value.EnumerateObject())
            {
                properties.TryGetProperty(property.Name, out var known).ShouldBeTrue($"{where}.{property.Name} is in no description");
                if (property.Value.ValueKind != JsonValueKind.Null) Match(document, known, property.Value, $"{where}.{property.Name}");
            }

            if (!schema.TryGetProperty("required", out var required)) return;
            foreach (var name in required.EnumerateArray()) value.TryGetProperty(name.GetString()!, out _).ShouldBeTrue($"{where}.{name} is promised, and not there");
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var item in value.EnumerateArray()) Match(document, items, item, where + "[]");
        }
    }

    // A reference, or one beside null.
    private static JsonElement Resolved(JsonElement document, JsonElement schema)
    {
        while (true)
        {
            if (schema.TryGetProperty("$ref", out var reference)) schema = reference.GetString()!.Split('/')[1..].Aggregate(document, (at, name) => at.GetProperty(name));
            else if (schema.TryGetProperty("oneOf", out var choices)) schema = choices.EnumerateArray().First(c => !c.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "null");
            else return schema;
        }
    }
}
