using System.CommandLine;
using System.Net;
using DocsGen.Cli.Output;
using DocsGen.Server;
using DocsGen.Server.Telemetry;

namespace DocsGen.Cli.Commands.Server;

/// <summary><c>docsgen serve</c>: the sync protocol over the store, until Ctrl-C.</summary>
internal sealed class ServeCommand : DocsGenCommand
{
    private const string DefaultUrl = "http://127.0.0.1:8790";

    private readonly Option<string[]> urls = new("--urls") { Description = $"Where to listen (default: {DefaultUrl}); port 0 takes a free one", HelpName = "URL", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> maxBody = new("--max-body") { Description = "Most megabytes of one request", HelpName = "MB", DefaultValueFactory = _ => 10 };

    private readonly Option<int> rate = new("--rate-limit") { Description = "Most requests a second of one caller, twice that at once; 0 for no limit", HelpName = "N", DefaultValueFactory = _ => 2000 };
    private readonly Option<string?> proxyHeader = new("--proxy-user-header") { Description = "Header in which a reverse proxy names the user; goes with --trusted-proxy", HelpName = "HEADER" };
    private readonly Option<string[]> proxies = new("--trusted-proxy") { Description = "Address or network of that proxy, such as 10.0.0.5 or 10.0.0.0/24; several with commas", HelpName = "ADDRESS" };

    private readonly Option<string[]> webhooks = new("--webhook-allow") { Description = "Private network that webhooks may reach, such as 10.0.0.0/8; several with commas", HelpName = "NETWORK" };

    public ServeCommand(Terminal terminal)
        : base("serve", "Serve the spaces of the store over HTTP", terminal)
    {
        Options.Add(urls);
        Options.Add(maxBody);
        Options.Add(rate);
        Options.Add(proxyHeader);
        Options.Add(proxies);
        Options.Add(webhooks);
    }

    /// <summary>A server finishes what it has begun.</summary>
    public override TimeSpan? Ending => TimeSpan.FromSeconds(30);

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var listen = parsed.GetValue(urls) is { Length: > 0 } given ? given : [DefaultUrl];
        foreach (var url in listen) RequireUrl(url);
        var options = OptionsOf(session, parsed, listen);
        var store = session.OpenOrMakeStore();
        var now = session.Terminal.Clock.GetUtcNow();
        var users = await store.Access.Users.ListAsync(cancellationToken);
        var hasTokens = (await store.Tokens.ListAsync(cancellationToken)).Any(t => t.IsGood(now));
        if (!hasTokens && users.All(u => u.IsDisabled)) RequireLoopback(listen);
        await ServerApp.MakeDefaultSpaceAsync(store, session.Actor, cancellationToken);
        var link = listen.All(u => IsLoopback(new Uri(u).Host)) ? await FirstLink.MakeAsync(session, store, users, hasTokens, cancellationToken) : null;
        await using var app = ServerApp.Build(store, options);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new CliError("server.address", $"{string.Join(", ", listen)} cannot be listened on: {exception.Message}", ExitCodes.Usage);
        }

        Tell(session, app.Urls, link);
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

    private ServerOptions OptionsOf(Session session, ParseResult parsed, string[] listen)
    {
        var (megabytes, perSecond) = (parsed.GetValue(maxBody), parsed.GetValue(rate));
        if (megabytes is < 1 or > 1024) throw CliError.Usage("usage", $"--max-body is {megabytes}; it should lie between 1 and 1024.");
        if (perSecond is < 0 or > 1_000_000) throw CliError.Usage("usage", $"--rate-limit is {perSecond}; it should lie between 0 and 1000000.");
        var trusted = NetworksOf("--trusted-proxy", parsed.GetValue(proxies));
        var header = parsed.GetValue(proxyHeader);
        // A header that anybody may send, or a proxy that says nothing, is a mistake.
        if (header is not null && trusted.Count == 0) throw CliError.Usage("usage", "--proxy-user-header goes with --trusted-proxy.");
        return new()
        {
            Urls = listen,
            MaxBodyBytes = megabytes * 1024L * 1024,
            Clock = session.Terminal.Clock,
            PublishTerm = session.DriveOptions.LeaseTerm,
            RateLimit = perSecond,
            ProxyUserHeader = header,
            TrustedProxies = trusted,
            WebhookTargets = NetworksOf("--webhook-allow", parsed.GetValue(webhooks)),
            Telemetry = TelemetryOf(session),
        };
    }

    private static TelemetryOptions TelemetryOf(Session session)
    {
        try
        {
            return TelemetryOptions.Of(session.Terminal.Environment);
        }
        catch (FormatException exception)
        {
            throw CliError.Usage("usage", exception.Message);
        }
    }

    private static List<IPNetwork> NetworksOf(string option, string[]? given) =>
        [.. (given ?? []).SelectMany(p => p.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(text => IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
            : throw CliError.Usage("usage", $"{option} is '{text}'; give an address such as 10.0.0.5, or a network such as 10.0.0.0/24."))];

    private static void Tell(Session session, ICollection<string> addresses, string? link)
    {
        foreach (var address in addresses) session.Print.Line($"Serving {session.Place} at {session.Print.Bold(address)}");
        var signIn = link is null ? null : Access.UserText.Link(addresses.First(), link);
        if (signIn is not null) session.Print.Line($"Sign in, once, within {(int)Core.Access.UseCases.CreateSignInLink.UsualLifetime.TotalMinutes} minutes: {session.Print.Bold(signIn)}");
        session.Print.Line("Ctrl-C stops it.");
        session.Print.Document("server", json =>
        {
            json.WriteStartArray("urls");
            foreach (var address in addresses) json.WriteStringValue(address);
            json.WriteEndArray();
            if (signIn is not null) json.WriteString("signIn", signIn);
        });
    }

    private static void RequireUrl(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.AbsolutePath != "/") throw CliError.Usage("usage", $"--urls is '{url}'; give an address such as {DefaultUrl}.");
    }

    // What others can reach is not for everybody: somebody must hold a token that opens something, or be registered.
    private static void RequireLoopback(string[] listen)
    {
        if (listen.FirstOrDefault(u => !IsLoopback(new Uri(u).Host)) is not { } open) return;
        throw new CliError("server.no_users", $"{open} can be reached by others, and nobody holds a token yet or is registered. Make a token first with 'docsgen token create', or a user with 'docsgen user add', or listen on 127.0.0.1.", ExitCodes.NotAllowed);
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
