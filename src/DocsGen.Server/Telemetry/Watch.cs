using System.Diagnostics;
using System.Globalization;
using DocsGen.Server.Answers;
using DocsGen.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace DocsGen.Server.Telemetry;

/// <summary>
/// Tells of each request to a watched route: an activity, measurements, and of writes a line in the log. It stands inside of the error handler, so that it sees why something was refused. Measurements
/// carry no number of a changeset: there would be one series each.
/// </summary>
internal sealed partial class Watch(RequestDelegate next, ILogger<Watch> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        NameRequest(http);
        if (http.GetEndpoint()?.Metadata.GetMetadata<Watched>() is not { } route)
        {
            await next(http);
            return;
        }

        var note = new OperationNote();
        http.Features.Set(note);
        var began = Stopwatch.GetTimestamp();
        using var activity = Measured.Activities.StartActivity(route.Operation);
        var failed = "CANCELED";
        try
        {
            await next(http);
            failed = null;
        }
        catch (Exception exception) when (Named(exception, ref failed))
        {
            // Only looked at.
            throw;
        }
        finally
        {
            if (failed is not null) note.Outcome = failed;
            Tell(http, route, note, activity, Stopwatch.GetElapsedTime(began));
        }
    }

    // ASP.NET Core's own activity does not say by itself which route it was.
    private static void NameRequest(HttpContext http)
    {
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } request || http.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern }) return;
        request.DisplayName = $"{http.Request.Method} {pattern}";
        request.SetTag("http.request.method", http.Request.Method).SetTag("http.route", pattern);
    }

    private static bool Named(Exception exception, ref string? outcome)
    {
        outcome = exception switch
        {
            RequestRefused refused => refused.Code,
            BadHttpRequestException => "BAD_REQUEST",
            OperationCanceledException => "CANCELED",
            StoreBusyException => "STORE_BUSY",
            StoreFailedException => "STORE_FAILED",
            _ => "UNEXPECTED",
        };
        return false;
    }

    private void Tell(HttpContext http, Watched route, OperationNote note, Activity? activity, TimeSpan took)
    {
        var changeset = note.Changeset ?? (long.TryParse(http.GetRouteValue("id") as string, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && note.Space is not null ? id : null);
        var outcome = note.Outcome ?? "ok";
        if (activity is not null)
        {
            activity.SetTag("docsgen.outcome", outcome).SetTag("docsgen.space", note.Space).SetTag("docsgen.changeset.id", changeset).SetTag("docsgen.files", note.Files).SetTag("docsgen.bytes", note.Bytes);
            if (outcome is "UNEXPECTED" or "STORE_FAILED" or "STORE_BUSY") activity.SetStatus(ActivityStatusCode.Error);
        }

        var (operation, space) = (new KeyValuePair<string, object?>("docsgen.operation", route.Operation), new KeyValuePair<string, object?>("docsgen.space", note.Space));
        Measured.Duration.Record(took.TotalSeconds, operation, space, new("docsgen.outcome", outcome));
        if (note.Files is { } files) Measured.Files.Add(files, operation, space);
        if (note.Bytes is { } bytes) Measured.Bytes.Add(bytes, operation, space);
        if (route.IsWrite) Wrote(log, route.Operation, changeset, note.Space, note.Actor, outcome, took.TotalMilliseconds);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Operation} changeset={Changeset} space={Space} actor={Actor} outcome={Outcome} ms={Milliseconds:0.0}")]
    private static partial void Wrote(ILogger log, string operation, long? changeset, string? space, string? actor, string outcome, double milliseconds);
}
