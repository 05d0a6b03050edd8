using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Storage;
using DocsGen.Storage.Health;

namespace DocsGen.Cli.Commands.Store;

/// <summary><c>docsgen doctor</c>: what is wrong with the store, and the command that mends it; exit 3 when something is.</summary>
internal sealed class DoctorCommand : DocsGenCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public DoctorCommand(Terminal terminal)
        : base("doctor", "Say what is wrong with the store, and what mends it", terminal)
    {
    }

    protected override Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = session.Place.Folder is { } folder
            ? Directory.Exists(folder)
                ? ExamineStore.InFolder(folder, session.Terminal.Clock.GetUtcNow(), Patience)
                : throw CliError.Usage("store.not_found", $"There is no store at {folder}. 'docsgen run start' makes one; --store DIR names another.")
            : ExamineStore.In((PostgresStore)session.Store);
        var isWell = found.All(a => a.IsNote);
        foreach (var ailment in found.OrderBy(a => a.IsNote))
        {
            session.Print.Line($"{(ailment.IsNote ? "note" : session.Print.Bad("WRONG"))}  {ailment.What}");
            session.Print.Line($"    {ailment.Mend}");
        }

        if (isWell) session.Print.Line($"{session.Print.Good("ok")}  {session.Place}; 'docsgen verify' reads all of it");
        session.Print.Document("doctor", json =>
        {
            json.WriteString("store", session.Place.ToString());
            json.WriteBoolean("well", isWell);
            json.WriteStartArray("findings");
            foreach (var ailment in found)
            {
                json.WriteStartObject();
                json.WriteString("code", ailment.Code);
                json.WriteBoolean("note", ailment.IsNote);
                json.WriteString("what", ailment.What);
                json.WriteString("mend", ailment.Mend);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return Task.FromResult(isWell ? ExitCodes.Done : ExitCodes.GateFailed);
    }
}
