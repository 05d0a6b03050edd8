using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Storage.Tests;

/// <summary>What every backend of the ports of sync must do, used as the product uses them.</summary>
public abstract partial class SyncStoreContract
{
    private static readonly Actor Ada = Actor.User("ada");
    private static readonly Actor Ben = Actor.User("ben");

    private int ids;

    protected abstract SyncPorts Sync { get; }

    protected abstract IGarbageCollector Garbage { get; }

    /// <summary>How many random lives a test run does.</summary>
    protected abstract int Lives { get; }

    [Fact]
    public async Task A_whole_cycle_goes_live_and_can_be_pulled_compared_and_reverted()
    {
        var space = await SpaceAsync();
        await PublishAsync(space, Upsert("F1", "docs/a.md", 0, "one\n"), Upsert("F2", "docs/ü.md", 0, "zwei\n"));
        var second = await PublishAsync(space, Upsert("F1", "docs/a.md", 1, "two\n"), PushedFiles.Delete(FileId.Parse("F2"), ServerPath.Parse("docs/ü.md"), 1));
        (await PullAsync(space, 0)).ShouldBe(["5", "F1 v2 docs/a.md two"]);
        (await PullAsync(space, 1)).ShouldBe(["5", "F2 v2 docs/ü.md gone", "F1 v2 docs/a.md two"], "tombstones come first");
        (await PullAsync(space, 3)).ShouldBe(["5", "F2 v2 docs/ü.md gone", "F1 v2 docs/a.md two"]);
        (await PullAsync(space, 5)).ShouldBe(["5"]);
        (await PullAsync(space, 1, limit: 1)).ShouldBe(["4 more", "F1 v2 docs/a.md two"], "in the order of numbers");
        var history = await Sync.Documents.HistoryAsync(space.Id, FileId.Parse("F1"), default);
        history.Select(v => (v.Version, v.Sequence, v.Publisher, v.PushedBy)).ShouldBe([(1, 2, Ben, Ada), (2, 4, Ben, Ada)]);
        history[0].Reviewers.ShouldBe([Ben]);
        (await TextAsync(history[0].Hash)).ShouldBe("one\n", "S9: a version keeps its content");
        var revert = Done(await new RevertChangeset(Sync).ExecuteAsync(space, second.Id, NextId(), null, Ada, default));
        revert.Changeset.Files.Select(f => (f.File.Value, f.Operation, f.BaseVersion)).ShouldBe([("F1", FileOperation.Upsert, 2), ("F2", FileOperation.Upsert, 2)]);
        await ReviewAndPublishAsync(space, revert.Changeset.Id);
        (await PullAsync(space, 0)).ShouldBe(["7", "F1 v3 docs/a.md one", "F2 v3 docs/ü.md zwei"]);
    }

