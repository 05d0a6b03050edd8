using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run cat [RUN] PATH</c>: the bytes of an artifact, verified. A bare file name means its newest version.</summary>
internal sealed class RunCatCommand : DocsGenCommand
{
    private readonly Argument<string[]> words = new("[RUN] PATH")
    {
        Description = "An artifact's path in the run, as 'run artifacts' prints it, or just its file name",
        Arity = new ArgumentArity(1, 2),
    };

    public RunCatCommand(Terminal terminal)
        : base("cat", "Print an artifact", terminal)
    {
        Arguments.Add(words);
        words.CompletionSources.Add(context => RunOptions.RunIds(terminal, context.ParseResult));
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var given = parsed.GetValue(words)!;
        var state = await session.LoadRunAsync(given.Length == 2 ? given[0] : null, cancellationToken);
        var artifact = await FindAsync(session, state, given[^1], cancellationToken);
        await using var content = await session.Store.Blobs.OpenAsync(artifact.Hash, cancellationToken);
        if (session.Print.Json)
        {
            var bytes = new byte[content.Length];
            await content.ReadExactlyAsync(bytes, cancellationToken);
            session.Print.Document("artifact", json =>
            {
                json.WriteString("path", artifact.Path.Value);
                json.WriteString("sha256", artifact.Hash.Value);
                json.WriteBase64String("contentBase64", bytes);
            });
            return ExitCodes.Done;
        }

        await using var output = session.Terminal.OpenOut();
        await content.CopyToAsync(output, cancellationToken);
        return ExitCodes.Done;
    }

    private static async ValueTask<Artifact> FindAsync(Session session, RunState state, string path, CancellationToken cancellationToken)
    {
        var all = await session.Store.Artifacts.ListAsync(state.Id, cancellationToken);
        var found = all.Where(a => a.Path.Relative == path || a.Path.Value == path).ToList();
        if (found.Count == 0) found = [.. all.Where(a => a.Path.FileName == path).OrderBy(a => a.CreatedUtc)];
        return found.Count > 0
            ? found[^1]
            : throw CliError.Usage("artifact.not_found", $"{state.Id} has no artifact {path}. See 'docsgen run artifacts {state.Id}'.");
    }
}
