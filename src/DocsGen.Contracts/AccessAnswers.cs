using System.Text.Json;
using System.Text.Json.Serialization;

namespace DocsGen.Contracts;

/// <summary>Where people sign in and tokens are made; beside the sync protocol.</summary>
public static class AccessRoutes
{
    public const string Session = "/api/v1/session";
    public const string Tokens = "/api/v1/tokens";
    public const string Login = "/api/v1/login";

    /// <summary>The page that takes a sign-in link.</summary>
    public const string SignIn = "/signin";

    /// <summary>Goes with every change that is asked for by cookie or by a proxy's word.</summary>
    public const string AntiforgeryHeader = "X-DocsGen-Antiforgery";
}

/// <summary>Any refusal outside of the sync routes: RFC 9457 problem details.</summary>
/// <param name="Type">Always <c>about:blank</c>: the code says more.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">One sentence.</param>
/// <param name="Code">Stable.</param>
public sealed record ProblemAnswer(string Type, string Title, int Status, string Detail, string Code)
{
    public const string MediaType = "application/problem+json";
}

/// <summary>Who the caller is, and what they may do now.</summary>
/// <param name="Name">Who.</param>
/// <param name="Kind">How they are known: <c>session</c>, <c>token</c> or <c>proxy</c>.</param>
/// <param name="Roles">What they are, and where, such as <c>reviewer@docs</c>; empty for a token whose user is not registered.</param>
/// <param name="Spaces">What they may do in each space that they may read.</param>
/// <param name="Antiforgery">What goes into <see cref="AccessRoutes.AntiforgeryHeader"/>; null with a token, which needs none.</param>
/// <param name="ExpiresAt">When the session or the token ends.</param>
/// <param name="Token">The name of the token, where the caller is known by one.</param>
public sealed record SessionAnswer(string Name, string Kind, IReadOnlyList<string> Roles, IReadOnlyList<SpaceRightsWire> Spaces, string? Antiforgery, string? ExpiresAt, string? Token);

/// <summary>Scopes in one space.</summary>
public sealed record SpaceRightsWire(string Slug, IReadOnlyList<string> Scopes);

/// <summary>A token, without its secret.</summary>
public sealed record TokenWire(string Name, string User, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Spaces, string CreatedAt, string? ExpiresAt, string State);

/// <summary>A token that was just made: its secret is shown this once.</summary>
public sealed record TokenMadeAnswer(string Token, string Name, string User, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Spaces, string? ExpiresAt);

/// <summary>Tokens in the order in which they were made.</summary>
public sealed record TokensAnswer(IReadOnlyList<TokenWire> Tokens);

/// <summary>How all of them are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(TokenMadeAnswer))]
[JsonSerializable(typeof(TokensAnswer))]
public sealed partial class AccessJson : JsonSerializerContext
{
    /// <summary>What both sides use.</summary>
    public static AccessJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = SyncJson.Encoder,
    });
}
