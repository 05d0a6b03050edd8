using System.Globalization;
using System.Text.Json;
using DocsGen.Cli.Output;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Storage;

namespace DocsGen.Cli.Commands;

/// <summary>
/// Proves runs and spaces of a store, and, for the whole store, first what lies below them. Each part stands alone: what is so damaged that it cannot be read is a finding of its own, and keeps
/// nothing else from being proved.
/// </summary>
/// <param name="session">The command's.</param>
/// <param name="other">A store in place of the command's own; null for that.</param>
internal sealed class VerifyStore(Session session, IStore? other = null)
{
    private readonly Printer print = session.Print;
    private StoreSurvey? survey;
    private BlobProof? proof;
    private bool isSound = true;
    private List<Verification> ofRuns = [];
    private List<SpaceVerification> ofSpaces = [];
    private AccessVerification access = new([], []);

    /// <summary>Everything that is stored.</summary>
    public async Task<int> WholeAsync(CancellationToken cancellationToken)
    {
        if (Unreadable() is { } damage)
        {
            PrintVerdict($"store {session.Place}", [damage]);
            print.Document("verification", json =>
            {
                json.WriteBoolean("sound", value: false);
                json.WriteStartObject("store");
                Write(json, [damage]);
                json.WriteEndObject();
            });
            return ExitCodes.GateFailed;
        }

        await ProveAsync(cancellationToken);
        print.Document("verification", WriteWhole);
        return isSound ? ExitCodes.Done : ExitCodes.GateFailed;
    }

    /// <summary>The same without its document: whether all of it is sound.</summary>
    public async Task<bool> ProveAsync(CancellationToken cancellationToken)
    {
        await SurveyAsync(cancellationToken);
        var rows = await GuardAsync("runs", async () => await Store.Runs.ListAsync(cancellationToken), []);
        var spaces = await GuardAsync("spaces", async () => await Store.SpaceRecords.ListAsync(cancellationToken), []);
        ofRuns = await RunsAsync(rows, cancellationToken);
        ofSpaces = await SpacesAsync(spaces, cancellationToken);
        access = await GuardAsync("users and tokens", async () => await new VerifyAccess(Store.Access.Log).ExecuteAsync(cancellationToken), new AccessVerification([], []));
        if (access.Events.Count + access.Problems.Count > 0) PrintVerdict(string.Create(CultureInfo.InvariantCulture, $"users and tokens  {access.Events.Count} events"), access.Problems);
        return isSound;
    }

    /// <summary>Some runs or spaces, with the contents that they name.</summary>
    public async Task<int> PartAsync(IReadOnlyList<RunId> runs, IReadOnlyList<SpaceName> spaces, CancellationToken cancellationToken)
    {
        IReadOnlyList<RunRow> rows = runs.Count == 0 ? [] : await Store.Runs.ListAsync(cancellationToken);
        ofRuns = await RunsAsync([.. runs.Select(id => rows.FirstOrDefault(r => r.Id == id) ?? throw Session.NoRun(id))], cancellationToken);
        ofSpaces = await SpacesAsync(spaces, cancellationToken);
        print.Document("verification", json =>
        {
            json.WriteBoolean("sound", isSound);
            WriteParts(json);
        });
        return isSound ? ExitCodes.Done : ExitCodes.GateFailed;
    }

    private IStore Store => other ?? session.Store;

    // A store that is none any more is the plainest damage of all.
    private string? Unreadable()
    {
        if (session.Place.Folder is { } folder && !session.HasStore && File.Exists(Path.Combine(folder, "writer.lock"))) return "store.db is missing. Bring it back from a backup.";
        try
        {
            _ = session.Store;
            return null;
        }
        catch (StoreDamagedException damage)
        {
            return damage.Message;
        }
    }

    private async Task SurveyAsync(CancellationToken cancellationToken)
    {
        var start = session.Terminal.Clock.GetTimestamp();
        survey = await Store.Check.SurveyAsync(new Drawn(print), cancellationToken);
        proof = new(Store.Blobs, survey);
        PrintVerdict(string.Create(CultureInfo.InvariantCulture, $"store  {survey.Files} files, {survey.Rows} rows, {survey.Blobs.Count} contents"), survey.Problems);
        foreach (var note in survey.Notes) print.Line($"    note: {note}");
        var seconds = session.Terminal.Clock.GetElapsedTime(start).TotalSeconds;
        if (seconds > 0) print.Progress(string.Create(CultureInfo.InvariantCulture, $"read {survey.Bytes / 1e6:0.0} MB in {seconds:0.00} s, {survey.Bytes / 1e6 / seconds:0} MB/s"));
    }

