namespace DocsGen.Cli.Tests.Commands;

public sealed class UserTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_person_is_registered_given_roles_disabled_and_let_in_again()
    {
        (await cli.RunAsync("space", "create", "docs")).ShouldExit(0);
        (await cli.RunAsync("user", "add", "ben", "--role", "author@docs,reviewer")).ShouldExit(0).Out.ShouldBe("User ben is registered: author@docs, reviewer@*.\nThey have no password. 'docsgen user link ben' makes a link that signs them in.\n");
        (await cli.RunAsync("user", "add", "ben")).ShouldRefuse(5, "There is a user 'ben' already.");
        (await cli.RunAsync("user", "role", "ben", "publisher@docs")).ShouldExit(0).Out.ShouldBe("User ben now has: author@docs, reviewer@*, publisher@docs.\n");
        (await cli.RunAsync("user", "role", "ben", "reviewer@*", "--remove", "--reason", "moved on")).ShouldExit(0).Out.ShouldBe("User ben now has: author@docs, publisher@docs.\n");
        cli.Input = "correct horse battery\n";
        (await cli.RunAsync("user", "password", "ben", "--password-stdin")).ShouldExit(0).Out.ShouldBe("User ben has a new password.\n");
        (await cli.RunAsync("user", "disable", "ben")).ShouldExit(0).Out.ShouldBe("User ben is disabled.\n");
        (await cli.RunAsync("user", "list")).ShouldExit(0).Out.ShouldBe("USER  ROLES                        PASSWORD  STATE\nben   author@docs, publisher@docs  set       disabled\n");
        (await cli.RunAsync("user", "link", "ben")).ShouldRefuse(2, "There is no user 'ben', or they are disabled.");
        (await cli.RunAsync("user", "enable", "ben")).ShouldExit(0).Out.ShouldBe("User ben is enabled.\n");
        var user = (await cli.RunAsync("user", "list", "--json")).ShouldExit(0).ShouldBeDocument("users").GetProperty("users")[0];
        (user.GetProperty("name").GetString(), user.GetProperty("hasPassword").GetBoolean(), user.GetProperty("state").GetString()).ShouldBe(("ben", true, "enabled"));
        user.ToString().ShouldNotContain("pbkdf2");
        var link = (await cli.RunAsync("user", "link", "ben", "--url", "https://docs.example.org/", "--json")).ShouldExit(0).ShouldBeDocument("link");
        link.GetProperty("link").GetString()!.ShouldMatch(@"^https://docs\.example\.org/signin\?link=dgl_[A-Za-z0-9_-]{43}$");
        link.GetProperty("expiresUtc").GetString().ShouldBe("2026-01-02T03:19:05.000Z");
    }

    [Fact]
    public async Task What_cannot_be_a_user_a_role_or_a_password_is_refused()
    {
        (await cli.RunAsync("user", "add", " ben")).ShouldRefuse(2, "A user has a name of 1 to 100 characters, without control characters and without blanks at its ends.");
        (await cli.RunAsync("user", "add", "ben", "--role", "king")).ShouldRefuse(2, "'king' is no role; there are reader, author, reviewer, publisher, admin.");
        (await cli.RunAsync("user", "add", "ben", "--role", "author@nix")).ShouldRefuse(2, "There is no space 'nix'. 'docsgen space list' shows them.");
        (await cli.RunAsync("user", "add", "ben", "--role", "author@")).ShouldRefuse(2, "'author@' names no space; a role looks like reviewer@docs, or reviewer@* for all spaces.");
        (await cli.RunAsync("user", "add", "ben", "--password-stdin")).ShouldRefuse(2, "Standard input is empty; pass the secret in as one line.");
        cli.Input = "short\n";
        (await cli.RunAsync("user", "add", "ben", "--password-stdin")).ShouldRefuse(2, "A password has 10 to 1000 characters.");
        (await cli.RunAsync("user", "password", "ben")).ShouldRefuse(2, "A password is read from standard input: add --password-stdin.");
        (await cli.RunAsync("user", "disable", "nobody")).ShouldRefuse(2, "There is no user 'nobody'.");
        (await cli.RunAsync("user", "list")).ShouldExit(0).Out.ShouldBe("No users yet. Register one with 'docsgen user add NAME --role author'.\n");
    }
}
