using System.Globalization;
using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Tests.Runs.Model;

namespace DocsGen.TestSupport.Sync;

/// <summary>
/// A random life of a space: pushes, edits, decisions, publishes, rebases, reverts and pulls by several people, each step checked against a model that knows
/// nothing of the machine: what was live before, what was decided, and what clients hold.
/// </summary>
internal sealed class SyncLife
{
    private static readonly Actor[] People = [Actor.User("ada"), Actor.User("ben"), Actor.User("cleo")];

    private readonly SyncPorts ports;
    private readonly SplitMix random;
    private readonly Dictionary<string, long> seen;
    private readonly List<ChangesetId> open = [];
    private readonly List<ChangesetId> published = [];
    private readonly List<Client> clients = [new(), new()];
    private readonly Dictionary<(FileId, int), (ServerPath, string?)> everPublished = [];
    private readonly Action<TimeSpan>? pass;
    private Space space = null!;
    private int pushes;

    public SyncLife(SyncPorts ports, SplitMix random, Dictionary<string, long> seen, Action<TimeSpan>? pass)
    {
        (this.ports, this.random, this.seen, this.pass) = (ports, random, seen, pass);
    }

    public async Task LiveAsync(string slug, int steps)
    {
        var policy = random.Next(4) switch
        {
            0 => new SpacePolicy { AuthorMayDecide = false },
            1 => new SpacePolicy { Publish = PublishMode.PerFile },
            2 => new SpacePolicy { Stale = StaleFile.Merge, CarryDecisions = random.Next(2) == 0 },
            _ => new SpacePolicy(),
        };
        space = (await ports.Spaces.CreateAsync(SpaceSlug.Parse(slug), slug, policy, People[0], default))!;
        for (var step = 0; step < steps; step++) await StepAsync();
        foreach (var client in clients) await PullAsync(client, limit: null);
        await CheckHistoryAsync();
        await CheckListAsync();
    }

    private async Task StepAsync()
    {
        switch (random.Next(20))
        {
            case < 4:
                await PushAsync();
                break;
            case < 7:
                await ReviewAsync();
                break;
            case < 13:
                await PublishAsync();
                break;
            case 13 or 14:
                await RebaseAsync();
                break;
            case 15:
                await RevertAsync();
                break;
            case 16 when open.Count > 0:
                await EndAsync();
                break;
            case 17:
                await LateAsync();
                break;
            default:
                await PullAsync(clients[random.Next(clients.Count)], random.Next(3) == 0 ? 1 + random.Next(3) : null);
                break;
        }
    }

    private async Task PushAsync()
    {
        var before = await LiveAsync();
        var client = clients[random.Next(clients.Count)];
        var files = new Dictionary<FileId, PushedFile>();
        for (var n = 1 + random.Next(3); n > 0; n--)
        {
            var id = client.Held.Count > 0 && random.Next(4) > 0 ? client.Held.Keys.ElementAt(random.Next(client.Held.Count)) : FileId.Parse($"F{random.Next(4)}");
            // A client edits what it holds, which may be old (S3).
            var held = client.Held.GetValueOrDefault(id);
            var path = held is { } known && random.Next(4) > 0 ? known.Path : ServerPath.Parse($"docs/{random.Next(6)}.md");
            var isDelete = held is { IsDeleted: false } && random.Next(6) == 0;
            files[id] = isDelete ? PushedFiles.Delete(id, path, held!.Version) : await PushedFiles.UpsertAsync(ports.Blobs, id, path, held?.Version ?? 0, Edit(held?.Text), default);
        }

        var distinct = files.Values.DistinctBy(f => f.Operation == FileOperation.Upsert ? f.Path.Fold : f.File.Value).ToList();
        var request = new PushRequest { ClientId = $"c{++pushes}", Message = "life", Files = distinct, Supersedes = open.Count > 0 && random.Next(12) == 0 ? open[^1] : null };
        var author = People[random.Next(People.Length)];
        var answer = await new PushChangeset(ports).ExecuteAsync(space, request, author, default);
        Require("S1", Same(before, await LiveAsync()), "a push changed what is live");
        if (answer is not SyncAnswer<PushResult>.Done { Value: var pushed })
        {
            See("refused push");
            return;
        }

        if (request.Supersedes is { } old) open.Remove(old);
        See("push");
        open.Add(pushed.Changeset.Id);
        foreach (var file in pushed.Changeset.Files)
        {
            var given = distinct.Single(f => f.File == file.File);
            Require("S3", file.BaseVersion == given.BaseVersion, "the base is not the version that the client edited");
            var version = everPublished.GetValueOrDefault((file.File, file.BaseVersion));
            Require("S3", version == default || (file.BaseHash is { } hash ? await TextAsync(hash) : null) == version.Item2, "the base's content is not that of its version");
        }

        var again = await new PushChangeset(ports).ExecuteAsync(space, request with { Files = [.. Enumerable.Reverse(distinct)] }, author, default);
        Require("S2", again is SyncAnswer<PushResult>.Done { Value: { Replayed: true } replay } && replay.Changeset.Id == pushed.Changeset.Id, "the same push is not the same changeset");
        var other = await new PushChangeset(ports).ExecuteAsync(space, request with { Message = "other" }, author, default);
        Require("S2", other is SyncAnswer<PushResult>.Refused { Code: "CLIENT_CHANGESET_ID_REUSED" }, "another push under the same id was taken");
    }

