using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;

namespace DocsGen.Cli.Commands.Sync;

/// <summary>Shows the files of a changeset that the reviewer has not decided one by one, and takes one key for each. Every decision is stored at once.</summary>
internal sealed class ReviewWalk(Session session, Space space)
{
    /// <summary>Refusals that are about what was just typed: the reviewer is told, and stays on the file.</summary>
    private static readonly string[] Mendable = ["CONFLICT_MARKERS", "TOO_LARGE", "BAD_REQUEST", "FILE_PUBLISHED"];

    private readonly ReviewScreen screen = new(session);
    private readonly ReviewEditor editor = new(session);
    private readonly Dictionary<long, DecisionKind> decided = [];
    private MarkedChangeset marked = null!;
    private Actor me = null!;
    private IReadOnlyList<CommentThread> threads = [];

    private enum Step
    {
        /// <summary>The next key on the same file.</summary>
        Stay,

        /// <summary>The same file, shown again.</summary>
        Again,
        Next,
        Back,
        Quit,
    }

    public async ValueTask<Changeset> WalkAsync(ChangesetId id, CancellationToken cancellationToken)
    {
        me = await session.Sync.Spaces.WhoAsync(space, cancellationToken);
        await LoadAsync(id, cancellationToken);
        if (ChangesetMachine.MayNotDecide(space, marked.Changeset, me) is { } why) SyncOptions.Value<Changeset>(new SyncAnswer<Changeset>.Refused(why.Code, why.Message));
        var files = marked.Changeset.Files.Where(IsMine).Select(f => f.Number).ToList();
        if (files.Count == 0)
        {
            session.Print.Line("You have decided every file. --accept F or --reject F changes a decision.");
            return marked.Changeset;
        }

        screen.Begin(space, marked, files.Count);
        for (var at = 0; at < files.Count;)
        {
            switch (await DecideAsync(files[at], at, files.Count, cancellationToken))
            {
                case Step.Next:
                    at++;
                    break;
                case Step.Back:
                    at--;
                    break;
                case Step.Quit:
                    at = files.Count;
                    break;
                case Step.Stay or Step.Again:
                    break;
            }
        }

        screen.End(decided, [.. files.Select(f => marked.Changeset.Find(f)!).Where(IsMine)]);
        return marked.Changeset;
    }

    // Whatever others decided: an approval is each reviewer's own.
    private bool IsMine(ChangesetFile file) => file.Applied is null && file.Decisions.LastOrDefault(d => d.By == me && d.Bound == file.Bound) is null;

    private async ValueTask LoadAsync(ChangesetId id, CancellationToken cancellationToken)
    {
        marked = SyncOptions.Value(await session.Sync.Changesets.MarkAsync(space, id, cancellationToken));
        threads = CommentThread.Of(await session.Sync.Changesets.CommentsAsync(space, id, cancellationToken));
    }

    private async ValueTask<Step> DecideAsync(long number, int at, int count, CancellationToken cancellationToken)
    {
        var file = marked.Changeset.Find(number)!;
        var diff = (await FileDiff.ReadAsync(session, file, threads, cancellationToken)).Lines(session.Print, words: false).ToList();
        var hidden = screen.Show(file, marked.Marks.GetValueOrDefault(number), diff, at, count);
        while (true)
        {
            screen.Keys();
            var step = session.Terminal.ReadKey!() switch
            {
                'a' => await StoreAsync(file, DecisionKind.Accept, null, null, null, cancellationToken),
                'r' => await RejectAsync(file, cancellationToken),
                'e' => await EditAsync(file, cancellationToken),
                'c' => await CommentAsync(file, cancellationToken),
                's' => Step.Next,
                'b' => at == 0 ? Say("This is the first file.") : Step.Back,
                'q' or null => Step.Quit,
                'm' => More(),
                '?' => Help(),
                { } other => NoKey(other),
            };
            if (step != Step.Stay) return step;
        }

        Step More()
        {
            screen.More(hidden);
            hidden = [];
            return Step.Stay;
        }
    }

    private async ValueTask<Step> RejectAsync(ChangesetFile file, CancellationToken cancellationToken)
    {
        session.Print.Ask("Why? (Enter for no reason) ");
        if (session.Terminal.ReadLine?.Invoke() is not { } reason) return Say("Not rejected.");
        return await StoreAsync(file, DecisionKind.Reject, null, null, reason.Trim().Length == 0 ? null : reason.Trim(), cancellationToken);
    }

    private async ValueTask<Step> EditAsync(ChangesetFile file, CancellationToken cancellationToken)
    {
        if (await editor.EditAsync(file, marked.Marks.GetValueOrDefault(file.Number), cancellationToken) is not var (content, against)) return Step.Stay;
        var step = await StoreAsync(file, DecisionKind.Amend, content, against, null, cancellationToken);
        if (step == Step.Next) editor.Done(file.Number);
        return step;
    }

    private async ValueTask<Step> CommentAsync(ChangesetFile file, CancellationToken cancellationToken)
    {
        session.Print.Ask("On which lines of the new text? (12, 12-15, Enter for the whole file) ");
        if (session.Terminal.ReadLine?.Invoke() is not { } range) return Say("Not commented.");
        session.Print.Ask("What do you say? ");
        if (session.Terminal.ReadLine() is not { } text || text.Trim().Length == 0) return Say("Not commented.");
        try
        {
            var lines = range.Trim().Length == 0 ? (Core.Text.Diff.LineSpan?)null : ChangesetCommentCommand.ParseLines(range.Trim());
            SyncOptions.Value(await session.Sync.Reviews.CommentAsync(space, marked.Changeset.Id, new(text.Trim(), file.Number, lines), cancellationToken));
        }
        catch (CliError refused)
        {
            return Say(refused.Message);
        }

        threads = CommentThread.Of(await session.Sync.Changesets.CommentsAsync(space, marked.Changeset.Id, cancellationToken));
        return Say("Commented; the file is still to decide.");
    }

    private async ValueTask<Step> StoreAsync(ChangesetFile file, DecisionKind kind, byte[]? amended, int? against, string? why, CancellationToken cancellationToken)
    {
        // Accepting is about what is shown, which may be somebody's amendment.
        var seen = kind == DecisionKind.Accept ? file.Proposed?.Value ?? file.Bound : file.Bound;
        var review = new FileReview { File = file.Number, Kind = kind, Seen = seen, AgainstVersion = against, Comment = why };
        switch (await session.Sync.Reviews.DecideAsync(space, marked.Changeset.Id, [(review, amended)], cancellationToken))
        {
            case SyncAnswer<Changeset>.Refused { Code: "REVIEW_STALE" or "VERSION_CONFLICT" } stale:
                session.Print.Line(session.Print.Notable(stale.Message));
                await LoadAsync(marked.Changeset.Id, cancellationToken);
                return Step.Again;
            case SyncAnswer<Changeset>.Refused refused when Mendable.Contains(refused.Code, StringComparer.Ordinal):
                return Say(session.Print.Bad(refused.Message));
            case var answer:
                var after = SyncOptions.Value(answer);
                marked = marked with { Changeset = after };
                decided[file.Number] = kind;
                session.Print.Line($"{file.Path}: {ChangesetText.Decision(session.Print, after.Find(file.Number)!)}");
                return Step.Next;
        }
    }

    private Step Help()
    {
        screen.Help();
        return Step.Stay;
    }

    private Step NoKey(char key)
    {
        screen.NoKey(key);
        return Step.Stay;
    }

    private Step Say(string sentence)
    {
        session.Print.Line(sentence);
        return Step.Stay;
    }
}
