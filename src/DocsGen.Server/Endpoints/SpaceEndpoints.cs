using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Access;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>GET /me</c>; <c>GET|POST /spaces</c> and <c>GET|PUT /spaces/{slug}</c>, which name their space themselves.</summary>
internal static class SpaceEndpoints
{
    public static async Task<JsonHttpResult<WhoAnswer>> MeAsync(HttpContext http)
    {
        var call = await SyncCall.OpenAsync(http);
        var scopes = Enum.GetValues<Scope>().Where(s => call.Ports.Rights.Allow(s, call.Space.Slug.Value)).Select(s => s.ToWire());
        return TypedResults.Json(new WhoAnswer(call.Actor.ToString(), call.Space.Slug.Value, [.. scopes]), SyncJson.Wire.WhoAnswer);
    }

    public static async Task<JsonHttpResult<SpacesAnswer>> ListAsync(HttpContext http)
    {
        var (ports, _) = await SyncCall.AuthenticateAsync(http);
        return TypedResults.Json(new SpacesAnswer([.. (await new ListSpaces(ports).ExecuteAsync(http.RequestAborted)).Select(SpaceWires.Of)]), SyncJson.Wire.SpacesAnswer);
    }

    public static async Task<Results<JsonHttpResult<SpaceAnswer>, StatusCodeHttpResult>> ShowAsync(HttpContext http, string slug)
    {
        var (ports, _) = await SyncCall.AuthenticateAsync(http);
        var space = await FindAsync(http, ports, slug);
        if (Conditional.IsKnown(http, SpaceWires.TagOf(space))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return Answer(space);
    }

    public static async Task<JsonHttpResult<SpaceAnswer>> CreateAsync(HttpContext http)
    {
        var (ports, actor) = await SyncCall.AuthenticateAsync(http);
        using var body = await JsonBody.ReadAsync(http);
        var slug = JsonBody.Parsed("slug", JsonBody.Text(body.RootElement, "slug", ""), SpaceSlug.Parse);
        var policy = PolicyOf(body.RootElement) ?? new();
        return Answer(SyncCall.Value(await new CreateSpace(ports).ExecuteAsync(slug, JsonBody.Text(body.RootElement, "name", ""), policy, actor, http.RequestAborted)));
    }

    public static async Task<JsonHttpResult<SpaceAnswer>> ChangeAsync(HttpContext http, string slug)
    {
        var (ports, actor) = await SyncCall.AuthenticateAsync(http);
        var space = await FindAsync(http, ports, slug);
        using var body = await JsonBody.ReadAsync(http);
        var (policy, raises) = (PolicyOf(body.RootElement), JsonBody.Flag(body.RootElement, "raiseEpoch", ""));
        if ((JsonBody.Text(body.RootElement, "slug", "") ?? slug) != slug || JsonBody.Text(body.RootElement, "name", "") is not null) throw RequestRefused.Bad("A space keeps its slug and its name.");
        if (policy is null == !raises) throw RequestRefused.Bad("Give a policy, or 'raiseEpoch': true; one of them.");
        var seen = http.Request.Headers.IfMatch;
        var change = new ChangeSpace(ports) { IsAsSeen = seen.Count == 0 ? null : now => Conditional.Names(seen, $"\"{SpaceWires.TagOf(now)}\"") };
        var changed = SyncCall.Value(policy is null
            ? await change.RaiseEpochAsync(space, actor, http.RequestAborted)
            : await change.SetPolicyAsync(space, policy, actor, http.RequestAborted));
        http.Response.Headers.ETag = $"\"{SpaceWires.TagOf(changed)}\"";
        return Answer(changed);
    }

    // Whoever may not read a space is not told whether it is there.
    private static async ValueTask<Space> FindAsync(HttpContext http, SyncPorts ports, string slug) => await new FindSpace(ports).ExecuteAsync(slug, http.RequestAborted) is SyncAnswer<Space>.Done { Value: var space }
        ? space
        : throw new RequestRefused(StatusCodes.Status404NotFound, "SPACE_NOT_FOUND", $"Space not found: \"{slug}\"");

    private static SpacePolicy? PolicyOf(JsonElement body)
    {
        if (!body.TryGetProperty("policy", out var policy) || policy.ValueKind == JsonValueKind.Null) return null;
        try
        {
            return SpacePolicy.Parse(policy.GetRawText());
        }
        catch (FormatException exception)
        {
            throw RequestRefused.Bad(exception.Message);
        }
        catch (InvalidOperationException)
        {
            throw RequestRefused.Bad("policy is no JSON: it holds broken UTF-8.");
        }
    }

    private static JsonHttpResult<SpaceAnswer> Answer(Space space) => TypedResults.Json(new SpaceAnswer(SpaceWires.Of(space)), SyncJson.Wire.SpaceAnswer);
}
