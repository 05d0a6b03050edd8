using System.Text.RegularExpressions;

namespace DocsGen.Cli.Tests.Commands;

public sealed partial class TokenTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_token_is_shown_once_listed_without_its_secret_and_revoked()
    {
        (await cli.RunAsync("space", "create", "docs")).ShouldExit(0);
        var made = (await cli.RunAsync("token", "create", "--name", "ci", "--scope", "push,review", "--scope", "publish", "--space", "docs", "--user", "ben", "--expires", "30d", "--json")).ShouldExit(0).ShouldBeDocument("token");
        var secret = made.GetProperty("token").GetString()!;
        Secret().IsMatch(secret).ShouldBeTrue(secret);
        (made.GetProperty("actor").GetString(), made.GetProperty("expiresUtc").GetString(), made.GetProperty("spaces")[0].GetString()).ShouldBe(("user:ben", "2026-02-01T03:04:05.000Z", "docs"));
        made.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).ShouldBe(["push", "review", "publish"]);
        foreach (var file in Directory.EnumerateFiles(cli[".docsgen"])) (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)).ShouldBe(-1, $"{file} holds the secret");

        (await cli.RunAsync("token", "create", "--name", "ci", "--scope", "read")).ShouldRefuse(5, "A token 'ci' is in use. Revoke it with 'docsgen token revoke ci', or take another name.");
        var text = (await cli.RunAsync("token", "create", "--name", "reader", "--scope", "read")).ShouldExit(0).Out.Split('\n');
        text[1].ShouldBe("It acts as ada and opens read in all spaces. It is shown this once: keep it safe.");
        (await cli.RunAsync("token", "revoke", "ci")).ShouldExit(0).Out.ShouldBe("Token ci is revoked.\n");
        (await cli.RunAsync("token", "revoke", "ci")).ShouldRefuse(2, "There is no token 'ci' in use. 'docsgen token list' shows them.");
        var list = (await cli.RunAsync("token", "list")).ShouldExit(0).Out;
        list.ShouldNotContain("dgt_");
        list.Split('\n').Select(l => Spaces().Replace(l, " ").Trim()).Where(l => l.Length > 0).ShouldBe(["TOKEN ACTS AS SCOPES SPACES STATE", "ci ben push, review, publish docs revoked", "reader ada read all spaces in use"]);
        (await cli.RunAsync("token", "list", "--json")).ShouldExit(0).ShouldBeDocument("tokens").GetProperty("tokens")[0].GetProperty("state").GetString().ShouldBe("revoked");
        // A name is free again once its token is revoked.
        (await cli.RunAsync("token", "create", "--name", "ci", "--scope", "read")).ShouldExit(0);
    }

    [Fact]
    public async Task What_cannot_be_a_token_is_refused()
    {
        (await cli.RunAsync("token", "create", "--name", "x", "--scope", "fly")).ShouldRefuse(2, "'fly' is no scope; there are read, push, review, publish, approve, admin, agent.");
        (await cli.RunAsync("token", "create", "--name", "x", "--scope", "read", "--space", "nix")).ShouldRefuse(2, "There is no space 'nix'. 'docsgen space list' shows them.");
        (await cli.RunAsync("token", "create", "--name", "x", "--scope", "read", "--expires", "soon")).ShouldRefuse(2, "--expires is 'soon'; give a span such as 30d, 12h or 45m.");
        (await cli.RunAsync("token", "create", "--name", new string('x', 101), "--scope", "read")).ShouldRefuse(2, "A token has a name of 1 to 100 characters, without control characters.");
    }

    [Theory]
    [InlineData("UPDATE tokens SET scopes = '[\"admin\"]'")]
    [InlineData("UPDATE tokens SET expires_utc = NULL, spaces = '[]'")]
    [InlineData("DELETE FROM tokens")]
    public async Task The_database_itself_lets_a_token_only_end(string statement)
    {
        (await cli.RunAsync("token", "create", "--name", "x", "--scope", "read", "--expires", "1d")).ShouldExit(0);
        Should.Throw<Microsoft.Data.Sqlite.SqliteException>(() => cli.Sql(statement)).Message.ShouldContain("a token is only revoked");
    }

    [GeneratedRegex("^dgt_[A-Za-z0-9_-]{43}$", RegexOptions.NonBacktracking)]
    private static partial Regex Secret();

    [GeneratedRegex(" +", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