    private async Task<List<Verification>> RunsAsync(IReadOnlyList<RunRow> rows, CancellationToken cancellationToken)
    {
        var use = new VerifyRun(session.PortsOf(Store), proof);
        var results = new List<Verification>();
        foreach (var row in rows)
        {
            var result = await GuardAsync(row.Id.Value, async () => await use.ExecuteAsync(row.Id, cancellationToken, row), null);
            if (result is null) continue;
            results.Add(result);
            PrintVerdict(string.Create(CultureInfo.InvariantCulture, $"{row.Id}  {result.Events} events, {result.Artifacts} artifacts, {result.Bytes} bytes"), result.Problems);
        }

        return results;
    }

    private async Task<List<SpaceVerification>> SpacesAsync(IReadOnlyList<SpaceName> spaces, CancellationToken cancellationToken)
    {
        var use = new VerifySpace(Store.SpaceRecords, proof ?? new(Store.Blobs));
        var results = new List<SpaceVerification>();
        foreach (var named in spaces)
        {
            var result = await GuardAsync($"space {named.Slug}", async () => await use.ExecuteAsync(named.Id, cancellationToken), null);
            if (result is null) continue;
            results.Add(result);
            PrintVerdict(
                string.Create(CultureInfo.InvariantCulture, $"space {result.Space}  {result.Events} events, {result.Changesets} changesets, {result.Documents} documents in {result.Versions} versions, {result.Bytes} bytes"),
                result.Problems);
        }

        return results;
    }

    // Damage may make anything throw, wherever a text is parsed; that it cannot be read is what was to be found out. A store that is busy, or cannot be reached, is no damage.
    private async Task<T> GuardAsync<T>(string subject, Func<Task<T>> verify, T otherwise)
    {
        try
        {
            return await verify();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StoreBusyException) && (survey is not null || exception is StoreDamagedException))
        {
            PrintVerdict(subject, [$"it cannot be read: {exception.Message}"]);
            return otherwise;
        }
    }

    private void PrintVerdict(string subject, IReadOnlyList<string> problems)
    {
        isSound &= problems.Count == 0;
        PrintVerdict(print, subject, problems);
    }

    /// <summary>One line for what was proved, and one for each place where something is wrong.</summary>
    public static void PrintVerdict(Printer print, string subject, IReadOnlyList<string> problems)
    {
        print.Line($"{(problems.Count == 0 ? print.Good("ok") : print.Bad("DAMAGED"))}  {subject}");
        foreach (var problem in problems) print.Line($"    {problem}");
    }

    private void WriteSurvey(Utf8JsonWriter json)
    {
        json.WriteStartObject("store");
        json.WriteNumber("files", survey!.Files);
        json.WriteNumber("rows", survey.Rows);
        json.WriteNumber("contents", survey.Blobs.Count);
        json.WriteNumber("bytes", survey.Bytes);
        Write(json, survey.Problems);
        json.WriteStartArray("notes");
        foreach (var note in survey.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteWhole(Utf8JsonWriter json)
    {
        json.WriteBoolean("sound", isSound);
        WriteSurvey(json);
        WriteParts(json);
        json.WriteStartObject("access");
        json.WriteNumber("events", access.Events.Count);
        Write(json, access.Problems);
        json.WriteEndObject();
    }

    private void WriteParts(Utf8JsonWriter json)
    {
        json.WriteStartArray("runs");
        foreach (var result in ofRuns) Write(json, result);
        json.WriteEndArray();
        json.WriteStartArray("spaces");
        foreach (var result in ofSpaces) Write(json, result);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Verification result)
    {
        json.WriteStartObject();
        json.WriteString("id", result.Run.Value);
        json.WriteNumber("events", result.Events);
        json.WriteNumber("artifacts", result.Artifacts);
        json.WriteNumber("bytes", result.Bytes);
        Write(json, result.Problems);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SpaceVerification result)
    {
        json.WriteStartObject();
        json.WriteString("slug", result.Space);
        json.WriteNumber("events", result.Events);
        json.WriteNumber("changesets", result.Changesets);
        json.WriteNumber("documents", result.Documents);
        json.WriteNumber("versions", result.Versions);
        json.WriteNumber("bytes", result.Bytes);
        Write(json, result.Problems);
        json.WriteEndObject();
    }

    /// <summary>The list that every part of a verification has.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<string> problems)
    {
        json.WriteStartArray("problems");
        foreach (var problem in problems) json.WriteStringValue(problem);
        json.WriteEndArray();
    }

    /// <summary>How far it is, drawn in place where somebody watches; told from several threads at once.</summary>
    private sealed class Drawn(Printer print) : IProgress<long>
    {
        private readonly Lock gate = new();

        public void Report(long value)
        {
            if (!print.Live) return;
            lock (gate) print.Draw(string.Create(CultureInfo.InvariantCulture, $"verifying: {value / 1e6:0} MB read"));
        }
    }
}
