using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql;

/// <summary>How the files of a changeset stand, counted by the database: a list of changesets reads none of their files.</summary>
internal sealed record SummaryRow(long ChangesetId, long TotalFiles, long Accepted, long Rejected, long Amended, long Additions, long Deletions)
{
    /// <summary>The statement, for both engines; the latest decision counts, unless it was made on other content (<see cref="ChangesetFile.Decision"/>).</summary>
    public static string Of(string changesets) =>
        $"""
        SELECT f.changeset_id AS ChangesetId, count(*) AS TotalFiles, count(*) FILTER (WHERE d.kind = 'accept') AS Accepted, count(*) FILTER (WHERE d.kind = 'reject') AS Rejected,
          count(*) FILTER (WHERE d.kind = 'amend') AS Amended, CAST(coalesce(sum(f.additions), 0) AS BIGINT) AS Additions, CAST(coalesce(sum(f.deletions), 0) AS BIGINT) AS Deletions
        FROM changeset_files f LEFT JOIN decisions d ON d.id = (SELECT max(l.id) FROM decisions l WHERE l.file = f.id) AND d.bound = coalesce(f.hash, '{Decision.OnDelete}')
        WHERE f.changeset_id {changesets} GROUP BY f.changeset_id
        """;

    public ChangesetSummary ToSummary() =>
        new((int)TotalFiles, (int)Accepted, (int)Rejected, (int)Amended, (int)(TotalFiles - Accepted - Rejected - Amended), (int)Additions, (int)Deletions);
}
