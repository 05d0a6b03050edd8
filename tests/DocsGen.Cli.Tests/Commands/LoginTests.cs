using System.Security.Cryptography;
using DocsGen.Cli.Output;
using DocsGen.Cli.Settings;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;
using DocsGen.Server;
using DocsGen.Storage;
using Microsoft.AspNetCore.Builder;

namespace DocsGen.Cli.Tests.Commands;

/// <summary>Signing in to a server that runs.</summary>
public sealed class LoginTests : IAsyncLifetime, IDisposable
{
    private const string Password = "correct horse battery";

    private readonly Cli cli = new();
    private EmbeddedStore store = null!;
    private WebApplication app = null!;

    private string Url => app.Urls.Single();

    private string KeptIn => cli["config/docsgen/credentials.json"];

    public async Task InitializeAsync()
    {
        cli.Environment["XDG_CONFIG_HOME"] = cli["config"];
        store = EmbeddedStore.Open(cli["served"], TimeProvider.System, Path.GetRandomFileName);
        await ServerApp.MakeDefaultSpaceAsync(store, Actor.User("ada"), default);
        await new AddUser(store.Access, RandomNumberGenerator.Fill, TimeProvider.System).ExecuteAsync("ben", [new(Role.Author, null)], Password, Actor.User("ada"), default);
        app = ServerApp.Build(store, new() { Urls = ["http://127.0.0.1:0"], Clock = TimeProvider.System });
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        store.Dispose();
    }

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_token_is_kept_for_its_user_alone_and_revoked_by_logging_out()
    {
        cli.Input = Password + "\n";
        (await cli.RunAsync("login", "--server", Url, "--user", "ben", "--password-stdin", "--name", "laptop")).ShouldExit(0).Out.ShouldBe($"Signed in to {Url}/ as ben, with the token 'laptop'.\n");
        File.GetUnixFileMode(KeptIn).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(KeptIn)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.GetFiles(Path.GetDirectoryName(KeptIn)!).Length.ShouldBe(1);
        var kept = Kept().Find(new(Url)).ShouldNotBeNull();
        (Kept().Find(new(Url + "/")), Kept().Find(new("http://127.0.0.1:1"))).ShouldBe((kept, null));
        var token = (await store.Tokens.ListAsync(default)).Single();
        (token.Name, token.Actor.Name, token.RevokedUtc).ShouldBe(("laptop", "ben", null));
        token.Scopes.ShouldBe([Scope.Read, Scope.Push]);
        (await cli.RunAsync("logout", "--server", Url)).ShouldExit(0).Out.ShouldBe($"Signed out of {Url}/; the token 'laptop' is revoked.\n");
        (await store.Tokens.ListAsync(default)).Single().RevokedUtc.ShouldNotBeNull();
        Kept().Find(new(Url)).ShouldBeNull();
        (await cli.RunAsync("logout", "--server", Url)).ShouldRefuse(2, $"There is no token for {Url}/.");
    }

    [Fact]
    public async Task A_token_that_somebody_else_made_is_kept_when_it_is_good()
    {
        var made = (await new CreateToken(store.Tokens, RandomNumberGenerator.Fill, TimeProvider.System).ExecuteAsync("ci", Actor.User("ben"), [Scope.Read], null, null, Actor.User("ada"), default))!;
        cli.Input = made.Secret + "\n";
        (await cli.RunAsync("login", "--server", Url, "--token-stdin", "--json")).ShouldExit(0).ShouldBeDocument("login").GetProperty("name").GetString().ShouldBe("ci");
        Kept().Find(new(Url)).ShouldBe(made.Secret);
        cli.Input = "dgt_wrong\n";
        (await cli.RunAsync("login", "--server", Url, "--token-stdin")).ShouldRefuse(6, "The token is not good: it is unknown, expired or revoked, or its user is disabled.");
        Kept().Find(new(Url)).ShouldBe(made.Secret);
    }

    [Fact]
    public async Task What_cannot_be_a_login_is_refused_and_nothing_is_kept()
    {
        cli.Input = "wrong password\n";
        (await cli.RunAsync("login", "--server", Url, "--user", "ben", "--password-stdin")).ShouldRefuse(6, "Name or password is wrong.");
        cli.Input = Password + "\n";
        (await cli.RunAsync("login", "--server", Url, "--user", "ben", "--password-stdin", "--scope", "publish")).ShouldRefuse(6, "You do not hold the scope 'publish' in all spaces. Name the spaces that the token is for, or leave the scope out.");
        (await cli.RunAsync("login", "--server", Url, "--user", "ben")).ShouldRefuse(2, "Give --user NAME and --password-stdin, or --token-stdin.");
        (await cli.RunAsync("login", "--server", "nowhere", "--token-stdin")).ShouldRefuse(2, "--server is 'nowhere'; give an address such as https://docs.example.org.");
        (await cli.RunAsync("login", "--server", "http://127.0.0.1:1", "--token-stdin")).ShouldExit(7).Error.ShouldStartWith("error: http://127.0.0.1:1/ cannot be reached");
        File.Exists(KeptIn).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_others_can_read_is_refused()
    {
        cli.Input = Password + "\n";
        (await cli.RunAsync("login", "--server", Url, "--user", "ben", "--password-stdin")).ShouldExit(0);
        File.SetUnixFileMode(KeptIn, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        (await cli.RunAsync("logout", "--server", Url)).ShouldRefuse(6, "WORK/config/docsgen/credentials.json can be read by others. Make it yours alone with 'chmod 600 WORK/config/docsgen/credentials.json', and get new tokens if others were there.");
        (await cli.RunAsync("login", "--server", Url, "--user", "ben", "--password-stdin")).ShouldExit(6);
        (await store.Tokens.ListAsync(default)).Count.ShouldBe(1, "no token is made that cannot be kept");
    }

    private Credentials Kept() => new(new Terminal
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        OpenOut = () => Stream.Null,
        Environment = cli.Environment,
        Folder = cli.Folder,
        Clock = TimeProvider.System,
        NewId = Path.GetRandomFileName,
    });
}
