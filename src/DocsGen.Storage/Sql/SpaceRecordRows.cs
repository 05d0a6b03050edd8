namespace DocsGen.Storage.Sql;

/// <summary>The statements that read a space for its verification; both engines take them as they are.</summary>
internal static class SpaceRecordRows
{
    public const string Names = "SELECT id, slug FROM spaces ORDER BY slug";

    public const string Space = "SELECT slug, policy, epoch, sequence, pushes, events, last_hash AS LastHash FROM spaces WHERE id = @space";

    public const string Events = "SELECT seq, type, body, prev_hash AS PrevHash, hash FROM space_events WHERE space_id = @space ORDER BY seq";

    public const string Documents = "SELECT file_id AS File, path, path_fold AS PathFold, version, hash, size, sequence FROM documents WHERE space_id = @space ORDER BY file_id";

    public const string Versions =
        """
        SELECT v.file_id AS File, v.version, v.path, v.hash, v.size, v.sequence, v.changeset_id AS Changeset, v.publisher, v.published_utc AS PublishedUtc, c.space_id AS ChangesetSpace
        FROM document_versions v LEFT JOIN changesets c ON c.id = v.changeset_id WHERE v.space_id = @space ORDER BY v.file_id, v.version
        """;

    public const string Changesets = "SELECT id, number, payload, pushed_by AS PushedBy, status, report, published_by AS PublishedBy, published_utc AS PublishedUtc FROM changesets WHERE space_id = @space ORDER BY number";

    public const string Files =
        """
        SELECT f.id AS Number, f.changeset_id AS Changeset, f.file_id AS File, f.path, f.base_version AS BaseVersion, f.base_hash AS BaseHash, f.hash, f.size,
          f.applied_version AS AppliedVersion, f.applied_sequence AS AppliedSequence
        FROM changeset_files f JOIN changesets c ON c.id = f.changeset_id WHERE c.space_id = @space ORDER BY f.id
        """;

    public const string Amendments =
        """
        SELECT d.changeset_id AS Changeset, f.path, d.amended_hash AS Hash, d.amended_size AS Size
        FROM decisions d JOIN changeset_files f ON f.id = d.file JOIN changesets c ON c.id = d.changeset_id
        WHERE c.space_id = @space AND d.amended_hash IS NOT NULL ORDER BY d.id
        """;
}