    private async Task ReviewAsync()
    {
        if (open.Count == 0) return;
        var id = open[random.Next(open.Count)];
        if (await ports.Changesets.FindAsync(space.Id, id, default) is not { } changeset) return;
        var by = People[random.Next(People.Length)];
        if (random.Next(2) == 0)
        {
            See(await new ReviewChangeset(ports).DecideAllAsync(space, id, DecisionKind.Accept, null, by, default) is SyncAnswer<Changeset>.Done ? "accept all" : "refused review");
            return;
        }

        var file = changeset.Files[random.Next(changeset.Files.Count)];
        var kind = (DecisionKind)random.Next(3);
        var live = await ports.Documents.FindAsync(space.Id, [file.File], default);
        var review = new FileReview { File = file.Number, Kind = kind, Seen = random.Next(2) == 0 ? file.Bound : null, AgainstVersion = kind == DecisionKind.Amend && random.Next(2) == 0 && live.Count > 0 ? live[0].Version : null };
        var amended = kind == DecisionKind.Amend ? Edit(file.Hash is { } hash ? await TextAsync(hash) : null) : null;
        See(await new ReviewChangeset(ports).ExecuteAsync(space, id, [(review, amended)], by, default) is SyncAnswer<Changeset>.Done ? $"review {kind}" : "refused review");
    }

    private async Task PublishAsync()
    {
        if (open.Count == 0) return;
        var id = open[random.Next(open.Count)];
        if (random.Next(4) > 0) await new ReviewChangeset(ports).DecideAllAsync(space, id, DecisionKind.Accept, null, People[random.Next(People.Length)], default);
        var (before, was) = (await LiveAsync(), await ports.Changesets.FindAsync(space.Id, id, default));
        var cursor = (await ports.Spaces.FindAsync(space.Slug, default))!.Sequence;
        var by = People[random.Next(People.Length)];
        var answer = await new PublishChangeset(ports, TimeProvider.System).ExecuteAsync(space, id, new() { Process = "" }, by, default);
        var after = await LiveAsync();
        if (answer is SyncAnswer<PublishResult>.Refused refused)
        {
            Require("S5", Same(before, after), $"a refused publish ({refused.Code}) changed what is live");
            See($"publish {refused.Code}");
            return;
        }

        var result = ((SyncAnswer<PublishResult>.Done)answer).Value;
        See($"publish {result.Changeset.Status.ToWire()}");
        var applied = result.Report.Files.Where(f => f.Status == "published" && f.Reason is null).Select(f => result.Changeset.Find(f.File)!).ToList();
        Require("S5", space.Policy.Publish == PublishMode.PerFile || !result.Report.HasConflicts || Same(before, after), "a publish with conflicts applied something");
        Require("S5", after.Count(d => !before.TryGetValue(d.Key, out var old) || old != d.Value) + before.Keys.Count(k => !after.ContainsKey(k)) == applied.Count, "what changed is not what the report says");
        foreach (var file in applied) await CheckAppliedAsync(id, was!.Find(file.Number)!, by);
        var sequences = new List<long>();
        foreach (var file in applied) sequences.Add((await ports.Documents.HistoryAsync(space.Id, file.File, default))[^1].Sequence);
        Require("S8", sequences.SequenceEqual(Enumerable.Range(1, applied.Count).Select(n => cursor + n)), "numbers are not one contiguous range in the order of the changeset");
        Require("S8", (await ports.Spaces.FindAsync(space.Slug, default))!.Sequence == cursor + applied.Count, "the cursor did not move by as much");
        if (!result.Changeset.IsFinal) return;
        open.Remove(id);
        published.Add(id);
        var replay = await new PublishChangeset(ports, TimeProvider.System).ExecuteAsync(space, id, new() { Process = "" }, by, default);
        Require("S4", replay is SyncAnswer<PublishResult>.Done { Value.Replayed: true } && Same(after, await LiveAsync()), "publishing again did something");
    }

