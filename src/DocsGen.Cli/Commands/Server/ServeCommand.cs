using System.CommandLine;
using System.Net;
using DocsGen.Cli.Output;
using DocsGen.Server;

namespace DocsGen.Cli.Commands.Server;

/// <summary><c>docsgen serve</c>: the sync protocol over the store, until Ctrl-C.</summary>
internal sealed class ServeCommand : DocsGenCommand
{
    private const string DefaultUrl = "http://127.0.0.1:8790";

    private readonly Option<string[]> urls = new("--urls") { Description = $"Where to listen (default: {DefaultUrl}); port 0 takes a free one", HelpName = "URL", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> maxBody = new("--max-body") { Description = "Most megabytes of one request", HelpName = "MB", DefaultValueFactory = _ => 10 };

    public ServeCommand(Terminal terminal)
        : base("serve", "Serve the spaces of the store over HTTP", terminal)
    {
        Options.Add(urls);
        Options.Add(maxBody);
    }

    /// <summary>A server finishes what it has begun.</summary>
    public override TimeSpan? Ending => TimeSpan.FromSeconds(30);

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var listen = parsed.GetValue(urls) is { Length: > 0 } given ? given : [DefaultUrl];
        var megabytes = parsed.GetValue(maxBody);
        if (megabytes is < 1 or > 1024) throw CliError.Usage("usage", $"--max-body is {megabytes}; it should lie between 1 and 1024.");
        foreach (var url in listen) RequireUrl(url);
        var store = session.OpenOrMakeStore();
        var now = session.Terminal.Clock.GetUtcNow();
        var hasTokens = (await store.Tokens.ListAsync(cancellationToken)).Any(t => t.IsGood(now));
        if (!hasTokens) RequireLoopback(listen);
        await ServerApp.MakeDefaultSpaceAsync(store, session.Actor, cancellationToken);
        await using var app = ServerApp.Build(store, new() { Urls = listen, MaxBodyBytes = megabytes * 1024L * 1024, Clock = session.Terminal.Clock });
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new CliError("server.address", $"{string.Join(", ", listen)} cannot be listened on: {exception.Message}", ExitCodes.Usage);
        }

        Tell(session, app.Urls, hasTokens);
        await session.Terminal.Out.FlushAsync(cancellationToken);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C, or an order to end: requests that run are finished first.
            session.Print.Progress("stopping ...");
            await app.StopAsync(CancellationToken.None);
        }

        return ExitCodes.Done;
    }

    private static void Tell(Session session, ICollection<string> addresses, bool hasTokens)
    {
        foreach (var address in addresses) session.Print.Line($"Serving {session.Place} at {session.Print.Bold(address)}");
        if (!hasTokens) session.Print.Line($"Nobody holds a token yet. Make one with '{session.Next.Named("token create --name NAME --scope push,review,publish")}'.");
        session.Print.Line("Ctrl-C stops it.");
        session.Print.Document("server", json =>
        {
            json.WriteStartArray("urls");
            foreach (var address in addresses) json.WriteStringValue(address);
            json.WriteEndArray();
        });
    }

    private static void RequireUrl(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.AbsolutePath != "/") throw CliError.Usage("usage", $"--urls is '{url}'; give an address such as {DefaultUrl}.");
    }

    // What others can reach is not for everybody: somebody must hold a token that opens something.
    private static void RequireLoopback(string[] listen)
    {
        if (listen.FirstOrDefault(u => !IsLoopback(new Uri(u).Host)) is not { } open) return;
        throw new CliError("server.no_users", $"{open} can be reached by others, and nobody holds a token yet. Make one first with 'docsgen token create', or listen on 127.0.0.1.", ExitCodes.NotAllowed);
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
