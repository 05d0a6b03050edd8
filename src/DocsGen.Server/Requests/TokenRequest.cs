using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Access;
using DocsGen.Core.Sync;
using DocsGen.Server.Answers;
using DocsGen.Storage;

namespace DocsGen.Server.Requests;

/// <summary>A token that somebody asks for: <c>{name, scopes, spaces?, expires?}</c>.</summary>
internal sealed record TokenRequest(string Name, IReadOnlyList<Scope> Scopes, IReadOnlyList<string>? Spaces, TimeSpan? Lifetime)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="RequestRefused">Something in it is wrong.</exception>
    public static TokenRequest Read(JsonElement body)
    {
        var name = JsonBody.Text(body, "name", "") ?? throw RequestRefused.Bad("name is missing: say what people call the token.");
        try
        {
            var scopes = Words(body, "scopes")?.Select(Core.Access.Scopes.Parse).ToList() ?? throw RequestRefused.Bad("scopes is missing: say what the token opens, such as [\"push\"].");
            var spaces = Words(body, "spaces")?.Select(s => SpaceSlug.Parse(s).Value).ToList();
            if (spaces is []) throw RequestRefused.Bad("spaces is empty; leave it out for all spaces.");
            var expires = JsonBody.Text(body, "expires", "");
            return new(name, scopes, spaces, expires is null ? null : Lifetimes.Parse(expires) ?? throw RequestRefused.Bad($"expires is '{expires}'; give a span such as 30d, 12h or 45m."));
        }
        catch (FormatException exception)
        {
            throw RequestRefused.Bad(exception.Message);
        }
    }

    /// <summary>The spaces for a token that names none: all where its scopes are held everywhere, otherwise those where each of them is held.</summary>
    public static async ValueTask<IReadOnlyList<string>?> WidestAsync(IStore store, Rights rights, IReadOnlyList<Scope> scopes, CancellationToken cancellationToken)
    {
        if (scopes.All(rights.AllowEverywhere)) return null;
        var held = (await store.Sync.Spaces.ListAsync(cancellationToken)).Select(s => s.Slug.Value).Where(s => scopes.All(scope => rights.Allow(scope, s))).ToList();
        return held.Count > 0 ? held : null;
    }

    /// <summary>A token in the words of the answer.</summary>
    public static TokenWire Wire(ApiToken token, DateTimeOffset now) => new(
        token.Name,
        token.Actor.Name,
        [.. token.Scopes.Select(s => s.ToWire())],
        token.Spaces,
        Answers.Wire.Time(token.CreatedUtc),
        token.ExpiresUtc is { } utc ? Answers.Wire.Time(utc) : null,
        token.RevokedUtc is not null ? "revoked" : token.IsGood(now) ? "in use" : "expired");

    private static List<string>? Words(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.Array) throw RequestRefused.Bad($"{name} should be a list of words.");
        return [.. value.EnumerateArray().Select((w, i) => JsonBody.TextOf(w, $"{name}[{i}]"))];
    }
}
