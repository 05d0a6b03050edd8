using System.CommandLine;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run checkout RUN DIR</c>: writes the core files as the latest gates saw them, to be edited and brought back.</summary>
internal sealed class RunCheckoutCommand : DocsGenCommand
{
    private readonly Argument<string[]> words = new("[RUN] DIR") { Description = "A new or empty folder; the latest run when none is named", Arity = new ArgumentArity(1, 2) };

    public RunCheckoutCommand(Terminal terminal)
        : base("checkout", "Write the core files into a folder, to edit them", terminal)
    {
        Arguments.Add(words);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var given = parsed.GetValue(words)!;
        var state = await session.LoadRunAsync(given.Length == 2 ? given[0] : null, cancellationToken);
        var folder = session.Absolute(given[^1]);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw CliError.Usage("output.exists", $"{folder} is not an empty folder; name a new one.");
        }

        var files = new List<CheckedOutFile>();
        Directory.CreateDirectory(folder);
        foreach (var phase in state.Executions.Select(e => e.Id.Phase).Distinct().Order())
        {
            foreach (var artifact in state.Documents(phase))
            {
                var bytes = await session.Store.Blobs.ReadAsync(artifact.Hash, cancellationToken);
                await File.WriteAllBytesAsync(Path.Combine(folder, artifact.FileName), bytes.ToArray(), cancellationToken);
                files.Add(new(phase, artifact.FileName, artifact.Hash));
            }
        }

        if (files.Count == 0) throw new CliError("checkout.nothing", $"{state.Id} has no core files yet.", ExitCodes.Conflict);
        new CheckoutRecord(state.Id, files).Write(folder);
        session.Print.Line($"{folder}: {files.Count} files of {state.Id}. Edit them, then 'docsgen run edit {state.Id} --from {given[^1]} --reason TEXT'.");
        session.Print.Document("checkout", json =>
        {
            json.WriteString("runId", state.Id.Value);
            json.WriteString("folder", folder);
            json.WriteNumber("files", files.Count);
        });
        return ExitCodes.Done;
    }
}
