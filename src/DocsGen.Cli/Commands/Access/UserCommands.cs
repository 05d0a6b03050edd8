using System.CommandLine;
using System.Security.Cryptography;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;

namespace DocsGen.Cli.Commands.Access;

/// <summary><c>docsgen user add NAME</c>.</summary>
internal sealed class UserAddCommand : DocsGenCommand
{
    private readonly Argument<string> name = UserText.NameArgument();
    private readonly Option<bool> password = UserText.PasswordOption();
    private readonly Option<string[]> roles = new("--role") { Description = "What they are: reader, author, reviewer, publisher or admin, in one space (reviewer@docs) or in all; may be given more than once", HelpName = "ROLE[@SPACE]" };

    public UserAddCommand(Terminal terminal)
        : base("add", "Register a person", terminal)
    {
        Arguments.Add(name);
        Options.Add(password);
        Options.Add(roles);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var given = (parsed.GetValue(roles) ?? []).SelectMany(r => r.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(GivenRole.Parse).ToList();
        var secret = parsed.GetValue(password) ? UserText.ReadSecret(session) : null;
        var store = session.OpenOrMakeStore();
        foreach (var role in given) await UserText.RequireSpaceAsync(session, role, cancellationToken);
        var user = UserText.Value(await new AddUser(store.Access, RandomNumberGenerator.Fill, session.Terminal.Clock).ExecuteAsync(parsed.GetValue(name)!, given, secret, session.Actor, cancellationToken));
        session.Print.Line($"User {session.Print.Bold(user.Name)} is registered: {UserText.Roles(user)}.");
        if (secret is null) session.Print.Line($"They have no password. '{session.Next.Named($"user link {user.Name}")}' makes a link that signs them in.");
        UserText.Document(session, user);
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen user list</c>.</summary>
internal sealed class UserListCommand(Terminal terminal) : DocsGenCommand("list", "List the users", terminal)
{
    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var users = await session.Store.Access.Users.ListAsync(cancellationToken);
        if (users.Count == 0) session.Print.Line("No users yet. Register one with 'docsgen user add NAME --role author'.");
        else session.Print.Table(["USER", "ROLES", "PASSWORD", "STATE"], [.. users.Select(u => (IReadOnlyList<string>)[u.Name, UserText.Roles(u), u.Password is null ? "none" : "set", UserText.State(u)])]);
        session.Print.Document("users", json =>
        {
            json.WriteStartArray("users");
            foreach (var user in users)
            {
                json.WriteStartObject();
                UserText.Write(json, user);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen user role NAME ROLE[@SPACE] [--remove]</c>.</summary>
internal sealed class UserRoleCommand : DocsGenCommand
{
    private readonly Argument<string> name = UserText.NameArgument();
    private readonly Argument<string> role = new("ROLE[@SPACE]") { Description = "reader, author, reviewer, publisher or admin, in one space (reviewer@docs) or in all" };
    private readonly Option<bool> remove = new("--remove") { Description = "Take the role away" };
    private readonly Option<string?> reason = UserText.ReasonOption();

    public UserRoleCommand(Terminal terminal)
        : base("role", "Give a role to a person, or take it away: it counts from their next request on", terminal)
    {
        Arguments.Add(name);
        Arguments.Add(role);
        Options.Add(remove);
        Options.Add(reason);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var wanted = GivenRole.Parse(parsed.GetValue(role)!);
        if (!parsed.GetValue(remove)) await UserText.RequireSpaceAsync(session, wanted, cancellationToken);
        var user = UserText.Value(await new ChangeUser(session.Store.Access, RandomNumberGenerator.Fill).SetRoleAsync(parsed.GetValue(name)!, wanted, !parsed.GetValue(remove), parsed.GetValue(reason), session.Actor, cancellationToken));
        session.Print.Line($"User {session.Print.Bold(user.Name)} now has: {UserText.Roles(user)}.");
        UserText.Document(session, user);
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen user disable NAME</c> and <c>docsgen user enable NAME</c>.</summary>
internal sealed class UserStateCommand : DocsGenCommand
{
    private readonly Argument<string> name = UserText.NameArgument();
    private readonly Option<string?> reason = UserText.ReasonOption();
    private readonly bool disabled;

    public UserStateCommand(bool disabled, Terminal terminal)
        : base(disabled ? "disable" : "enable", disabled ? "Let a person do nothing any more, from their next request on" : "Let a person do again what their roles say", terminal)
    {
        this.disabled = disabled;
        Arguments.Add(name);
        Options.Add(reason);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var user = UserText.Value(await new ChangeUser(session.Store.Access, RandomNumberGenerator.Fill).SetDisabledAsync(parsed.GetValue(name)!, disabled, parsed.GetValue(reason), session.Actor, cancellationToken));
        session.Print.Line($"User {session.Print.Bold(user.Name)} is {UserText.State(user)}.");
        UserText.Document(session, user);
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen user password NAME --password-stdin</c>.</summary>
internal sealed class UserPasswordCommand : DocsGenCommand
{
    private readonly Argument<string> name = UserText.NameArgument();
    private readonly Option<bool> password = UserText.PasswordOption();
    private readonly Option<string?> reason = UserText.ReasonOption();

    public UserPasswordCommand(Terminal terminal)
        : base("password", "Set a person's password; they are signed out everywhere", terminal)
    {
        Arguments.Add(name);
        Options.Add(password);
        Options.Add(reason);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!parsed.GetValue(password)) throw CliError.Usage("usage", "A password is read from standard input: add --password-stdin.");
        var secret = UserText.ReadSecret(session);
        var user = UserText.Value(await new ChangeUser(session.Store.Access, RandomNumberGenerator.Fill).SetPasswordAsync(parsed.GetValue(name)!, secret, parsed.GetValue(reason), session.Actor, cancellationToken));
        session.Print.Line($"User {session.Print.Bold(user.Name)} has a new password.");
        UserText.Document(session, user);
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen user link NAME</c>: prints a link that signs them in, once.</summary>
internal sealed class UserLinkCommand : DocsGenCommand
{
    private readonly Argument<string> name = UserText.NameArgument();
    private readonly Option<string?> server = new("--url") { Description = "Address of the server, to print the whole link", HelpName = "URL" };
    private readonly Option<string?> expires = new("--expires") { Description = "How long it is good for, such as 1h (default: 15m)", HelpName = "SPAN" };

    public UserLinkCommand(Terminal terminal)
        : base("link", "Make a link that signs a person in, once", terminal)
    {
        Arguments.Add(name);
        Options.Add(server);
        Options.Add(expires);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var lifetime = parsed.GetValue(expires) is { } text ? Durations.Parse(text) ?? throw CliError.Usage("usage", $"--expires is '{text}'; give a span such as 12h or 45m.") : CreateSignInLink.UsualLifetime;
        var secret = UserText.Value(await new CreateSignInLink(session.Store.Access, RandomNumberGenerator.Fill, session.Terminal.Clock).ExecuteAsync(parsed.GetValue(name)!, lifetime, session.Actor, cancellationToken));
        var link = UserText.Link(parsed.GetValue(server), secret);
        session.Print.Line(session.Print.Bold(link));
        session.Print.Line($"It signs {parsed.GetValue(name)} in once, until {RunJson.Time(session.Terminal.Clock.GetUtcNow() + lifetime)}.");
        session.Print.Document("link", json =>
        {
            json.WriteString("user", parsed.GetValue(name));
            json.WriteString("link", link);
            json.WriteString("expiresUtc", RunJson.Time(session.Terminal.Clock.GetUtcNow() + lifetime));
        });
        return ExitCodes.Done;
    }
}
