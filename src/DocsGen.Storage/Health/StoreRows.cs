using System.Data;
using System.Globalization;
using Dapper;

namespace DocsGen.Storage.Health;

/// <summary>What the rows of a store say of its health; both engines take the statements as they are, with a clock of their own.</summary>
internal static class StoreRows
{
    // What is condemned for so long was forgotten.
    private const long Forgotten = 24 * 60 * 60 * 1000;

    /// <summary>Leases and claims beyond their term, and garbage that waits. <paramref name="now"/> is SQL for the database's clock in milliseconds.</summary>
    public static IEnumerable<Ailment> Examine(IDbConnection connection, string now)
    {
        foreach (var (run, driver) in connection.Query<(string, string)>($"SELECT id, driver FROM runs WHERE driver IS NOT NULL AND driver_until < {now} ORDER BY id"))
        {
            yield return new("lease.lapsed", $"{run} is driven by nobody any more: {driver} stopped without a word", $"docsgen run resume {run}");
        }

        foreach (var (id, slug, by) in connection.Query<(long, string, string)>(
            $"SELECT c.id, s.slug, c.claimed_by FROM changesets c JOIN spaces s ON s.id = c.space_id WHERE c.status = 'publishing' AND c.claim_until < {now} ORDER BY c.id"))
        {
            yield return new("claim.lapsed", string.Create(CultureInfo.InvariantCulture, $"changeset {id} of {slug} is being published by nobody any more: {by} stopped without a word"), string.Create(CultureInfo.InvariantCulture, $"docsgen changeset publish {id} --space {slug}"));
        }

        var garbage = connection.ExecuteScalar<long>($"SELECT count(*) FROM condemned WHERE since < {now} - {Forgotten.ToString(CultureInfo.InvariantCulture)}");
        if (garbage > 0) yield return new("garbage.waits", string.Create(CultureInfo.InvariantCulture, $"{garbage} contents that nothing names were condemned more than a day ago"), "docsgen gc --apply");
    }
}
