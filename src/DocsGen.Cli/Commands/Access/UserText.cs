using System.CommandLine;
using System.Text.Json;
using DocsGen.Cli.Output;
using DocsGen.Contracts;
using DocsGen.Core.Access;
using DocsGen.Core.Sync;

namespace DocsGen.Cli.Commands.Access;

/// <summary>Users in words, and what the commands about them share; never a secret.</summary>
internal static class UserText
{
    public static Argument<string> NameArgument() => new("NAME") { Description = "The name of the user" };

    public static Option<bool> PasswordOption() => new("--password-stdin") { Description = "Read the password from standard input, one line" };

    public static Option<string?> ReasonOption() => new("--reason") { Description = "Why; it is kept in the audit log", HelpName = "TEXT" };

    /// <summary>The first line of standard input.</summary>
    /// <exception cref="CliError">There is none.</exception>
    public static string ReadSecret(Session session)
    {
        using var input = session.Terminal.OpenIn();
        return input.ReadLine() is { Length: > 0 } line ? line : throw CliError.Usage("usage", "Standard input is empty; pass the secret in as one line.");
    }

    public static string Roles(User user) => user.Roles.Count == 0 ? "no role" : string.Join(", ", user.Roles);

    public static string State(User user) => user.IsDisabled ? "disabled" : "enabled";

    public static string Link(string? server, string secret) => $"{server?.TrimEnd('/')}{AccessRoutes.SignIn}?link={secret}";

    public static void Document(Session session, User user) => session.Print.Document("user", json => Write(json, user));

    public static void Write(Utf8JsonWriter json, User user)
    {
        json.WriteString("name", user.Name);
        json.WriteStartArray("roles");
        foreach (var role in user.Roles) json.WriteStringValue(role.ToString());
        json.WriteEndArray();
        json.WriteBoolean("hasPassword", user.Password is not null);
        json.WriteString("state", State(user));
        json.WriteString("createdBy", user.CreatedBy.ToString());
        json.WriteString("createdUtc", RunJson.Time(user.CreatedUtc));
    }

    /// <summary>A role in a space that nobody ever made is a typing error.</summary>
    public static async ValueTask RequireSpaceAsync(Session session, GivenRole role, CancellationToken cancellationToken)
    {
        if (role.Space is not { } slug) return;
        if (await session.OpenOrMakeStore().Sync.Spaces.FindAsync(SpaceSlug.Parse(slug), cancellationToken) is null) throw CliError.Usage("space.not_found", $"There is no space '{slug}'. 'docsgen space list' shows them.");
    }

    /// <summary>The value of an answer.</summary>
    /// <exception cref="CliError">It was refused.</exception>
    public static T Value<T>(AccessAnswer<T> answer) => answer switch
    {
        AccessAnswer<T>.Done done => done.Value,
        AccessAnswer<T>.Refused refused => throw new CliError(refused.Code, refused.Message, refused.Code switch { "user.exists" => ExitCodes.Conflict, AccessPorts.NotAllowed => ExitCodes.NotAllowed, _ => ExitCodes.Usage }),
        _ => throw new InvalidOperationException("An answer is done or refused."),
    };
}