    [Fact]
    public async Task S1_S2_a_push_is_inert_and_the_same_again_is_the_same()
    {
        var space = await SpaceAsync();
        var request = new PushRequest { ClientId = "c-1", Message = "m", Files = [Upsert("F1", "a.md", 0, "x\n"), Upsert("F2", "b.md", 0, "y\n")] };
        var first = Done(await new PushChangeset(Sync).ExecuteAsync(space, request, Ada, default));
        var again = Done(await new PushChangeset(Sync).ExecuteAsync(space, request with { Files = [.. Enumerable.Reverse(request.Files)] }, Ada, default));
        again.Replayed.ShouldBeTrue();
        again.Changeset.Id.ShouldBe(first.Changeset.Id);
        Refused(await new PushChangeset(Sync).ExecuteAsync(space, request with { Message = "other" }, Ada, default)).ShouldBe("CLIENT_CHANGESET_ID_REUSED");
        (await Sync.Documents.ListAsync(space.Id, default)).ShouldBeEmpty();
        (await PullAsync(space, 0)).ShouldBe(["1"]);
        var raced = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(async () => Done(await new PushChangeset(Sync).ExecuteAsync(space, request with { ClientId = "race" }, Ada, default)))));
        raced.Select(r => r.Changeset.Id).Distinct().Count().ShouldBe(1);
        raced.Count(r => !r.Replayed).ShouldBe(1, "one creates, the others replay");
    }

    [Fact]
    public async Task S3_the_base_is_the_version_that_was_edited()
    {
        var space = await SpaceAsync();
        await PublishAsync(space, Upsert("F1", "a.md", 0, "one\n"));
        await PublishAsync(space, Upsert("F1", "a.md", 1, "two\n"));
        var old = await PushAsync(space, Upsert("F1", "a.md", 1, "mine\n"), Upsert("F9", "z.md", 7, "never\n"));
        (await TextAsync(old.Files[0].BaseHash)).ShouldBe("one\n");
        old.Files[1].BaseHash.ShouldBeNull("version 7 never was");
        var report = await ReviewAndPublishAsync(space, old.Id);
        report.Files.Select(f => (f.Status, f.Reason)).ShouldBe([("conflict", "BASE_CHANGED"), ("conflict", "BASE_DOC_MISSING")]);
    }

    [Fact]
    public async Task S4_one_publisher_holds_the_claim_and_a_late_one_applies_nothing()
    {
        var space = await SpaceAsync();
        var id = (await PushAsync(space, Upsert("F1", "a.md", 0, "x\n"))).Id;
        Done(await new ReviewChangeset(Sync).DecideAllAsync(space, id, DecisionKind.Accept, null, Ben, default));
        var held = await ClaimAsync(space, id, TimeSpan.FromMilliseconds(400));
        (await ClaimAsync(space, id, TimeSpan.FromSeconds(1))).ShouldBeOfType<ChangesetVerdict.Refused>().Code.ShouldBe("PUBLISH_IN_PROGRESS");
        Refused(await new ReviewChangeset(Sync).DecideAllAsync(space, id, DecisionKind.Reject, null, Ada, default)).ShouldBe("PUBLISH_IN_PROGRESS");
        await Task.Delay(600);
        var fence = ((ChangesetVerdict.Accepted)held).Change.After.Fence;
        (await ChangeAsync(space, id, new ChangesetCommand.Publish(fence, PublishMode.Atomic, [], null), Ben)).ShouldBeOfType<ChangesetVerdict.Refused>().Code.ShouldBe("PUBLISH_LAPSED");
        (await ChangeAsync(space, id, new ChangesetCommand.Renew(fence, TimeSpan.FromSeconds(9)), Ben)).ShouldBeOfType<ChangesetVerdict.Refused>("what lapsed is not prolonged");
        (await Sync.Documents.ListAsync(space.Id, default)).ShouldBeEmpty();
        var other = await new PublishChangeset(Sync, TimeProvider.System).ExecuteAsync(space, id, new() { Process = "" }, Ada, default);
        Done(other).Changeset.Status.ShouldBe(ChangesetStatus.Published);
        (await ChangeAsync(space, id, new ChangesetCommand.Publish(fence, PublishMode.Atomic, [], null), Ben)).ShouldBeOfType<ChangesetVerdict.Refused>();
        (await Sync.Documents.HistoryAsync(space.Id, FileId.Parse("F1"), default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task S5_paths_can_be_swapped_and_what_stands_in_the_way_stops_everything()
    {
        var space = await SpaceAsync();
        await PublishAsync(space, Upsert("F1", "a.md", 0, "a\n"), Upsert("F2", "b.md", 0, "b\n"), Upsert("F3", "c.md", 0, "c\n"));
        await PublishAsync(space, Upsert("F1", "b.md", 1, "a\n"), Upsert("F2", "A.md", 1, "b\n"));
        (await Sync.Documents.ListAsync(space.Id, default)).Select(d => $"{d.File} {d.Path}").ShouldBe(["F2 A.md", "F1 b.md", "F3 c.md"]);
        var taken = await PushAsync(space, Upsert("F4", "d.md", 0, "d\n"), Upsert("F5", "C.md", 0, "twin\n"));
        var report = await ReviewAndPublishAsync(space, taken.Id);
        report.Files.Select(f => (f.Status, f.Reason)).ShouldBe([("conflict", "NOT_APPLIED"), ("conflict", "PATH_TAKEN")]);
        (await Sync.Documents.ListAsync(space.Id, default)).Count.ShouldBe(3);
        (await Sync.Changesets.FindAsync(space.Id, taken.Id, default))!.Status.ShouldBe(ChangesetStatus.Reviewing);
        var perFile = await new PublishChangeset(Sync, TimeProvider.System).ExecuteAsync(space, taken.Id, new() { Process = "", Mode = PublishMode.PerFile }, Ben, default);
        Done(perFile).Report.Files.Select(f => (f.Status, f.Reason)).ShouldBe([("published", null), ("conflict", "PATH_TAKEN")]);
        Refused(await new ReviewChangeset(Sync).ExecuteAsync(space, taken.Id, [(new() { File = taken.Files[0].Number, Kind = DecisionKind.Reject }, null)], Ben, default)).ShouldBe("FILE_PUBLISHED");
        Done(await new ReviewChangeset(Sync).ExecuteAsync(space, taken.Id, [(new() { File = taken.Files[1].Number, Kind = DecisionKind.Reject }, null)], Ben, default));
        Done(await new PublishChangeset(Sync, TimeProvider.System).ExecuteAsync(space, taken.Id, new() { Process = "" }, Ben, default)).Changeset.Status.ShouldBe(ChangesetStatus.Published);
    }

    [Fact]
    public async Task S6_S8_many_publishers_of_one_document_lose_nothing_and_a_reader_beside_them_misses_nothing()
    {
        var space = await SpaceAsync();
        await PublishAsync(space, Upsert("F0", "a.md", 0, "0\n"));
        var ready = new List<ChangesetId>();
        for (var n = 0; n < 24; n++)
        {
            var changeset = await PushAsync(space, Upsert("F0", "a.md", 1, $"{n}\n"), Upsert($"N{n}", $"n{n}.md", 0, $"{n}\n"));
            Done(await new ReviewChangeset(Sync).DecideAllAsync(space, changeset.Id, DecisionKind.Accept, null, Ben, default));
            ready.Add(changeset.Id);
        }

        using var stop = new CancellationTokenSource();
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = Task.Run(async () =>
        {
            var cursor = 1L;
            while (!stop.IsCancellationRequested)
            {
                var lines = await PullAsync(space, cursor, limit: 3);
                foreach (var line in lines.Skip(1)) seen[line.Split(' ')[0]] = line;
                var next = long.Parse(lines[0].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
                next.ShouldBeGreaterThanOrEqualTo(cursor);
                cursor = next;
            }
        });
        var reports = await Task.WhenAll(ready.Select(id => Task.Run(async () => Done(await new PublishChangeset(Sync, TimeProvider.System).ExecuteAsync(space, id, new() { Process = "" }, Ben, default)))));
        reports.Count(r => r.Changeset.Status == ChangesetStatus.Published).ShouldBe(1, "all were made on version 1");
        reports.Where(r => r.Changeset.Status != ChangesetStatus.Published).ShouldAllBe(r => r.Report.Files[0].Reason == "BASE_CHANGED" && r.Report.Files[1].Reason == "NOT_APPLIED");
        await Task.Delay(50);
        await stop.CancelAsync();
        await reader;
        var last = await PullAsync(space, 1);
        foreach (var line in last.Skip(1)) seen[line.Split(' ')[0]].ShouldBe(line, "the reader saw the last state of each");
        seen.Count.ShouldBe(last.Count - 1);
    }

    [Fact]
    public async Task S7_a_rebase_carries_decisions_where_it_merges_and_names_what_conflicts()
    {
        var space = await SpaceAsync();
        const string Text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        await PublishAsync(space, Upsert("F1", "a.md", 0, Text), Upsert("F2", "b.md", 0, Text), Upsert("F3", "c.md", 0, Text));
        var mine = await PushAsync(space, Upsert("F1", "a.md", 1, Text.Replace("2", "two", StringComparison.Ordinal)), Upsert("F2", "b.md", 1, Text.Replace("2", "two", StringComparison.Ordinal)), Upsert("F3", "moved.md", 1, Text));
        Done(await new ReviewChangeset(Sync).DecideAllAsync(space, mine.Id, DecisionKind.Accept, null, Ben, default));
        Done(await new CommentOnChangeset(Sync).AddAsync(space, mine.Id, mine.Files[0].Number, new(5, 6), "why five?", null, Ben, default));
        await PublishAsync(space, Upsert("F1", "a.md", 1, "0\n" + Text.Replace("8", "eight", StringComparison.Ordinal)), Upsert("F2", "b.md", 1, Text.Replace("2", "zwei", StringComparison.Ordinal)), Upsert("F3", "c.md", 1, Text + "10\n"));
        var rebased = Done(await new RebaseChangeset(Sync).ExecuteAsync(space, mine.Id, Ada, default));
        rebased.Moved.ShouldBe([mine.Files[0].Number, mine.Files[2].Number]);
        rebased.Conflicts.ShouldBe([mine.Files[1].Number]);
        var after = (await Sync.Changesets.FindAsync(space.Id, mine.Id, default))!;
        (await TextAsync(after.Files[0].Hash)).ShouldBe("0\n1\ntwo\n3\n4\n5\n6\n7\neight\n9\n");
        after.Files[0].Decision!.CarriedFrom.ShouldBe(mine.Files[0].Bound);
        after.Files[2].Path.Value.ShouldBe("moved.md", "a rename meets an edit");
        (await Sync.Changesets.CommentsAsync(space.Id, mine.Id, default)).ShouldHaveSingleItem().Lines.ShouldBe(new LineSpan(6, 7), "a comment follows its lines");
        var amend = new FileReview { File = mine.Files[1].Number, Kind = DecisionKind.Amend, AgainstVersion = 2 };
        Refused(await new ReviewChangeset(Sync).ExecuteAsync(space, mine.Id, [(amend, "<<<<<<< ours\nx\n"u8.ToArray())], Ben, default)).ShouldBe("CONFLICT_MARKERS");
        Done(await new ReviewChangeset(Sync).ExecuteAsync(space, mine.Id, [(amend, "both\n"u8.ToArray())], Ben, default));
        Done(await new PublishChangeset(Sync, TimeProvider.System).ExecuteAsync(space, mine.Id, new() { Process = "" }, Ben, default)).Changeset.Status.ShouldBe(ChangesetStatus.Published);
        (await PullAsync(space, 1)).ShouldContain("F2 v3 b.md both");
    }

    [Fact]
    public async Task S10_spaces_are_walls()
    {
        var (one, two) = (await SpaceAsync(), await SpaceAsync());
        var id = (await PublishAsync(one, Upsert("F1", "a.md", 0, "secret\n"))).Id;
        (await Sync.Changesets.FindAsync(two.Id, id, default)).ShouldBeNull();
        (await Sync.Changesets.CommentsAsync(two.Id, id, default)).ShouldBeEmpty();
        Refused(await new PublishChangeset(Sync, TimeProvider.System).ExecuteAsync(two, id, new() { Process = "" }, Ben, default)).ShouldBe("CHANGESET_NOT_FOUND");
        (await Sync.Documents.HistoryAsync(two.Id, FileId.Parse("F1"), default)).ShouldBeEmpty();
        (await Sync.Documents.FindAsync(two.Id, [FileId.Parse("F1")], default)).ShouldBeEmpty();
        (await PullAsync(two, 0)).ShouldBe(["1"]);
        await PublishAsync(two, Upsert("F1", "a.md", 0, "other\n"));
        (await PullAsync(one, 0)).ShouldBe(["2", "F1 v1 a.md secret"]);
        (await Sync.Changesets.ListAsync(two.Id, new(), default)).ShouldHaveSingleItem();
        (await Sync.Changesets.ListAsync(424_242, new(), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task S11_every_unmet_requirement_of_a_policy_is_named_at_once()
    {
        var space = await SpaceAsync(new() { AuthorMayDecide = false, Approvals = 2, Checks = ["docset"], Protected = [new() { Path = "policies/*", Approvers = ["cleo"] }] });
        var pushed = await PushAsync(space, Upsert("F1", "policies/a.md", 0, "# A\n\n[b](no.md)\n"));
        Refused(await new ReviewChangeset(Sync).DecideAllAsync(space, pushed.Id, DecisionKind.Accept, null, Ada, default)).ShouldBe("REVIEW_OWN");
        var amended = "# A\n\nTODO [b](no.md)\n"u8.ToArray();
        Done(await new ReviewChangeset(Sync).ExecuteAsync(space, pushed.Id, [(new() { File = pushed.Files[0].Number, Kind = DecisionKind.Amend }, amended)], Ben, default));
        var answer = await new PublishChangeset(Sync, TimeProvider.System).ExecuteAsync(space, pushed.Id, new() { Process = "" }, Ben, default);
        var refused = answer.ShouldBeOfType<SyncAnswer<PublishResult>.Refused>();
        refused.Code.ShouldBe("POLICY_UNMET");
        refused.Message.Split('\n').Length.ShouldBe(4, "two approvals by others, one by cleo, a placeholder and a broken link");
        (await Sync.Changesets.FindAsync(space.Id, pushed.Id, default))!.Status.ShouldBe(ChangesetStatus.Ready, "the status before");
    }

    [Fact]
    public async Task What_spaces_name_is_no_garbage_and_events_are_chained()
    {
        var space = await SpaceAsync();
        var large = new string('x', 200_000) + "\n";
        await PublishAsync(space, await PushedFiles.UpsertAsync(Sync.Blobs, FileId.Parse("F1"), ServerPath.Parse("large.md"), 0, Encoding.UTF8.GetBytes(large), default), Upsert("F2", "b.md", 0, "b\n"));
        var pushed = await PushAsync(space, Upsert("F2", "b.md", 1, "proposed\n"));
        Done(await new ReviewChangeset(Sync).ExecuteAsync(space, pushed.Id, [(new() { File = pushed.Files[0].Number, Kind = DecisionKind.Amend }, "amended\n"u8.ToArray())], Ben, default));
        var report = await Garbage.CollectAsync(TimeSpan.Zero, default);
        report.Condemned.Count.ShouldBe(0);
        report.Kept.Count.ShouldBe(4);
        (await TextContent.ReadAsync(Sync.Blobs, ContentHash.Of(large), default)).Length.ShouldBe(large.Length);
        var events = await Sync.Spaces.EventsAsync(space.Id, 0, 1000, default);
        events.Select(e => e.Type).ShouldBe(["space.created", "changeset.pushed", "changeset.reviewed", "changeset.published", "changeset.pushed", "changeset.reviewed"]);
        var previous = "";
        foreach (var e in events)
        {
            e.PrevHash.ShouldBe(previous);
            e.Hash.ShouldBe(EventChain.Link(previous, e.Body));
            previous = e.Hash;
        }

        (await Sync.Spaces.EventsAsync(space.Id, 4, 1, default)).ShouldBe([events[4]]);
    }

    // As characters, since attributes are kept as UTF-8.
    [Theory]
    [InlineData('\0')]
    [InlineData('\ud800')]
    [InlineData('\udc00')]
    public async Task Texts_that_not_every_store_can_keep_are_refused(char bad)
    {
        var text = $"x{bad}y";
        var space = await SpaceAsync();
        var pushed = await PushAsync(space, Upsert("F1", "a.md", 0, "a\n"));
        Refused(await new PushChangeset(Sync).ExecuteAsync(space, new() { ClientId = NextId(), Message = text, Files = [Upsert("F2", "b.md", 0, "b\n")] }, Ada, default)).ShouldBe("BAD_REQUEST");
        Refused(await new ReviewChangeset(Sync).ExecuteAsync(space, pushed.Id, [(new() { File = pushed.Files[0].Number, Kind = DecisionKind.Accept, Comment = text }, null)], Ben, default)).ShouldBe("BAD_REQUEST");
        Refused(await new CommentOnChangeset(Sync).AddAsync(space, pushed.Id, null, null, text, null, Ben, default)).ShouldBe("BAD_REQUEST");
        Refused(await new WithdrawChangeset(Sync).ExecuteAsync(space, pushed.Id, text, Ada, default)).ShouldBe("BAD_REQUEST");
        Refused(await new CreateSpace(Sync).ExecuteAsync(SpaceSlug.Parse("other"), text, new(), Ada, default)).ShouldBe("BAD_REQUEST");
    }

    [Fact]
    public async Task A_cursor_that_was_never_given_reads_everything_anew()
    {
        var space = await SpaceAsync();
        await PublishAsync(space, Upsert("F1", "a.md", 0, "a\n"));
        await PublishAsync(space, PushedFiles.Delete(FileId.Parse("F1"), ServerPath.Parse("a.md"), 1));
        (await PullAsync(space, 99)).ShouldBe(["3 reset", "F1 v2 a.md gone"]);
        var raised = Done(await new ChangeSpace(Sync).RaiseEpochAsync(space, Ada, default));
        raised.Cursor.ShouldBe(Cursor.Of(1, 3));
        (await PullAsync(space, 3))[0].ShouldBe($"{Cursor.Of(1, 3)} reset");
        (await PullAsync(space, Cursor.Of(1, 3).Value)).ShouldBe([$"{Cursor.Of(1, 3)}"]);
    }

    private async Task<Space> SpaceAsync(SpacePolicy? policy = null) => Done(await new CreateSpace(Sync).ExecuteAsync(SpaceSlug.Parse($"space-{++ids}"), "A space", policy ?? new(), Ada, default));

    private string NextId() => $"id-{++ids}";

    private static PushedFile Upsert(string file, string path, int baseVersion, string text) => new()
    {
        File = FileId.Parse(file),
        Operation = FileOperation.Upsert,
        Path = ServerPath.Parse(path),
        BaseVersion = baseVersion,
        Content = StagedBlob.OfSmall(Encoding.UTF8.GetBytes(text)),
    };

    private async Task<Changeset> PushAsync(Space space, params PushedFile[] files) =>
        Done(await new PushChangeset(Sync).ExecuteAsync(space, new() { ClientId = NextId(), Message = "m", Files = files }, Ada, default)).Changeset;

    private async Task<PublishReport> ReviewAndPublishAsync(Space space, ChangesetId id)
    {
        Done(await new ReviewChangeset(Sync).DecideAllAsync(space, id, DecisionKind.Accept, null, Ben, default));
        return Done(await new PublishChangeset(Sync, TimeProvider.System).ExecuteAsync(space, id, new() { Process = "" }, Ben, default)).Report;
    }

    private async Task<Changeset> PublishAsync(Space space, params PushedFile[] files)
    {
        var changeset = await PushAsync(space, files);
        (await ReviewAndPublishAsync(space, changeset.Id)).HasConflicts.ShouldBeFalse();
        return (await Sync.Changesets.FindAsync(space.Id, changeset.Id, default))!;
    }

    private async Task<ChangesetVerdict> ClaimAsync(Space space, ChangesetId id, TimeSpan term) => await ChangeAsync(space, id, new ChangesetCommand.Claim("", term), Ben);

    private async Task<ChangesetVerdict> ChangeAsync(Space space, ChangesetId id, ChangesetCommand command, Actor actor) =>
        (await Sync.Changesets.ChangeAsync(space.Id, id, command.Parts, view => ChangesetMachine.Decide(view, command, actor, view.Utc), actor, default))!;

    private async Task<IReadOnlyList<string>> PullAsync(Space space, long since, int? limit = null) => await Sync.Documents.PullAsync<IReadOnlyList<string>>(space.Id, new(since), limit, async (head, documents) =>
    {
        var lines = new List<string> { $"{head.Cursor}{(head.HasMore ? " more" : "")}{(head.Reset ? " reset" : "")}" };
        await foreach (var pulled in documents)
        {
            lines.Add($"{pulled.Document.File} v{pulled.Document.Version} {pulled.Document.Path} {(pulled.Document.IsDeleted ? "gone" : pulled.Content is { } bytes ? Encoding.UTF8.GetString(bytes.Span).TrimEnd() : "large")}");
        }

        return lines;
    }, default);

    private async Task<string> TextAsync(ContentHash? hash) => Encoding.UTF8.GetString(await TextContent.ReadAsync(Sync.Blobs, hash!.Value, default));

    private static T Done<T>(SyncAnswer<T> answer) => answer is SyncAnswer<T>.Done done ? done.Value : throw new InvalidOperationException(answer.ToString());

    private static string Refused<T>(SyncAnswer<T> answer) => answer.ShouldBeOfType<SyncAnswer<T>.Refused>().Code;
}
