using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>
/// Every route of the OpenAPI document against every role, every scope of a token, and every kind of caller that opens nothing; <c>docs/access-table.md</c> is the whole of it.
/// <c>DOCSGEN_RECORD=1</c> writes it anew.
/// </summary>
public sealed class AccessTableTests : IAsyncLifetime
{
    private const string Heading =
        """
        # Who may ask for what

        Each route of the server against each role (of a registered user, in the space, with a token that says everything) and each scope (of a token whose user is not registered). `yes`: the request is answered by what it asks
        for; `-`: 403 `NOT_ALLOWED`, or 404 where it is about a space by its slug that the caller may not know of. Without a token, with one that is unknown, expired or revoked, and of a disabled user, every route answers 401; with one that is limited to another space 403, and what lies in
        another space is not there (404). Who made a changeset may besides be kept from deciding or publishing it by the space's policy. A test makes every one of these requests, and compares.


        """;

    private static readonly Actor Ada = Actor.User("ada");

    private ServedStore served = null!;

    public async Task InitializeAsync()
    {
        served = await ServedStore.StartAsync(database: null, options: o => o with { RateLimit = 0 });
        await served.Http.LiveAsync("live", Upsert("F1", "docs/live.md", 0, "one\n"));
        await served.Http.LiveAsync("again", Upsert("F1", "docs/live.md", 1, "two\n"));
        await new CreateSpace(served.Store.Sync).ExecuteAsync(SpaceSlug.Parse("other"), null, new(), Ada, default);
    }

    public async Task DisposeAsync() => await served.DisposeAsync();

    [Fact]
    public async Task Every_route_is_open_to_whom_the_table_says_and_to_nobody_else()
    {
        var callers = new List<(string Name, Func<Scope, bool> Holds, string Token)>();
        var all = Enum.GetValues<Scope>();
        foreach (var role in Enum.GetValues<Role>())
        {
            await new AddUser(served.Store.Access, RandomNumberGenerator.Fill, TimeProvider.System).ExecuteAsync(role.ToWire(), [new(role, "default")], null, Ada, default);
            callers.Add((role.ToWire(), new User { Name = "u", Roles = [new(role, "default")], CreatedBy = Ada, CreatedUtc = default }.Allows, await served.TokenAsync(role.ToWire(), all)));
        }

        foreach (var scope in all) callers.Add(($"`{scope.ToWire()}`", wanted => Grants(scope, wanted), await served.TokenAsync($"holder-of-{scope.ToWire()}", [scope])));
        var table = new StringBuilder($"{Heading}| route | takes | {string.Join(" | ", callers.Select(c => c.Name))} |\n|---|---|{string.Concat(callers.Select(_ => "---|"))}\n");
        foreach (var (method, path, operation) in await OperationsAsync())
        {
            var scope = operation.GetProperty("x-scope").GetString()!;
            table.Append(CultureInfo.InvariantCulture, $"| `{method} {path.Replace("/api/v1/sync", "", StringComparison.Ordinal)}` | {scope.Replace("|", " or ", StringComparison.Ordinal)} |");
            foreach (var (name, holds, token) in callers)
            {
                var (status, code) = await AskAsync(method, path, operation, token, "default");
                var isOpen = !(status == 403 && code == "NOT_ALLOWED") && code != "SPACE_NOT_FOUND";
                status.ShouldNotBe(401, $"{name}: {method} {path}");
                status.ShouldBeLessThan(500, $"{name}: {method} {path}");
                // What the server does is what its own document says, by the rules of roles and scopes. What is of no space takes an administrator of all.
                if (scope != "anybody" && !IsOfAllSpaces(path)) isOpen.ShouldBe(scope.Split('|').Any(s => holds(Scopes.Parse(s))), $"{name}: {method} {path} answered {status} {code}");
                table.Append(isOpen ? " yes |" : " - |");
            }

            table.Append('\n');
        }

        var recorded = Path.Combine(Repository(), "docs", "access-table.md");
        if (Environment.GetEnvironmentVariable("DOCSGEN_RECORD") == "1") await File.WriteAllTextAsync(recorded, table.ToString());
        (await File.ReadAllTextAsync(recorded)).ShouldBe(table.ToString());
    }

