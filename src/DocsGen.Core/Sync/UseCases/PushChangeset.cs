using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Stores a proposal. Nothing live changes (S1).</summary>
public sealed class PushChangeset(SyncPorts ports)
{
    private const int MaxMessage = 20_000;

    public async ValueTask<SyncAnswer<PushResult>> ExecuteAsync(Space space, PushRequest request, Actor actor, CancellationToken cancellationToken)
    {
        if (ports.Refuse<PushResult>(space.Slug.Value, Scope.Push) is { } denied) return denied;
        if (WhatIsWrong(space, request) is { } refused) return refused;
        var wanted = request.Files.Where(f => f.BaseVersion > 0).Select(f => (f.File, f.BaseVersion)).ToList();
        var bases = wanted.Count == 0 ? [] : (await ports.Documents.VersionsAsync(space.Id, wanted, cancellationToken)).ToDictionary(v => (v.File, v.Version));
        var files = new List<NewFile>(request.Files.Count);
        foreach (var file in request.Files)
        {
            var (ready, why) = await PrepareAsync(file, bases.GetValueOrDefault((file.File, file.BaseVersion)), cancellationToken);
            if (ready is null) return new SyncAnswer<PushResult>.Refused("BAD_REQUEST", why!);
            files.Add(ready);
        }

        var changeset = new NewChangeset
        {
            Space = space.Id,
            ClientId = request.ClientId,
            Payload = request.Payload,
            Message = request.Message,
            MergePrompt = request.MergePrompt,
            PushedBy = actor,
            Files = files,
            Supersedes = request.Supersedes is { } replaced ? [replaced] : [],
            SupersedesCovered = request.SupersedesCovered,
        };
        return await ports.Changesets.PushAsync(changeset, cancellationToken) switch
        {
            PushOutcome.Created created => new SyncAnswer<PushResult>.Done(new(created.Changeset, created.Space, Replayed: false)),
            PushOutcome.Replayed replayed => new SyncAnswer<PushResult>.Done(new(replayed.Changeset, replayed.Space, Replayed: true)),
            PushOutcome.Refused why => new SyncAnswer<PushResult>.Refused(why.Code, why.Message),
            var outcome => throw new InvalidOperationException($"{outcome} is no outcome of a push."),
        };
    }

    /// <summary>A refusal of what no changeset may hold; the same for a push and for a dry run of it.</summary>
    internal static SyncAnswer<PushResult>.Refused? WhatIsWrong(Space space, PushRequest request)
    {
        var (code, message) = ("BAD_REQUEST", (string?)null);
        if (request.ClientId.Length is 0 or > 200 || request.ClientId.Any(char.IsControl)) message = "A push needs a client id of 1 to 200 characters, without control characters.";
        else if (request.Message.Length > MaxMessage || request.MergePrompt is { Length: > MaxMessage }) message = $"The message or merge prompt is longer than {MaxMessage} characters.";
        else if (!TextContent.CanBeKept(request.ClientId) || !TextContent.CanBeKept(request.Message) || !TextContent.CanBeKept(request.MergePrompt)) message = "The client id, message or merge prompt holds a NUL, or half of a surrogate pair.";
        else if (request.Files.Count == 0) message = "There is nothing to push: no file is new, changed or gone.";
        else if (request.Files.Count > space.Policy.MaxFiles) message = $"{request.Files.Count} files are more than '{space.Slug}' takes in one changeset ({space.Policy.MaxFiles}).";
        else if (request.Files.FirstOrDefault(f => f.Content?.Size > space.Policy.MaxFileBytes) is { } large) (code, message) = ("TOO_LARGE", $"{large.Path} has {large.Content!.Size} bytes; '{space.Slug}' takes files of up to {space.Policy.MaxFileBytes}.");
        else if (request.Files.FirstOrDefault(f => f.BaseVersion < 0) is { } negative) message = $"The base version of {negative.Path} is negative.";
        else if (Twice(request.Files, f => f.File.Value) is { } twice) message = $"The file {twice.File} ({twice.Path}) is in the push twice.";
        else if (Twice(request.Files.Where(f => f.Operation == FileOperation.Upsert), f => f.Path.Fold) is { } same) message = $"Two files of the push end on the path {same.Path}, or on paths that differ only by case.";
        return message is null ? null : new(code, message);
    }

    private static PushedFile? Twice(IEnumerable<PushedFile> files, Func<PushedFile, string> key)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return files.FirstOrDefault(f => !seen.Add(key(f)));
    }

    private async ValueTask<(NewFile? File, string? Why)> PrepareAsync(PushedFile file, DocumentVersion? ancestor, CancellationToken cancellationToken)
    {
        var content = file.Content;
        var before = ancestor?.Hash is { } hash && hash != content?.Hash ? await TextContent.ReadAsync(ports.Blobs, hash, cancellationToken) : null;
        if (file.Operation == FileOperation.Upsert && content is null)
        {
            if (before is null) return (null, $"{file.Path} is pushed without content, which means that of version {file.BaseVersion}; but it has none.");
            content = await TextContent.StageAsync(ports.Blobs, before, cancellationToken);
            file = file with { Large = before };
        }

        if (file.Operation == FileOperation.Delete) content = null;
        // What a push names by its hash alone is looked at here, and not kept.
        var after = content is null ? null : content.Inline?.ToArray() ?? file.Large ?? await TextContent.ReadAsync(ports.Blobs, content.Hash, cancellationToken);
        return (new()
        {
            File = file.File,
            Operation = file.Operation,
            Path = file.Path,
            BaseVersion = file.BaseVersion,
            Content = content,
            Lines = ancestor?.Hash is { } same && same == content?.Hash ? new(0, 0) : TextContent.Count(before, after),
            Provenance = file.Provenance,
        }, null);
    }
}
