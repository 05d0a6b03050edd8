using System.Text.Json;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql;

/// <summary>A token's row as both engines give it, and the statements that both take.</summary>
internal sealed record TokenRow(
    long Id, string Name, string Actor, string Scopes, string? Spaces, string CreatedBy, string CreatedUtc, string? ExpiresUtc, string? RevokedUtc)
{
    public const string Columns = "t.id AS Id, t.name AS Name, t.actor AS Actor, t.scopes AS Scopes, t.spaces AS Spaces, t.created_by AS CreatedBy, t.created_utc AS CreatedUtc, t.expires_utc AS ExpiresUtc, t.revoked_utc AS RevokedUtc";

    public const string Insert =
        """
        INSERT INTO tokens (name, secret, actor, scopes, spaces, created_by, created_utc, expires_utc) VALUES (@Name, @secret, @actor, @scopes, @spaces, @createdBy, @createdUtc, @expiresUtc)
        ON CONFLICT (name) WHERE revoked_utc IS NULL DO NOTHING RETURNING id
        """;

    public const string Revoke = "UPDATE tokens SET revoked_by = @by, revoked_utc = @now WHERE name = @name AND revoked_utc IS NULL";

    public static object Values(ApiToken token, ContentHash secret) => new
    {
        token.Name,
        secret = secret.Value,
        actor = token.Actor.ToString(),
        scopes = Write(token.Scopes.Select(s => s.ToWire())),
        spaces = token.Spaces is null ? null : Write(token.Spaces),
        createdBy = token.CreatedBy.ToString(),
        createdUtc = Times.Format(token.CreatedUtc),
        expiresUtc = token.ExpiresUtc is { } utc ? Times.Format(utc) : null,
    };

    /// <summary>The token with the user who holds it.</summary>
    public static ApiToken ToToken(TokenRow row, UserRow? holder) => row.ToToken() with { Holder = holder?.ToUser() };

    public ApiToken ToToken() => new()
    {
        Id = Id,
        Name = Name,
        Actor = Core.Artifacts.Actor.Parse(Actor),
        Scopes = [.. Read(Scopes).Select(Core.Access.Scopes.Parse)],
        Spaces = Spaces is null ? null : Read(Spaces),
        CreatedBy = Core.Artifacts.Actor.Parse(CreatedBy),
        CreatedUtc = Times.Parse(CreatedUtc),
        ExpiresUtc = ExpiresUtc is null ? null : Times.Parse(ExpiresUtc),
        RevokedUtc = RevokedUtc is null ? null : Times.Parse(RevokedUtc),
    };

    private static string Write(IEnumerable<string> words) => JsonSerializer.Serialize(words.ToArray(), TextList.Default.StringArray);

    private static string[] Read(string json) => JsonSerializer.Deserialize(json, TextList.Default.StringArray)!;
}
