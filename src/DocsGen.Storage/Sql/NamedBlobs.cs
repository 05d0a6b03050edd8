namespace DocsGen.Storage.Sql;

/// <summary>What names a blob: what garbage collection asks, of a row <c>b</c> with a <c>hash</c>. One question for each index; a view over all of them would be made anew for each blob.</summary>
internal static class NamedBlobs
{
    public const string IsNamed =
        """
        (EXISTS (SELECT 1 FROM artifacts n WHERE n.hash = b.hash) OR EXISTS (SELECT 1 FROM document_versions n WHERE n.hash = b.hash)
          OR EXISTS (SELECT 1 FROM changeset_files n WHERE n.hash = b.hash) OR EXISTS (SELECT 1 FROM changeset_files n WHERE n.base_hash = b.hash)
          OR EXISTS (SELECT 1 FROM decisions n WHERE n.amended_hash = b.hash))
        """;
}
