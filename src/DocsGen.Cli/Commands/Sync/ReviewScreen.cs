using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Sync;

/// <summary>What a reviewer sees while walking through a changeset.</summary>
internal sealed class ReviewScreen(Session session)
{
    /// <summary>Lines of the terminal that the heading, the marks and the keys may take beside the diff.</summary>
    private const int Beside = 8;

    private readonly Printer print = session.Print;

    public void Begin(Space space, MarkedChangeset marked, int mine)
    {
        var changeset = marked.Changeset;
        print.Line($"Reviewing changeset {print.Bold(changeset.Id.ToString())} of {space.Slug}{(changeset.Message.Length == 0 ? "" : $": {changeset.Message.Split('\n')[0]}")}");
        print.Line($"pushed by {changeset.PushedBy.Name}, {ChangesetText.Time(changeset.CreatedUtc)}; {IssueCounts.Count(changeset.Files.Count, "file")}, {Number(mine)} that you have not decided");
        foreach (var error in marked.OtherErrors) print.Line($"{print.Bad("check:")} {error.Path}, line {Number(error.Line)}: {error.Message} {print.Dim($"[{error.Rule}]")}");
    }

    /// <summary>Shows a file; what of its diff does not fit is answered.</summary>
    public IReadOnlyList<string> Show(ChangesetFile file, FileMarks? marks, IReadOnlyList<string> diff, int at, int count)
    {
        print.Line();
        print.Line($"{print.Bold($"{Number(at + 1)} of {Number(count)}  {file.Path}")}  ({ChangesetText.Change(file)}, {ChangesetText.Lines(print, file)})");
        foreach (var mark in ChangesetText.Marks(print, file, marks)) print.Line($"  {mark}");
        if (file.Decisions.Count > 0) print.Line($"  {ChangesetText.Decision(print, file)}");
        var room = Math.Max(session.Terminal.Rows() - Beside, Beside);
        var shown = 0;
        foreach (var line in diff)
        {
            // A line that is wider than the terminal takes several of its own.
            room -= Math.Max((Printer.Width(line) - 1) / Math.Max(session.Terminal.Columns(), 1), 0) + 1;
            if (room < 0) break;
            print.Line(line);
            shown++;
        }

        if (shown < diff.Count) print.Line(print.Notable($"... {IssueCounts.Count(diff.Count - shown, "more line")}: m shows them"));
        return [.. diff.Skip(shown)];
    }

    public void More(IReadOnlyList<string> hidden)
    {
        if (hidden.Count == 0) print.Line("That is all of it.");
        foreach (var line in hidden) print.Line(line);
    }

    public void Keys() => print.Line(string.Join("  ", new[] { "accept", "reject", "edit", "comment", "skip", "back", "quit" }.Select(k => $"{print.Bold(k[..1])} {k}").Append($"{print.Bold("?")} help")));

    public void Help()
    {
        print.Line($"  {print.Bold("a")}  accept the file as it is shown");
        print.Line($"  {print.Bold("r")}  reject it; you are asked why, and may leave that out");
        print.Line($"  {print.Bold("e")}  edit it in $VISUAL or $EDITOR, and accept what you save; where it is");
        print.Line("     behind, you edit its merge with what is live");
        print.Line($"  {print.Bold("c")}  comment on the file or on lines of it; this decides nothing");
        print.Line($"  {print.Bold("m")}  show the rest of a long diff");
        print.Line($"  {print.Bold("s")}  skip it for now        {print.Bold("b")}  back to the file before");
        print.Line($"  {print.Bold("q")}  quit; what you decided is stored already");
    }

    public void NoKey(char key) => print.Line(
        $"{(char.IsControl(key) ? "That key" : $"'{key}'")} does nothing here. The keys are:");

    /// <summary>What the walk came to.</summary>
    public void End(IReadOnlyDictionary<long, DecisionKind> decided, IReadOnlyList<ChangesetFile> left)
    {
        const int most = 5;
        print.Line();
        var said = new[] { (DecisionKind.Accept, "accepted"), (DecisionKind.Amend, "amended"), (DecisionKind.Reject, "rejected") }
            .Select(k => (Count: decided.Values.Count(d => d == k.Item1), Word: k.Item2)).Where(k => k.Count > 0).Select(k => $"{k.Word} {IssueCounts.Count(k.Count, "file")}").ToList();
        print.Line(said.Count == 0 ? "You decided nothing." : $"You {string.Join(", ", said)}.");
        if (left.Count > 0) print.Line($"Left undecided by you: {string.Join(", ", left.Take(most).Select(f => f.Path.Value))}{(left.Count > most ? $" and {Number(left.Count - most)} more" : "")}.");
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
