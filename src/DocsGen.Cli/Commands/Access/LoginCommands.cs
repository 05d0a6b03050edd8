using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DocsGen.Cli.Output;
using DocsGen.Cli.Settings;
using DocsGen.Contracts;

namespace DocsGen.Cli.Commands.Access;

/// <summary><c>docsgen login --server URL</c>: gets a token with a name and a password, or takes one, and keeps it.</summary>
internal sealed class LoginCommand : DocsGenCommand
{
    private readonly Option<string?> user = new("--user") { Description = "Your name there; goes with --password-stdin", HelpName = "NAME" };
    private readonly Option<bool> password = UserText.PasswordOption();
    private readonly Option<bool> token = new("--token-stdin") { Description = "Read a token from standard input, one line" };
    private readonly Option<string?> name = new("--name") { Description = "What the token is called (default: you and this machine)", HelpName = "NAME" };
    private readonly Option<string[]> scopes = new("--scope") { Description = "What it opens; several with commas (default: read,push)", HelpName = "SCOPE" };
    private readonly Option<string> expires = new("--expires") { Description = "When it ends", HelpName = "SPAN", DefaultValueFactory = _ => "90d" };

    public LoginCommand(Terminal terminal)
        : base("login", "Sign in to a server, and keep a token for it", terminal)
    {
        foreach (var option in new Option[] { user, password, token, name, scopes, expires }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var address = ServerPlace.Require(parsed);
        var byPassword = parsed.GetValue(user) is not null && parsed.GetValue(password);
        if (byPassword == parsed.GetValue(token)) throw CliError.Usage("usage", "Give --user NAME and --password-stdin, or --token-stdin.");
        var credentials = new Credentials(session.Terminal);
        // Asked first: what cannot be kept should not be made.
        credentials.Find(address);
        var secret = UserText.ReadSecret(session);
        using var client = new AccessClient(address);
        var (kept, called, who) = byPassword ? await ByPasswordAsync(client, session, parsed, secret, cancellationToken) : await ByTokenAsync(client, secret, cancellationToken);
        credentials.Keep(address, kept, called);
        session.Print.Line($"Signed in to {address} as {session.Print.Bold(who)}, with the token '{called}'.");
        session.Print.Document("login", json =>
        {
            json.WriteString("server", address.ToString());
            json.WriteString("user", who);
            json.WriteString("name", called);
        });
        return ExitCodes.Done;
    }

    private async Task<(string Token, string Name, string User)> ByPasswordAsync(AccessClient client, Session session, ParseResult parsed, string secret, CancellationToken cancellationToken)
    {
        var wanted = (parsed.GetValue(scopes) is { Length: > 0 } given ? given : ["read,push"]).SelectMany(s => s.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var answer = await client.SendAsync(HttpMethod.Post, AccessRoutes.Login, null, cancellationToken, json =>
        {
            json.WriteString("user", parsed.GetValue(user));
            json.WriteString("password", secret);
            json.WriteString("name", parsed.GetValue(name) ?? $"{session.Actor.Name} at {Environment.MachineName}");
            json.WriteStartArray("scopes");
            foreach (var scope in wanted) json.WriteStringValue(scope);
            json.WriteEndArray();
            json.WriteString("expires", parsed.GetValue(expires));
        });
        return (answer.GetProperty("token").GetString()!, answer.GetProperty("name").GetString()!, answer.GetProperty("user").GetString()!);
    }

    private static async Task<(string Token, string Name, string User)> ByTokenAsync(AccessClient client, string secret, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(HttpMethod.Get, AccessRoutes.Session, secret, cancellationToken);
        return (secret, answer.GetProperty("token").GetString()!, answer.GetProperty("name").GetString()!);
    }
}

/// <summary><c>docsgen logout --server URL</c>: forgets the token, and revokes it where the server can be reached.</summary>
internal sealed class LogoutCommand(Terminal terminal) : DocsGenCommand("logout", "Forget the token of a server, and revoke it there", terminal)
{
    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var address = ServerPlace.Require(parsed);
        var credentials = new Credentials(session.Terminal);
        if (credentials.Find(address) is not { } token || credentials.FindName(address) is not { } name) throw CliError.Usage("credentials.none", $"There is no token for {address}.");
        var revoked = true;
        try
        {
            using var client = new AccessClient(address);
            await client.SendAsync(HttpMethod.Delete, $"{AccessRoutes.Tokens}/{Uri.EscapeDataString(name)}", token, cancellationToken);
        }
        catch (CliError)
        {
            // It is forgotten here all the same.
            revoked = false;
        }

        credentials.Remove(address);
        session.Print.Line(revoked ? $"Signed out of {address}; the token '{name}' is revoked." : $"Signed out of {address}. The token '{name}' could not be revoked there: it is good until it ends, or somebody revokes it.");
        session.Print.Document("logout", json =>
        {
            json.WriteString("server", address.ToString());
            json.WriteBoolean("revoked", revoked);
        });
        return ExitCodes.Done;
    }
}

/// <summary>Requests about access to a server.</summary>
internal sealed class AccessClient(Uri server) : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Sends, and answers the body; undefined when there is none.</summary>
    /// <exception cref="CliError">It was refused, or the server cannot be reached.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string route, string? token, CancellationToken cancellationToken, Action<Utf8JsonWriter>? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(server.GetLeftPart(UriPartial.Path).TrimEnd('/') + route));
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        if (body is not null) request.Content = Content(body);
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode) throw Refused(answer, text);
            if (text.Length == 0) return default;
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CliError("server.unreachable", $"{server} cannot be reached, or is no DocsGen server: {exception.Message}", ExitCodes.Unreachable);
        }
    }

    public void Dispose() => http.Dispose();

    private static ByteArrayContent Content(Action<Utf8JsonWriter> body)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        var content = new ByteArrayContent(buffer.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", Encoding.UTF8.WebName);
        return content;
    }

    private CliError Refused(HttpResponseMessage answer, string text)
    {
        var (code, sentence) = ("server.refused", $"{server} refused it ({(int)answer.StatusCode}).");
        try
        {
            using var problem = JsonDocument.Parse(text);
            (code, sentence) = (problem.RootElement.GetProperty("code").GetString()!, problem.RootElement.GetProperty("detail").GetString()!);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // No server of ours speaks so; the status has to do.
        }

        return new(code, sentence, (int)answer.StatusCode switch { 401 or 403 => ExitCodes.NotAllowed, 409 => ExitCodes.Conflict, 429 or >= 500 => ExitCodes.Unreachable, _ => ExitCodes.Usage });
    }
}
