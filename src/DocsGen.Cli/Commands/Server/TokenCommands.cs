using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Cli.Commands.Server;

/// <summary><c>docsgen token create</c>: prints the secret, once.</summary>
internal sealed class TokenCreateCommand : DocsGenCommand
{
    private readonly Option<string> name = new("--name") { Description = "What people call it", HelpName = "NAME", Required = true };
    private readonly Option<string[]> scopes = new("--scope") { Description = "What it opens: read, push, review, publish, approve, admin, agent; several with commas", HelpName = "SCOPE", Required = true };
    private readonly Option<string[]> spaces = new("--space", "-s") { Description = "Limit it to this space; may be given more than once (default: all)", HelpName = "SPACE" };
    private readonly Option<string?> user = new("--user") { Description = "Who acts when it is used (default: you)", HelpName = "NAME" };
    private readonly Option<string?> expires = new("--expires") { Description = "When it ends: a span such as 30d (default: never)", HelpName = "SPAN" };

    public TokenCreateCommand(Terminal terminal)
        : base("create", "Make an API token, and show it once", terminal)
    {
        Options.Add(name);
        Options.Add(scopes);
        Options.Add(spaces);
        Options.Add(user);
        Options.Add(expires);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var wanted = parsed.GetValue(scopes)!.SelectMany(s => s.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(Scopes.Parse).ToList();
        var limit = parsed.GetValue(spaces) is { Length: > 0 } given ? given.Select(s => SpaceSlug.Parse(s).Value).ToList() : null;
        var lifetime = parsed.GetValue(expires) is { } text ? Durations.Parse(text) ?? throw CliError.Usage("usage", $"--expires is '{text}'; give a span such as 30d, 12h or 45m.") : (TimeSpan?)null;
        var store = session.OpenOrMakeStore();
        if (limit is not null) await RequireSpacesAsync(store.Sync, limit, cancellationToken);
        var actor = parsed.GetValue(user) is { } who ? Actor.User(who) : session.Actor;
        var made = await new CreateToken(store.Tokens, RandomNumberGenerator.Fill, session.Terminal.Clock).ExecuteAsync(parsed.GetValue(name)!, actor, wanted, limit, lifetime, session.Actor, cancellationToken)
            ?? throw new CliError("token.exists", $"A token '{parsed.GetValue(name)}' is in use. Revoke it with 'docsgen token revoke {parsed.GetValue(name)}', or take another name.", ExitCodes.Conflict);
        session.Print.Line(session.Print.Bold(made.Secret));
        session.Print.Line($"It acts as {made.Token.Actor.Name} and opens {TokenText.Scopes(made.Token)} in {TokenText.Spaces(made.Token)}{(made.Token.ExpiresUtc is { } end ? $" until {RunJson.Time(end)}" : "")}. It is shown this once: keep it safe.");
        session.Print.Document("token", json =>
        {
            json.WriteString("token", made.Secret);
            TokenText.Write(json, made.Token);
        });
        return ExitCodes.Done;
    }

    private static async ValueTask RequireSpacesAsync(SyncPorts sync, IReadOnlyList<string> slugs, CancellationToken cancellationToken)
    {
        var there = (await sync.Spaces.ListAsync(cancellationToken)).Select(s => s.Slug.Value).ToHashSet(StringComparer.Ordinal);
        if (slugs.FirstOrDefault(s => !there.Contains(s)) is { } missing) throw CliError.Usage("space.not_found", $"There is no space '{missing}'. 'docsgen space list' shows them.");
    }
}

/// <summary><c>docsgen token list</c>.</summary>
internal sealed class TokenListCommand(Terminal terminal) : DocsGenCommand("list", "List the tokens", terminal)
{
    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var tokens = await session.Store.Tokens.ListAsync(cancellationToken);
        var now = session.Terminal.Clock.GetUtcNow();
        if (tokens.Count == 0) session.Print.Line("No tokens yet. Make one with 'docsgen token create --name NAME --scope push'.");
        else
        {
            session.Print.Table(
                ["TOKEN", "ACTS AS", "SCOPES", "SPACES", "STATE"],
                [.. tokens.Select(t => (IReadOnlyList<string>)[t.Name, t.Actor.Name, TokenText.Scopes(t), TokenText.Spaces(t), TokenText.State(t, now)])]);
        }

        session.Print.Document("tokens", json =>
        {
            json.WriteStartArray("tokens");
            foreach (var token in tokens)
            {
                json.WriteStartObject();
                TokenText.Write(json, token);
                json.WriteString("state", TokenText.State(token, now));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen token revoke NAME</c>.</summary>
internal sealed class TokenRevokeCommand : DocsGenCommand
{
    private readonly Argument<string> name = new("NAME") { Description = "The name of the token" };

    public TokenRevokeCommand(Terminal terminal)
        : base("revoke", "Revoke a token: it opens nothing from the next request on", terminal) => Arguments.Add(name);

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var revoked = parsed.GetValue(name)!;
        if (!await session.Store.Tokens.RevokeAsync(revoked, session.Actor, cancellationToken)) throw CliError.Usage("token.not_found", $"There is no token '{revoked}' in use. 'docsgen token list' shows them.");
        session.Print.Line($"Token {session.Print.Bold(revoked)} is revoked.");
        session.Print.Document("token", json => json.WriteString("revoked", revoked));
        return ExitCodes.Done;
    }
}

/// <summary>Tokens in words; never a secret.</summary>
internal static class TokenText
{
    public static string Scopes(ApiToken token) => string.Join(", ", token.Scopes.Select(s => s.ToWire()));

    public static string Spaces(ApiToken token) => token.Spaces is null ? "all spaces" : string.Join(", ", token.Spaces);

    public static string State(ApiToken token, DateTimeOffset now) => token.RevokedUtc is not null ? "revoked" : token.IsGood(now) ? "in use" : "expired";

    public static void Write(Utf8JsonWriter json, ApiToken token)
    {
        json.WriteString("name", token.Name);
        json.WriteString("actor", token.Actor.ToString());
        json.WriteStartArray("scopes");
        foreach (var scope in token.Scopes) json.WriteStringValue(scope.ToWire());
        json.WriteEndArray();
        if (token.Spaces is { } spaces)
        {
            json.WriteStartArray("spaces");
            foreach (var space in spaces) json.WriteStringValue(space);
            json.WriteEndArray();
        }

        json.WriteString("createdBy", token.CreatedBy.ToString());
        json.WriteString("createdUtc", RunJson.Time(token.CreatedUtc));
        if (token.ExpiresUtc is { } expires) json.WriteString("expiresUtc", RunJson.Time(expires));
        if (token.RevokedUtc is { } revoked) json.WriteString("revokedUtc", RunJson.Time(revoked));
    }
}