    private async Task CheckAppliedAsync(ChangesetId id, ChangesetFile was, Actor by)
    {
        var version = (await ports.Documents.HistoryAsync(space.Id, was.File, default))[^1];
        var text = version.Hash is { } hash ? await TextAsync(hash) : null;
        var old = everPublished.Keys.Where(k => k.Item1 == was.File).Select(k => k.Item2).DefaultIfEmpty(0).Max();
        Require("S6", version.Version == old + 1 && (was.BaseVersion == old || space.Policy.Stale == StaleFile.Merge), "an update was lost: the base was not what was live");
        if (was.BaseVersion != old) See("merged at publish");
        else Require("S7", was.Decisions.Any(d => d.Bound == was.Bound && (d.Kind == DecisionKind.Accept ? was.Hash : d.Kind == DecisionKind.Amend ? d.Amended!.Hash : ContentHash.Of("none")) == version.Hash), "what went live was never decided");
        Require("S9", version.Changeset == id && version.Publisher == by, "the version does not say where it came from");
        if (!space.Policy.AuthorMayDecide) Require("S11", version.Reviewers.Any(r => r != version.PushedBy && (r != was.Amender || version.Hash == was.Hash)), "nobody but its author looked at it");
        everPublished[(was.File, version.Version)] = (version.Path, text);
    }

    private async Task RebaseAsync()
    {
        if (open.Count == 0) return;
        var id = open[random.Next(open.Count)];
        var (live, before) = (await LiveAsync(), (await ports.Changesets.FindAsync(space.Id, id, default))!);
        if (await new RebaseChangeset(ports).ExecuteAsync(space, id, People[0], default) is not SyncAnswer<RebaseResult>.Done { Value: var result }) return;
        Require("S1", Same(live, await LiveAsync()), "a rebase changed what is live");
        Require("S2", result.Changeset.Payload == before.Payload, "a rebase changed the payload hash");
        See(result.Moved.Count > 0 ? "rebased" : "rebase of nothing");
        foreach (var file in result.Changeset.Files.Where(f => result.Moved.Contains(f.Number) && f.Decision is not null))
        {
            var old = before.Find(file.Number)!;
            // Where a merge brings back the very bytes that somebody decided on, that decision counts again: it is bound to them.
            var made = old.Decisions.Contains(file.Decision!) && file.Decision!.Bound == file.Bound;
            Require("S7", made || (space.Policy.CarryDecisions && file.Decision!.CarriedFrom is not null), "a decision survived its content");
        }
    }

    private async Task RevertAsync()
    {
        if (published.Count == 0) return;
        var before = await LiveAsync();
        if (await new RevertChangeset(ports).ExecuteAsync(space, published[random.Next(published.Count)], $"r{++pushes}", null, People[random.Next(3)], default) is not SyncAnswer<PushResult>.Done { Value: var pushed }) return;
        open.Add(pushed.Changeset.Id);
        See("revert");
        Require("S1", Same(before, await LiveAsync()), "a revert changed what is live");
    }

    private async Task EndAsync()
    {
        var id = open[random.Next(open.Count)];
        if (await new WithdrawChangeset(ports).ExecuteAsync(space, id, "life", People[0], default) is not SyncAnswer<Changeset>.Done) return;
        open.Remove(id);
        See("withdrawn");
        var late = await new PublishChangeset(ports, TimeProvider.System).ExecuteAsync(space, id, new() { Process = "" }, People[0], default);
        Require("S4", late is SyncAnswer<PublishResult>.Refused { Code: "CHANGESET_NOT_PUBLISHABLE" }, "a withdrawn changeset was published");
    }

    // A publisher that was paused past its lease, and somebody else who did something meanwhile.
    private async Task LateAsync()
    {
        if (open.Count == 0 || pass is null) return;
        var id = open[random.Next(open.Count)];
        var term = TimeSpan.FromSeconds(30);
        var claim = await ChangeAsync(id, new ChangesetCommand.Claim("", term), People[0]);
        if (claim is not ChangesetVerdict.Accepted { Change.After: var held }) return;
        var second = await ChangeAsync(id, new ChangesetCommand.Claim("", term), People[1]);
        Require("S4", second is ChangesetVerdict.Refused { Code: "PUBLISH_IN_PROGRESS" }, "two publishers hold one changeset");
        pass(term + term);
        if (random.Next(2) == 0) await new ReviewChangeset(ports).DecideAllAsync(space, id, DecisionKind.Accept, null, People[1], default);
        var before = await LiveAsync();
        var late = await ChangeAsync(id, new ChangesetCommand.Publish(held.Fence, PublishMode.Atomic, [], null), People[0]);
        Require("S4", late is ChangesetVerdict.Refused && Same(before, await LiveAsync()), "a publisher whose claim had lapsed was let through");
        See("late publisher");
    }

