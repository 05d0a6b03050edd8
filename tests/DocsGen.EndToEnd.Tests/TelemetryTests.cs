using System.Net.Http.Headers;
using System.Text.Json;
using DocsGen.EndToEnd.Tests.Hostile;
using DocsGen.TestSupport;

namespace DocsGen.EndToEnd.Tests;

/// <summary>What the server tells about itself, to a collector and in its log, and what it never does.</summary>
public sealed class TelemetryTests(ScratchPostgres postgres) : IClassFixture<ScratchPostgres>
{
    // In a document's path, content and id, in the name of a push, in a link and in a question.
    private const string Secret = "zebra-9c1f";

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_push_and_a_publish_are_told_of_by_their_numbers_and_nothing_that_was_written_is(string engine)
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var server = await AttackedServer.StartAsync(engine == "SQLite" ? null : postgres.NewDatabase(), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "docs-under-test",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "team=blue",
            ["DOCSGEN_LOG"] = "json",
        });
        await server.ServeOneAsync(Secret);
        await AskOddlyAsync(server);
        await server.StopAsync();

        var spans = collector.Spans();
        foreach (var operation in new[] { "push", "review", "publish" })
        {
            // The second of each: the first was of the server's own start.
            var told = spans.Where(s => s.Name == operation && s.Tags.GetValueOrDefault("docsgen.changeset.id") is 2L).ToList();
            told.Count.ShouldBe(1, operation);
            told[0].Tags["docsgen.space"].ShouldBe("calm-7f3a");
            told[0].Tags["docsgen.outcome"].ShouldBe("ok");
        }

        spans.ShouldContain(s => s.Name == "push" && (string)s.Tags["docsgen.outcome"] == "UNAUTHORIZED");
        spans.ShouldContain(s => s.Tags.ContainsKey("http.route"), "ASP.NET Core's own spans are there");
        if (engine == "PostgreSQL") spans.ShouldContain(s => s.Tags.ContainsKey("db.system.name"), "Npgsql's own spans are there");
        foreach (var name in new[] { "docs-under-test", "blue", "docsgen.operation.duration", "docsgen.operation.files", "docsgen.operation.bytes", "http.server.request.duration" }) collector.Text.ShouldContain(name, Case.Sensitive);

        var writes = Writes(server.Log).Where(w => w.GetProperty("Changeset").ToString() == "2").ToList();
        writes.Select(w => w.GetProperty("Operation").GetString()).ShouldBe(["push", "review", "publish"]);
        writes.ShouldAllBe(w => w.GetProperty("Space").GetString() == "calm-7f3a" && w.GetProperty("Actor").GetString() == "user:ada" && w.GetProperty("Outcome").GetString() == "ok");
        foreach (var hidden in new[] { Secret, server.Token, server.CalmSecret, "invented-token", server.Folder, "docs/" })
        {
            collector.Text.ShouldNotContain(hidden, Case.Insensitive);
            server.Log.ShouldNotContain(hidden, Case.Insensitive);
        }
    }

    [Fact]
    public async Task Without_being_asked_it_logs_no_write()
    {
        await using var server = await AttackedServer.StartAsync();
        await server.ServeOneAsync(Secret);
        await server.StopAsync();
        Writes(server.Log).ShouldBeEmpty();
        server.Log.ShouldNotContain("push");
        Product.RunWith(server.Folder, new Dictionary<string, string>(StringComparer.Ordinal) { ["DOCSGEN_LOG"] = "loud" }, "serve").ShouldExit(2).Error.ShouldContain("DOCSGEN_LOG is 'loud'; it should be 'text' or 'json'.");
    }

    private static async Task AskOddlyAsync(AttackedServer server)
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        (await http.GetAsync($"/signin?link={Secret}")).Dispose();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        (await http.GetAsync($"/api/v1/sync/documents?path=docs/{Secret}.md")).Dispose();
        (await http.GetAsync($"/api/v1/sync/changesets?q={Secret}")).Dispose();
        (await http.GetAsync($"/api/v1/sync/documents/{Secret}")).Dispose();
        (await http.PostAsync("/v1/sync/push", new StringContent(Secret))).Dispose();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "invented-token");
        (await http.PostAsync("/v1/sync/push", new StringContent(Secret))).Dispose();
    }

    private static List<JsonElement> Writes(string log) =>
        [.. log.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonDocument.Parse(l).RootElement).Where(l => l.GetProperty("Category").GetString()!.EndsWith(".Watch", StringComparison.Ordinal)).Select(l => l.GetProperty("State"))];
}
