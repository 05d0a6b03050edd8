using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run bundle -o FILE</c>: copies the last bundle out of the store, verified, replacing the file as a whole or not at all.</summary>
internal sealed class RunBundleCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<string?> output = new("--output", "-o") { Description = "Where to write it; - for standard output (default: its own name, here)", HelpName = "FILE" };

    public RunBundleCommand(Terminal terminal)
        : base("bundle", "Copy the bundle of a complete run out of the store", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(output);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(output) == "-" && session.Print.Json)
        {
            throw CliError.Usage("usage", "--json and '-o -' both want standard output; name a file with -o.");
        }

        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken);
        var bundle = state.Bundle ?? throw new CliError(
            "bundle.not_earned", $"{state.Id} has no bundle: it exists only after the final gate opened, and the run is {RunText.Status(session.Print, state)}.", ExitCodes.Conflict);
        await using var content = await session.Store.Blobs.OpenAsync(bundle.Hash, cancellationToken);
        if (parsed.GetValue(output) == "-")
        {
            await using var standard = session.Terminal.OpenOut();
            await content.CopyToAsync(standard, cancellationToken);
            return ExitCodes.Done;
        }

        var target = session.Absolute(parsed.GetValue(output) ?? Path.GetFileName(bundle.Path));
        await OutputFile.ReplaceAsync(target, content, session.Terminal.NewId(), cancellationToken);
        session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{target}: {bundle.Files} files, {bundle.Size} bytes, sha256 {bundle.Hash}"));
        session.Print.Document("bundle", json =>
        {
            json.WriteString("runId", state.Id.Value);
            json.WriteString("file", target);
            json.WriteString("sha256", bundle.Hash.Value);
            json.WriteNumber("size", bundle.Size);
            json.WriteNumber("files", bundle.Files);
        });
        return ExitCodes.Done;
    }
}