    private async Task<ChangesetVerdict?> ChangeAsync(ChangesetId id, ChangesetCommand command, Actor actor) =>
        await ports.Changesets.ChangeAsync(space.Id, id, command.Parts, view => ChangesetMachine.Decide(view, command, actor, view.Utc), actor, default);

    private async Task PullAsync(Client client, int? limit)
    {
        var (cursor, more) = await ports.Documents.PullAsync(space.Id, client.Cursor, limit, async (head, documents) =>
        {
            await foreach (var pulled in documents)
            {
                var text = pulled.Content is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
                Require("S8", client.Held.GetValueOrDefault(pulled.Document.File) is not { } held || held.Version < pulled.Document.Version, "a change was told twice");
                client.Held[pulled.Document.File] = new(pulled.Document.Path, pulled.Document.Version, text);
            }

            return (head.Cursor, head.HasMore);
        }, default);
        Require("S8", cursor.Value >= client.Cursor.Value, "a cursor fell");
        client.Cursor = cursor;
        See(limit is null ? "pull" : "pull of a page");
        if (more) return;
        var live = await LiveAsync();
        var held = client.Held.Where(h => !h.Value.IsDeleted).ToDictionary(h => h.Key, h => (h.Value.Path, h.Value.Version, h.Value.Text));
        Require("S8", Same(live, held), $"a client that pulled to the end (cursor {client.Cursor}) holds something else than what is live: {Shown(held)}, not {Shown(live)}");
    }

    private async Task CheckHistoryAsync()
    {
        var sequences = new List<long>();
        foreach (var file in everPublished.Keys.Select(k => k.Item1).Distinct())
        {
            foreach (var version in await ports.Documents.HistoryAsync(space.Id, file, default))
            {
                sequences.Add(version.Sequence);
                var known = everPublished.GetValueOrDefault((file, version.Version));
                Require("S9", known.Item1 == version.Path && known.Item2 == (version.Hash is { } hash ? await TextAsync(hash) : null), "a version is not what was published");
            }
        }

        Require("S8", sequences.Order().SequenceEqual(Enumerable.Range(2, sequences.Count).Select(n => (long)n)), "numbers have gaps, or are given twice");
    }

    // What a list says of a changeset is what its files say.
    private async Task CheckListAsync()
    {
        foreach (var row in await ports.Changesets.ListAsync(space.Id, new() { Limit = 200 }, default))
        {
            var whole = (await ports.Changesets.FindAsync(space.Id, row.Changeset.Id, default))!;
            Require("list", row.Summary == ChangesetSummary.Of(whole.Files) && row.Changeset.Status == whole.Status, $"changeset {whole.Id} is listed as {row.Summary}, and is {ChangesetSummary.Of(whole.Files)}");
        }
    }

    private byte[] Edit(string? text)
    {
        var lines = (text ?? "a\nb\nc\nd\ne\nf\ng\nh\ni\n").Split('\n').ToList();
        var at = random.Next(lines.Count);
        if (random.Next(3) == 0) lines.Insert(at, Word());
        else lines[at] = Word();
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private string Word() => random.Next(1000).ToString(CultureInfo.InvariantCulture);

    private async Task<Dictionary<FileId, (ServerPath, int, string?)>> LiveAsync()
    {
        var live = new Dictionary<FileId, (ServerPath, int, string?)>();
        foreach (var document in await ports.Documents.ListAsync(space.Id, default)) live[document.File] = (document.Path, document.Version, await TextAsync(document.Hash!.Value));
        return live;
    }

    private async Task<string> TextAsync(ContentHash hash) => Encoding.UTF8.GetString(await TextContent.ReadAsync(ports.Blobs, hash, default));

    private static bool Same(Dictionary<FileId, (ServerPath, int, string?)> one, Dictionary<FileId, (ServerPath, int, string?)> other) =>
        one.Count == other.Count && one.All(d => other.TryGetValue(d.Key, out var same) && same == d.Value);

    private static string Shown(Dictionary<FileId, (ServerPath Path, int Version, string?)> documents) =>
        string.Join(", ", documents.OrderBy(d => d.Key.Value, StringComparer.Ordinal).Select(d => $"{d.Key} v{d.Value.Version} at {d.Value.Path}"));

    private void See(string what)
    {
        lock (seen) seen[what] = seen.GetValueOrDefault(what) + 1;
    }

    private static void Require(string invariant, bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException($"{invariant}: {otherwise}");
    }

    private sealed class Client
    {
        public Cursor Cursor { get; set; } = Cursor.Zero;

        public Dictionary<FileId, HeldFile> Held { get; } = [];
    }

    private sealed record HeldFile(ServerPath Path, int Version, string? Text)
    {
        public bool IsDeleted => Text is null;
    }
}
