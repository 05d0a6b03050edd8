using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Server.Answers;
using DocsGen.Server.Telemetry;
using DocsGen.Storage;

namespace DocsGen.Server.Auth;

/// <summary>One request of a sync route: who calls, in which space, with which rights.</summary>
internal sealed record SyncCall(HttpContext Http, SyncPorts Ports, Actor Actor, Space Space)
{
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Contents that the caller may name by their hashes.</summary>
    public IUploadStore Uploads => Http.RequestServices.GetRequiredService<IStore>().Uploads;

    /// <summary>Authenticates the caller and finds the space.</summary>
    /// <exception cref="RequestRefused">401 without a good token or session, 404 and 403 by the space.</exception>
    public static async ValueTask<SyncCall> OpenAsync(HttpContext http)
    {
        var (ports, actor) = await AuthenticateAsync(http);
        return await new FindSpace(ports).ExecuteAsync(SlugOf(http.Request), http.RequestAborted) switch
        {
            SyncAnswer<Space>.Done { Value: var space } => Entered(new(http, ports, actor, space)),
            SyncAnswer<Space>.Refused refused => throw new RequestRefused(SyncErrors.StatusOf(refused.Code), refused.Code, refused.Message),
            _ => throw new InvalidOperationException("An answer is done or refused."),
        };
    }

    /// <summary>Authenticates the caller, for what lies outside of any space.</summary>
    public static async ValueTask<(SyncPorts Ports, Actor Actor)> AuthenticateAsync(HttpContext http)
    {
        var caller = await Caller.RequireAsync(http);
        return (http.RequestServices.GetRequiredService<IStore>().Sync with { Rights = caller.Rights }, caller.Actor);
    }

    /// <summary>The value of an answer.</summary>
    /// <exception cref="RequestRefused">It was refused.</exception>
    public static T Value<T>(SyncAnswer<T> answer) => answer switch
    {
        SyncAnswer<T>.Done done => done.Value,
        SyncAnswer<T>.Refused refused => throw new RequestRefused(SyncErrors.StatusOf(refused.Code), refused.Code, SyncErrors.Sentence(refused.Code, refused.Message)),
        _ => throw new InvalidOperationException("An answer is done or refused."),
    };

    private static SyncCall Entered(SyncCall call)
    {
        OperationNote.Of(call.Http).Space = call.Space.Slug.Value;
        return call;
    }

    private static string SlugOf(HttpRequest request)
    {
        string[] named = [.. request.Headers[SyncRoutes.SpaceHeader].OfType<string>(), .. request.Headers[SyncRoutes.OwnSpaceHeader].OfType<string>()];
        return named.Distinct(StringComparer.Ordinal).ToList() switch
        {
            [] => SyncRoutes.DefaultSpace,
            [var one] => one,
            _ => throw RequestRefused.Bad($"The headers {SyncRoutes.SpaceHeader} and {SyncRoutes.OwnSpaceHeader} name more than one space."),
        };
    }
}
