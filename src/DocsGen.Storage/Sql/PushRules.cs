using System.Globalization;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql;

/// <summary>What both engines answer to a push.</summary>
internal static class PushRules
{
    public static PushOutcome.Refused Reused(string clientId, ChangesetId earlier) =>
        new("CLIENT_CHANGESET_ID_REUSED", $"The client id '{clientId}' belongs to changeset {earlier}, which holds something else. Push under another id.");

    public static PushOutcome.Refused NotFound(ChangesetId replaced) => new("CHANGESET_NOT_FOUND", $"The push is to replace changeset {replaced}, which is not there.");

    public static SpaceEvent Pushed(NewChangeset pushed, ChangesetId id) => new(
        "changeset.pushed",
        id,
        string.Create(CultureInfo.InvariantCulture, $"{pushed.PushedBy.Name} pushed changeset {id}: {pushed.Files.Count} {(pushed.Files.Count == 1 ? "file" : "files")}."),
        new Dictionary<string, string>(StringComparer.Ordinal) { ["files"] = pushed.Files.Count.ToString(CultureInfo.InvariantCulture), ["message"] = pushed.Message, ["payload"] = pushed.Payload.Value });

    /// <summary>Only an author's own changesets are replaced.</summary>
    public static ChangesetVerdict Supersede(ChangesetView view, NewChangeset pushed, ChangesetId by) => view.Changeset.PushedBy == pushed.PushedBy
        ? ChangesetMachine.Decide(view, new ChangesetCommand.Supersede(by), pushed.PushedBy, view.Utc)
        : new ChangesetVerdict.Refused("SUPERSEDE_AUTHOR", $"{view.Changeset.PushedBy.Name} pushed changeset {view.Changeset.Id}; only its author replaces it.");
}
