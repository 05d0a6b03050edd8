using System.CommandLine;
using DocsGen.Core.Sync;

namespace DocsGen.Cli.Commands.Sync;

/// <summary>Arguments that several commands of spaces share, and the way from answers to exit codes.</summary>
internal static class SyncOptions
{
    /// <summary>Codes that mean: somebody was faster, or it has moved on.</summary>
    private static readonly string[] Conflicts =
    [
        "PUBLISH_IN_PROGRESS", "PUBLISH_LAPSED", "CHECKS_OUTDATED", "REVIEW_STALE", "REBASE_LOST", "VERSION_CONFLICT", "CHANGESET_PUBLISHED", "CHANGESET_SUPERSEDED",
        "CHANGESET_NOT_PUBLISHABLE", "CHANGESET_PARTLY_PUBLISHED", "CLIENT_CHANGESET_ID_REUSED", "FILE_PUBLISHED", "push.before", "run.not_complete",
    ];

    private static readonly string[] NotAllowed = ["REVIEW_OWN", "actor.not_allowed", "SUPERSEDE_AUTHOR", SyncPorts.NotAllowed];

    public static Option<string?> Space() => new("--space", "-s") { Description = "The space (default: the only one of the store)", HelpName = "SPACE" };

    public static Argument<string> Changeset() => new("CHANGESET") { Description = "The number of the changeset, such as 12" };

    public static Option<string?> Message() => new("--message", "-m") { Description = "What the changeset is for", HelpName = "TEXT" };

    /// <summary>The named space, or the only one.</summary>
    public static async ValueTask<Space> FindSpaceAsync(Session session, string? named, CancellationToken cancellationToken)
    {
        var spaces = session.Sync.Spaces;
        if (named is not null) return session.Enter(await spaces.FindAsync(SpaceSlug.Parse(named), cancellationToken) ?? throw NoSpace(named));
        var all = await spaces.ListAsync(cancellationToken);
        return all.Count switch
        {
            1 => session.Enter(all[0]),
            0 => throw CliError.Usage("space.none", "This store has no spaces yet. Make one with 'docsgen space create SLUG'."),
            _ => throw CliError.Usage("space.ambiguous", $"This store has {all.Count} spaces ({string.Join(", ", all.Take(10).Select(s => s.Slug))}); name one with --space."),
        };
    }

    public static CliError NoSpace(string named) => CliError.Usage("space.not_found", $"There is no space '{named}'. 'docsgen space list' shows them; 'docsgen space create {named}' makes it.");

    /// <summary>The value of an answer.</summary>
    /// <exception cref="CliError">It was refused.</exception>
    public static T Value<T>(SyncAnswer<T> answer) => answer switch
    {
        SyncAnswer<T>.Done done => done.Value,
        SyncAnswer<T>.Refused refused => throw new CliError(refused.Code, refused.Message, ExitOf(refused.Code)),
        _ => throw new InvalidOperationException("An answer is done or refused."),
    };

    /// <summary>A document by its path or its id.</summary>
    public static async ValueTask<FileId> FindDocumentAsync(Session session, Space space, string named, CancellationToken cancellationToken)
    {
        var documents = session.Sync.Documents;
        var live = await documents.ListAsync(space, cancellationToken);
        if (live.FirstOrDefault(d => d.Path.Value == named) is { } document) return document.File;
        // Deleted ones are found by their id; a path that they once had may be another's now.
        if (!named.Contains('/', StringComparison.Ordinal) && (await documents.FindAsync(space, [FileId.Parse(named)], cancellationToken)).Count > 0) return FileId.Parse(named);
        throw CliError.Usage("document.not_found", $"Space '{space.Slug}' has no live document at {named}, and none with that id. See 'docsgen document list --space {space.Slug}'.");
    }

    private static int ExitOf(string code) => code switch
    {
        "POLICY_UNMET" => ExitCodes.Waiting,
        _ when Conflicts.Contains(code, StringComparer.Ordinal) => ExitCodes.Conflict,
        _ when NotAllowed.Contains(code, StringComparer.Ordinal) => ExitCodes.NotAllowed,
        _ => ExitCodes.Usage,
    };
}
