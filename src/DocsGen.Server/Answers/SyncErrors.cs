using DocsGen.Core.Sync;

namespace DocsGen.Server.Answers;

/// <summary>The one table from codes of refusals to HTTP.</summary>
internal static class SyncErrors
{
    private static readonly Dictionary<string, int> Statuses = new(StringComparer.Ordinal)
    {
        ["BAD_REQUEST"] = StatusCodes.Status400BadRequest,
        ["BAD_HASH"] = StatusCodes.Status400BadRequest,
        ["AMEND_EMPTY"] = StatusCodes.Status400BadRequest,
        ["AGAINST_VERSION"] = StatusCodes.Status400BadRequest,
        ["CONFLICT_MARKERS"] = StatusCodes.Status400BadRequest,
        ["SUPERSEDE_ORDER"] = StatusCodes.Status400BadRequest,
        ["TOO_LARGE"] = StatusCodes.Status413PayloadTooLarge,
        [SyncPorts.NotAllowed] = StatusCodes.Status403Forbidden,
        ["actor.not_allowed"] = StatusCodes.Status403Forbidden,
        ["REVIEW_OWN"] = StatusCodes.Status403Forbidden,
        ["SUPERSEDE_AUTHOR"] = StatusCodes.Status403Forbidden,
        ["SPACE_NOT_FOUND"] = StatusCodes.Status404NotFound,
        ["CHANGESET_NOT_FOUND"] = StatusCodes.Status404NotFound,
        ["WEBHOOK_NOT_FOUND"] = StatusCodes.Status404NotFound,
        ["DELIVERY_NOT_FOUND"] = StatusCodes.Status404NotFound,
        ["FILE_NOT_FOUND"] = StatusCodes.Status404NotFound,
        ["DOCUMENT_NOT_FOUND"] = StatusCodes.Status404NotFound,
        ["VERSION_NOT_FOUND"] = StatusCodes.Status404NotFound,
        ["COMMENT_NOT_FOUND"] = StatusCodes.Status404NotFound,
        ["BLOB_NOT_FOUND"] = StatusCodes.Status404NotFound,
        ["space.not_found"] = StatusCodes.Status404NotFound,
        ["SPACE_CHANGED"] = StatusCodes.Status412PreconditionFailed,
    };

    /// <summary>What is not in the table is a matter of the order of things: another was faster, or it has moved on.</summary>
    public static int StatusOf(string code) => Statuses.GetValueOrDefault(code, StatusCodes.Status409Conflict);

    /// <summary>The sentence of a refusal as the protocol words it.</summary>
    public static string Sentence(string code, string message) => code == "CHANGESET_NOT_FOUND" ? "Changeset not found" : message;

    /// <summary>What a policy asks for and does not have, one by one.</summary>
    public static IReadOnlyList<string>? Unmet(string code, string message) => code == "POLICY_UNMET" ? message.Split('\n') : null;
}
