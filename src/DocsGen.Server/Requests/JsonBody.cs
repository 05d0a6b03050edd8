using System.Text.Json;
using DocsGen.Core.Sync;
using DocsGen.Server.Answers;
using Microsoft.AspNetCore.Http.Features;

namespace DocsGen.Server.Requests;

/// <summary>Reads JSON from outside, member by member, so that each refusal says what is wrong where.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The body as an object; an empty body is an empty object where that is enough.</summary>
    /// <exception cref="RequestRefused">It is no JSON object.</exception>
    public static async ValueTask<JsonDocument> ReadAsync(HttpContext http, bool mayBeEmpty = false)
    {
        if (mayBeEmpty && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return JsonDocument.Parse("{}");
        try
        {
            var document = await JsonDocument.ParseAsync(http.Request.Body, Options, http.RequestAborted);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw RequestRefused.Bad("The body should be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw RequestRefused.Bad($"The body is no JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // Names are unescaped to be compared.
            throw RequestRefused.Bad("The body is no JSON: a name in it holds half of a surrogate pair.");
        }
    }

    /// <summary>A text; null when it is absent or null.</summary>
    public static string? Text(JsonElement from, string name, string where)
    {
        if (!from.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return TextOf(value, where + name);
    }

    /// <summary>A value that must be a text.</summary>
    public static string TextOf(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String) throw RequestRefused.Bad($"{name} should be a text.");
        try
        {
            var text = value.GetString()!;
            return TextContent.CanBeKept(text) ? text : throw RequestRefused.Bad($"{name} holds a NUL.");
        }
        catch (InvalidOperationException)
        {
            throw RequestRefused.Bad($"{name} holds half of a surrogate pair.");
        }
    }

    /// <summary>The number of a changeset; null when it is absent or null.</summary>
    public static ChangesetId? Changeset(JsonElement from, string name) => Whole(from, name, "") switch
    {
        null => null,
        0 => throw RequestRefused.Bad($"{name} should be a whole number from 1 on."),
        { } id => new(id),
    };

    /// <summary>A whole number from 0 on; null when it is absent or null.</summary>
    public static long? Whole(JsonElement from, string name, string where)
    {
        if (!from.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt64(out var whole) && whole >= 0) return whole;
            // 3.0 and 3e0 are whole too.
            if (value.TryGetDecimal(out var number) && number >= 0 && number <= long.MaxValue && decimal.Truncate(number) == number) return (long)number;
        }

        throw RequestRefused.Bad($"{where}{name} should be a whole number from 0 on.");
    }

    /// <summary>A value of a form of its own.</summary>
    public static T Parsed<T>(string name, string? text, Func<string, T> parse)
    {
        try
        {
            return parse(text ?? "");
        }
        catch (FormatException exception)
        {
            throw RequestRefused.Bad($"{name}: {exception.Message}");
        }
    }

    public static bool Flag(JsonElement from, string name, string where) => from.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Null => false,
        _ => throw RequestRefused.Bad($"{where}{name} should be true or false."),
    };
}