    [Fact]
    public async Task Whoever_is_not_known_any_more_opens_nothing_and_nobody_reaches_into_another_space()
    {
        var expired = await served.TokenAsync("ada", Enum.GetValues<Scope>(), lifetime: TimeSpan.FromMilliseconds(1));
        var revoked = await served.TokenAsync("mallory", Enum.GetValues<Scope>());
        await served.Store.Tokens.RevokeAsync((await served.Store.Tokens.ListAsync(default)).Single(t => t.Actor.Name == "mallory").Name, Ada, default);
        await new AddUser(served.Store.Access, RandomNumberGenerator.Fill, TimeProvider.System).ExecuteAsync("zoe", [new(Role.Admin, null)], null, Ada, default);
        var disabled = await served.TokenAsync("zoe", Enum.GetValues<Scope>());
        await new ChangeUser(served.Store.Access, RandomNumberGenerator.Fill).SetDisabledAsync("zoe", disabled: true, "gone", Ada, default);
        var limited = await served.TokenAsync("ada", Enum.GetValues<Scope>(), ["other"]);
        var everywhere = await served.TokenAsync("root", Enum.GetValues<Scope>());
        foreach (var (method, path, operation) in await OperationsAsync())
        {
            foreach (var token in new[] { null, "", "dgt_unknown", expired, revoked, disabled }) (await AskAsync(method, path, operation, token, "default")).Status.ShouldBe(401, $"{method} {path} with '{token}'");
            if (!path.StartsWith("/api/v1/sync/", StringComparison.Ordinal)) continue;
            if (!path.StartsWith("/api/v1/sync/spaces", StringComparison.Ordinal)) (await AskAsync(method, path, operation, limited, "default")).Status.ShouldBe(403, $"{method} {path}");
            // What has an address lies in one space, and is not there in another.
            if (path.Contains("/changesets/{", StringComparison.Ordinal) || path.Contains("/documents/{", StringComparison.Ordinal) || (method == "GET" && path.Contains("/blobs/{", StringComparison.Ordinal)))
            {
                (await AskAsync(method, path, operation, everywhere, "other")).Status.ShouldBe(404, $"{method} {path}");
            }
        }
    }

    private async Task<(int Status, string? Code)> AskAsync(string method, string path, JsonElement operation, string? token, string space)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new(method), served.Url + Filled(path, operation));
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        request.Headers.Add("X-DocsGen-Space", space);
        if (operation.TryGetProperty("requestBody", out var body))
        {
            var (type, content) = body.GetProperty("content").EnumerateObject().Select(c => (c.Name, c.Value)).Single();
            var example = content.GetProperty("example");
            request.Content = new StringContent(example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText(), Encoding.UTF8, new MediaTypeHeaderValue(type));
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType is not ("application/json" or "application/problem+json")) return ((int)answer.StatusCode, null);
        using var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ((int)answer.StatusCode, said.RootElement.GetProperty("code").GetString());
    }

    private async Task<IReadOnlyList<(string Method, string Path, JsonElement Operation)>> OperationsAsync() =>
        [.. (await AnswerCheck.DocumentAsync(served.Url)).GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.TryGetProperty("x-scope", out _)).Select(o => (o.Name.ToUpperInvariant(), p.Name, o.Value)))
            // Whoever signs out or takes the space away from others comes last.
            .OrderBy(o => o.Item1 == "DELETE").ThenBy(o => o.Name, StringComparer.Ordinal).ThenBy(o => o.Item1, StringComparer.Ordinal)];

    private static bool IsOfAllSpaces(string path) => path == "/api/v1/sync/spaces";

    private static bool Grants(Scope held, Scope wanted) => new Rights(new HashSet<Scope> { held }, null).Allow(wanted, "default");

    private static string Filled(string path, JsonElement operation)
    {
        if (!operation.TryGetProperty("parameters", out var parameters)) return path;
        foreach (var parameter in parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "path")) path = path.Replace($"{{{parameter.GetProperty("name").GetString()}}}", parameter.GetProperty("example").GetString(), StringComparison.Ordinal);
        return path;
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "DocsGen.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}

internal static class UserRights
{
    public static bool Allows(this User user, Scope wanted) => user.Rights.Allow(wanted, "default");
}
