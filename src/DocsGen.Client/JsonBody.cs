using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DocsGen.Contracts;

namespace DocsGen.Client;

/// <summary>Bodies of requests: written once, sent as often as it takes.</summary>
internal static class JsonBody
{
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    public static Func<HttpContent> Of(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = SyncJson.Encoder }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Of(buffer.ToArray());
    }

    public static Func<HttpContent> Of<T>(T value, JsonTypeInfo<T> form) => Of(JsonSerializer.SerializeToUtf8Bytes(value, form));

    private static Func<HttpContent> Of(byte[] bytes) => () => new ByteArrayContent(bytes) { Headers = { ContentType = Json } };
}
