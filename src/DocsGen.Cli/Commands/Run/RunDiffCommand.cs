using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run diff A B</c>, or <c>RUN --from X --to Y</c>: two runs of a slug, or two snapshots of one run.</summary>
internal sealed class RunDiffCommand : DocsGenCommand
{
    private readonly Argument<string[]> runs = new("RUN") { Description = "A run, or two of one slug; RUN@v3 means a snapshot (default: the latest run)", Arity = new ArgumentArity(0, 2) };
    private readonly Option<string?> from = new("--from") { Description = "The earlier snapshot: v2, an execution, or a hash (default: the one of the same phase before --to)", HelpName = "X" };
    private readonly Option<string?> to = new("--to") { Description = "The later snapshot (default: the last)", HelpName = "Y" };
    private readonly Option<int?> phase = new("--phase") { Description = "Numbers of --from and --to are executions of this phase", HelpName = "N" };
    private readonly Option<string?> file = new("--file") { Description = "Show the unified diff of this file", HelpName = "F" };
    private readonly Option<bool> words = new("--words") { Description = "With --file: show which words differ" };
    private readonly Option<string?> html = new("--html") { Description = "Write everything, side by side, into one HTML file", HelpName = "FILE" };

    public RunDiffCommand(Terminal terminal)
        : base("diff", "Compare two runs of a slug, or two snapshots of a run", terminal)
    {
        Arguments.Add(runs);
        runs.CompletionSources.Add(context => RunOptions.RunIds(terminal, context.ParseResult));
        foreach (var option in new Option[] { from, to, phase, file, words, html }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (before, after) = await SidesAsync(session, parsed, cancellationToken);
        var use = new CompareRuns(session.Ports);
        var comparison = await use.ExecuteAsync(before, after, cancellationToken);
        if (parsed.GetValue(file) is { } name)
        {
            await ComparisonText.PrintFileAsync(session.Print, use, comparison, name, parsed.GetValue(words), cancellationToken);
            return ExitCodes.Done;
        }

        if (parsed.GetValue(words)) throw CliError.Usage("usage", "--words goes with --file.");
        if (parsed.GetValue(html) is { } target) await WriteHtmlAsync(session, use, comparison, session.Absolute(target), cancellationToken);
        else ComparisonText.Print(session.Print, comparison);
        session.Print.Document("comparison", json => ComparisonJson.Write(json, comparison));
        return ExitCodes.Done;
    }

    private async Task<(ComparedSide Before, ComparedSide After)> SidesAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var named = parsed.GetValue(runs) ?? [];
        var (first, last, number) = (parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(phase));
        if (named.Length == 2)
        {
            if (first is not null || last is not null || number is not null) throw CliError.Usage("usage", "--from, --to and --phase are for one run; say RUN@v3 for a snapshot of one of two.");
            var sides = (await SideAsync(session, named[0], cancellationToken), await SideAsync(session, named[1], cancellationToken));
            var (a, b) = (sides.Item1.Run, sides.Item2.Run);
            return a.Settings.Slug == b.Settings.Slug
                ? sides
                : throw CliError.Usage("diff.other_slug", $"{a.Id} documents '{a.Settings.Slug}' and {b.Id} documents '{b.Settings.Slug}': only runs of one slug can be compared.");
        }

        var run = await session.LoadRunAsync(named.FirstOrDefault(), cancellationToken);
        var all = RunSnapshot.Of(run);
        var later = last is not null ? RunSnapshot.Find(run, last, number) : all.LastOrDefault(s => number is null || s.Execution.Id.Phase == number);
        var earlier = first is not null ? RunSnapshot.Find(run, first, number) : Before(all, later);
        if (later is null || earlier is null)
        {
            throw CliError.Usage("diff.one_snapshot", string.Create(CultureInfo.InvariantCulture, $"{run.Id} has {all.Count(s => number is null || s.Execution.Id.Phase == number)} of the two snapshots that a comparison needs. See 'docsgen run show {run.Id}'."));
        }

        return (new(run, earlier), new(run, later));
    }

    // The gate of the same phase before it: what the last change of mind changed. Of the first of its phase, the gate before.
    private static RunSnapshot? Before(IReadOnlyList<RunSnapshot> all, RunSnapshot? later) =>
        all.LastOrDefault(s => s.Number < later?.Number && s.Execution.Id.Phase == later.Execution.Id.Phase) ?? all.LastOrDefault(s => s.Number < later?.Number);

    // RUN, meaning its last snapshot, or RUN@v3.
    private static async Task<ComparedSide> SideAsync(Session session, string text, CancellationToken cancellationToken)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var run = await session.LoadRunAsync(at < 0 ? text : text[..at], cancellationToken);
        var all = RunSnapshot.Of(run);
        return new(run, RunSnapshot.Find(run, at < 0 ? $"v{all.Count.ToString(CultureInfo.InvariantCulture)}" : text[(at + 1)..]));
    }

    private static async Task WriteHtmlAsync(Session session, CompareRuns use, RunComparison comparison, string target, CancellationToken cancellationToken)
    {
        await OutputFile.ReplaceAsync(target, session.Terminal.NewId(), stream => ComparisonHtml.WriteAsync(stream, use, comparison, cancellationToken));
        session.Print.Line($"{target}: {comparison.Files.Count.ToString(CultureInfo.InvariantCulture)} files that differ, side by side");
    }
}
