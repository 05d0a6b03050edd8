using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;

namespace DocsGen.Cli.Commands.Audit;

/// <summary><c>docsgen audit</c>: who did what to people, tokens and spaces, newest last.</summary>
internal sealed class AuditCommand : DocsGenCommand
{
    private readonly Option<string?> space = new("--space", "-s") { Description = "Only events of this space", HelpName = "SPACE" };
    private readonly Option<string?> since = new("--since") { Description = "Only from then on: a day such as 2026-12-31, a time in ISO 8601, or a span such as 7d", HelpName = "TIME" };
    private readonly Option<string?> by = new("--by") { Description = "Only what this person, agent or tool did", HelpName = "NAME" };
    private readonly Option<int> limit = new("--limit") { Description = "Only the newest so many; 0 for all", HelpName = "N", DefaultValueFactory = _ => 100 };

    private readonly Option<bool> verify = new("--verify") { Description = "Prove every chain of events in place of showing them, as 'audit verify' does" };

    public AuditCommand(Terminal terminal)
        : base("audit", "Show who did what, and prove that nothing of it was changed", terminal)
    {
        foreach (var option in new Option[] { space, since, by, limit, verify }) Options.Add(option);
        Subcommands.Add(new AuditVerifyCommand(terminal));
        Subcommands.Add(new AuditHeadCommand(terminal));
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(verify)) return await AuditVerifyCommand.VerifyAsync(session, head: null, cancellationToken);
        var from = parsed.GetValue(since) is { } text ? Since(text, session.Terminal.Clock.GetUtcNow()) : "";
        if (parsed.GetValue(limit) is < 0 and var odd) throw CliError.Usage("usage", string.Create(CultureInfo.InvariantCulture, $"--limit is {odd}; it should be 0 or more."));
        var chains = parsed.GetValue(space) is { } slug
            ? [await AuditChains.SpaceAsync(session, slug, cancellationToken)]
            : (await AuditChains.OfAccessAndSpacesAsync(session, cancellationToken)).ToList();
        var events = chains.SelectMany(c => c.Events.Select(e => AuditEvent.Of(c.Name, e)))
            .Where(e => string.CompareOrdinal(e.Utc, from) >= 0)
            .Where(e => parsed.GetValue(by) is not { } name || e.Actor == name || e.Actor.EndsWith($":{name}", StringComparison.Ordinal))
            .OrderBy(e => e.Utc, StringComparer.Ordinal).ThenBy(e => e.Chain, StringComparer.Ordinal).ThenBy(e => e.Seq).ToList();
        var shown = parsed.GetValue(limit) is > 0 and var most ? events.TakeLast(most).ToList() : events;
        foreach (var e in shown) session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{e.Utc}  {e.Chain} {e.Seq}  {e.Type}  {e.Message}{(e.Reason is null ? "" : $" ({e.Reason})")}"));
        if (shown.Count == 0) session.Print.Line("Nothing.");
        session.Print.Document("audit", json =>
        {
            json.WriteStartArray("events");
            foreach (var e in shown)
            {
                json.WriteStartObject();
                json.WriteString("chain", e.Chain);
                json.WritePropertyName("event");
                json.WriteRawValue(e.Body);
                json.WriteString("hash", e.Hash);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }

    private static string Since(string text, DateTimeOffset now) => RunJson.Time(
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
        : Durations.Parse(text) is { } span ? now - span
        : text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
        : throw CliError.Usage("usage", $"--since is '{text}'; give a day such as 2026-12-31, a time such as 2026-12-31T08:00:00Z, or a span such as 7d."));

    // What somebody broke is shown as far as it can be read: 'docsgen audit verify' says what is wrong with it.
    private sealed record AuditEvent(string Chain, long Seq, string Utc, string Type, string Actor, string Message, string? Reason, string Body, string Hash)
    {
        public static AuditEvent Of(string chain, Core.Artifacts.ChainLink link)
        {
            try
            {
                using var body = JsonDocument.Parse(link.Body);
                var root = body.RootElement;
                var reason = root.TryGetProperty("data", out var data) && data.TryGetProperty("reason", out var why) ? why.GetString() : null;
                return new(chain, link.Seq, Text(root, "utc"), Text(root, "type"), Text(root, "actor"), Text(root, "message"), reason, link.Body, link.Hash);
            }
            catch (JsonException)
            {
                return new(chain, link.Seq, "", link.Type, "", "This event cannot be read.", null, "null", link.Hash);
            }
        }

        private static string Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }
}
