using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DocsGen.Cli.Output;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen space events</c>: what happened in a space; <c>--follow</c> goes on with what happens, through whatever happens to the connection.</summary>
internal sealed class SpaceEventsCommand : DocsGenCommand
{
    private readonly Option<string?> space = SyncOptions.Space();
    private readonly Option<long> after = new("--after") { Description = "Only those after this number", HelpName = "N", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> follow = new("--follow", "-f") { Description = "Go on with what happens, until Ctrl-C" };

    public SpaceEventsCommand(Terminal terminal)
        : base("events", "Show what happened in a space, and follow what happens", terminal)
    {
        foreach (var option in new Option[] { space, after, follow }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(after) < 0) throw CliError.Usage("usage", "--after is a whole number from 0 on.");
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var last = found.Events;
        if (!parsed.GetValue(follow) && last <= parsed.GetValue(after)) return ExitCodes.Done;
        try
        {
            await foreach (var (seq, body) in session.EventsAsync(found, parsed.GetValue(after), cancellationToken))
            {
                await ShowAsync(session, seq, body);
                if (!parsed.GetValue(follow) && seq >= last) break;
            }
        }
        catch (OperationCanceledException) when (parsed.GetValue(follow) && cancellationToken.IsCancellationRequested)
        {
            // That is how following ends.
        }

        return ExitCodes.Done;
    }

    // A line each, in both forms: whoever reads on goes line by line.
    private static async Task ShowAsync(Session session, long seq, string body)
    {
        if (session.Print.Json)
        {
            await session.Terminal.Out.WriteLineAsync(body);
        }
        else
        {
            using var happened = JsonDocument.Parse(body);
            var root = happened.RootElement;
            session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{seq,5}  {root.GetProperty("utc").GetString()}  {root.GetProperty("type").GetString(),-24} {root.GetProperty("message").GetString()}"));
        }

        await session.Terminal.Out.FlushAsync();
    }
}
