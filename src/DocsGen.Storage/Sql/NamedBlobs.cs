namespace DocsGen.Storage.Sql;

/// <summary>What names a blob: what garbage collection asks, of a row <c>b</c> with a <c>hash</c>. One question for each index; a view over all of them would be made anew for each blob.</summary>
internal static class NamedBlobs
{
    /// <summary>How long an upload counts, in milliseconds, as SQL; see <see cref="Core.Sync.IUploadStore.Lifetime"/>.</summary>
    public const string UploadLifetime = "86400000";

    /// <summary>The first half; an engine adds <see cref="UploadedSince"/>, its clock, and <see cref="End"/>.</summary>
    public const string Rows =
        """
        (EXISTS (SELECT 1 FROM artifacts n WHERE n.hash = b.hash) OR EXISTS (SELECT 1 FROM document_versions n WHERE n.hash = b.hash)
          OR EXISTS (SELECT 1 FROM changeset_files n WHERE n.hash = b.hash) OR EXISTS (SELECT 1 FROM changeset_files n WHERE n.base_hash = b.hash)
          OR EXISTS (SELECT 1 FROM decisions n WHERE n.amended_hash = b.hash)
        """;

    public const string UploadedSince = " OR EXISTS (SELECT 1 FROM uploads n WHERE n.hash = b.hash AND n.at > ";

    public const string End = $" - {UploadLifetime}))";

    /// <summary>Which of them this space holds, or this actor uploaded into it; the clock and <see cref="End"/> follow. No other space is told of (S10).</summary>
    public const string OfSpace =
        """
        (EXISTS (SELECT 1 FROM document_versions n WHERE n.hash = b.hash AND n.space_id = @space)
          OR EXISTS (SELECT 1 FROM changeset_files n JOIN changesets c ON c.id = n.changeset_id WHERE n.hash = b.hash AND c.space_id = @space)
          OR EXISTS (SELECT 1 FROM changeset_files n JOIN changesets c ON c.id = n.changeset_id WHERE n.base_hash = b.hash AND c.space_id = @space)
          OR EXISTS (SELECT 1 FROM decisions n JOIN changesets c ON c.id = n.changeset_id WHERE n.amended_hash = b.hash AND c.space_id = @space)
          OR EXISTS (SELECT 1 FROM uploads n WHERE n.hash = b.hash AND n.space_id = @space AND n.actor = @actor AND n.at > 
        """;
}
