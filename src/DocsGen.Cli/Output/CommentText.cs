using System.Globalization;
using DocsGen.Core.Sync;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Cli.Output;

/// <summary>Comments in words: what was said first, and under it the answers.</summary>
internal static class CommentText
{
    /// <summary>A thread by itself.</summary>
    public static void Print(Printer print, Changeset changeset, CommentThread thread)
    {
        print.Line();
        foreach (var line in Lines(print, thread, $" on {Place(changeset, thread.Root)}")) print.Line(line);
    }

    /// <summary>A thread under the line that it is about.</summary>
    public static IEnumerable<string> Under(Printer print, CommentThread thread) => Lines(print, thread, "").Select(l => print.Dim("  | ") + l);

    public static string Place(LineSpan lines) => lines.From == lines.To ? $"line {Number(lines.From)}" : $"lines {Number(lines.From)} to {Number(lines.To)}";

    /// <summary>Where a thread stands, and whether it is settled, in words.</summary>
    public static string State(CommentThread thread) => (thread.Root.ResolvedBy is { } by ? $"resolved by {by.Name}" : "open") + (thread.Root.IsOutdated ? ", its lines changed" : "");

    /// <summary>How many there are.</summary>
    public static string Count(IReadOnlyList<CommentThread> threads)
    {
        var (open, all) = (threads.Count(t => t.IsOpen), threads.Sum(t => 1 + t.Replies.Count));
        return string.Create(CultureInfo.InvariantCulture, $"{Core.Validation.IssueCounts.Count(all, "comment")} in {Core.Validation.IssueCounts.Count(threads.Count, "thread")}, {open} open");
    }

    private static IEnumerable<string> Lines(Printer print, CommentThread thread, string place)
    {
        var root = thread.Root;
        var state = State(thread);
        yield return $"comment {print.Bold(Number(root.Id))}{place} by {root.By.Name}, {ChangesetText.Time(root.Utc)}, {(thread.IsOpen ? print.Notable(state) : print.Dim(state))}";
        foreach (var line in root.Text.TrimEnd('\n').Split('\n')) yield return $"  {line}";
        foreach (var reply in thread.Replies)
        {
            yield return $"  answer {print.Bold(Number(reply.Id))} by {reply.By.Name}, {ChangesetText.Time(reply.Utc)}";
            foreach (var line in reply.Text.TrimEnd('\n').Split('\n')) yield return $"    {line}";
        }
    }

    private static string Place(Changeset changeset, Comment comment) => comment.File is { } file
        ? changeset.Find(file)?.Path.Value + (comment.Lines is { } lines ? $", {Place(lines)}" : "")
        : "the changeset";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
