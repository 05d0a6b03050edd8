using System.Globalization;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;

namespace DocsGen.Cli.Output;

/// <summary>Changesets in words; signs say what colours say.</summary>
internal static class ChangesetText
{
    public static string Status(Printer print, Changeset changeset) => changeset.Status switch
    {
        ChangesetStatus.Published => print.Good("published"),
        ChangesetStatus.Ready => print.Good("ready"),
        ChangesetStatus.Rejected => print.Bad("rejected"),
        ChangesetStatus.Proposed or ChangesetStatus.Reviewing or ChangesetStatus.Publishing => print.Notable(changeset.Status.ToWire()),
        ChangesetStatus.Superseded => print.Dim(changeset.SupersededBy is { } by ? $"superseded by {by}" : $"withdrawn by {changeset.WithdrawnBy?.Name}"),
    };

    public static void Print(Printer print, Space space, Changeset changeset, IReadOnlyDictionary<FileId, Document> live, IReadOnlyList<Comment> comments)
    {
        print.Line($"changeset {print.Bold(changeset.Id.ToString())} of {space.Slug}  {Status(print, changeset)}");
        if (changeset.Message.Length > 0) print.Line($"  {changeset.Message.Replace("\n", "\n  ", StringComparison.Ordinal)}");
        print.Line($"  pushed by {changeset.PushedBy.Name}, {Time(changeset.CreatedUtc)}{(changeset.PublishedBy is { } by ? $"; published by {by.Name}, {Time(changeset.PublishedUtc!.Value)}" : "")}");
        if (changeset.Claim is { } claim) print.Line($"  {claim.By.Name} is publishing it since {Time(claim.SinceUtc)}");
        print.Line();
        print.Table(
            ["FILE", "PATH", "CHANGE", "LINES", "DECISION", ""],
            [.. changeset.Files.Select(f => (IReadOnlyList<string>)[Number(f.Number), f.Path.Value, Change(f), Lines(print, f), Decision(print, f), Note(print, f, live.GetValueOrDefault(f.File))])]);
        foreach (var thread in CommentThread.Of(comments)) CommentText.Print(print, changeset, thread);
    }

    public static void Print(Printer print, Changeset changeset, PublishReport report)
    {
        var widest = report.Files.Count == 0 ? 0 : report.Files.Max(f => Path(changeset, f).Length);
        foreach (var file in report.Files)
        {
            var mark = file.Status switch
            {
                PublishReasons.Published => print.Good("published"),
                PublishReasons.RejectedFile => print.Dim("rejected"),
                PublishReasons.Missing => print.Notable("undecided"),
                _ => print.Bad("conflict"),
            };
            var why = file.Reason is null or PublishReasons.Rejected or PublishReasons.MissingReview ? "" : $"  {PublishReasons.Explain(file.Reason)} {print.Dim($"[{file.Reason}]")}";
            print.Line($"  {Path(changeset, file).PadRight(widest)}  {mark}{(file is { Status: PublishReasons.Published, CurrentVersion: { } version } ? $" v{Number(version)}" : "")}{why}");
        }
    }

    /// <summary>What happens next to a changeset, as one would type it.</summary>
    public static void Next(Session session, Space space, Changeset changeset)
    {
        foreach (var command in Commands(changeset)) session.Print.Line($"{session.Print.Dim("next:")} {session.Next.Named($"{command} --space {space.Slug}")}");
    }

    public static string Change(ChangesetFile file) => file switch
    {
        { Operation: FileOperation.Delete } => "delete",
        { BaseVersion: 0 } => "new",
        { BasePath: { } old } when old != file.Path => $"from {old}",
        _ => "change",
    };

    public static string Time(DateTimeOffset utc) => utc.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Commands(Changeset changeset) => changeset.Status switch
    {
        ChangesetStatus.Reviewing when changeset.Report is { } report && report.Files.Any(f => f.Status == PublishReasons.Conflict && f.Reason != PublishReasons.NotApplied) => [$"changeset rebase {changeset.Id}", $"changeset show {changeset.Id}"],
        ChangesetStatus.Proposed or ChangesetStatus.Reviewing => [$"changeset review {changeset.Id}", $"changeset publish {changeset.Id} --dry-run"],
        ChangesetStatus.Ready => [$"changeset publish {changeset.Id}"],
        ChangesetStatus.Rejected => [$"changeset withdraw {changeset.Id} --reason TEXT"],
        ChangesetStatus.Published => [$"changeset revert {changeset.Id}"],
        ChangesetStatus.Publishing or ChangesetStatus.Superseded => [],
    };

    public static string Lines(Printer print, ChangesetFile file) => file.Lines is { } lines
        ? $"{print.Good($"+{Number(lines.Added)}")} {print.Bad($"-{Number(lines.Removed)}")}"
        : $"binary, {Number(file.Size)} bytes";

    public static string Decision(Printer print, ChangesetFile file) => file.Decision switch
    {
        null => file.Decisions.Count > 0 ? print.Notable("lapsed: its content changed") : "-",
        { Kind: DecisionKind.Accept } d => print.Good($"accepted by {d.By.Name}{Carried(d)}"),
        { Kind: DecisionKind.Amend } d => print.Good($"amended by {d.By.Name}{Carried(d)}"),
        { Kind: DecisionKind.Reject } d => print.Bad($"rejected by {d.By.Name}{(d.Comment is null ? "" : $": {d.Comment}")}"),
        _ => "-",
    };

    private static string Carried(Decision decision) => decision.CarriedFrom is null ? "" : " (kept by a rebase)";

    private static string Note(Printer print, ChangesetFile file, Document? live)
    {
        if (file.Applied is { Sequence: > 0 } applied) return $"live as v{Number(applied.Version)}";
        if (file.Applied is not null) return "was gone already";
        return Behind(file, live) is { } behind ? print.Notable(behind) : "";
    }

    /// <summary>That the document changed since the version that was edited; null when it did not.</summary>
    public static string? Behind(ChangesetFile file, Document? live)
    {
        var current = live?.Version ?? 0;
        if (current == file.BaseVersion || file.Applied is not null) return null;
        return live is { IsDeleted: true } ? $"behind: deleted in v{Number(current)}" : current == 0 ? $"behind: v{Number(file.BaseVersion)} is none that it had" : $"behind: v{Number(file.BaseVersion)} was edited, v{Number(current)} is live";
    }

    /// <summary>What a reviewer should know of a file before looking at it, a line each: that it is behind or in conflict, what checks find.</summary>
    public static IEnumerable<string> Marks(Printer print, ChangesetFile file, FileMarks? marks)
    {
        if (marks is null) yield break;
        if (Behind(file, marks.Live) is { } behind) yield return print.Notable(behind) + marks.MergesCleanly switch
        {
            true => "; a rebase merges it cleanly",
            false => $"; {print.Bad("it conflicts with what is live")}",
            null => "",
        };
        if (marks.Obstacle is { } obstacle && (obstacle != PublishReasons.BaseChanged || marks.Live?.Version == file.BaseVersion)) yield return $"{print.Bad("conflict:")} {PublishReasons.Explain(obstacle)} {print.Dim($"[{obstacle}]")}";
        foreach (var error in marks.Errors) yield return $"{print.Bad("check:")} line {Number(error.Line)}: {error.Message} {print.Dim($"[{error.Rule}]")}";
    }

    private static string Path(Changeset changeset, FileReport file) => changeset.Find(file.File)?.Path.Value ?? "";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
