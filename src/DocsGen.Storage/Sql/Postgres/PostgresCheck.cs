using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Dapper;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>
/// Proves what PostgreSQL does not: every content by its hash, chunks that no blob names, and that each table and trigger of the migrations is there. Pages, indexes and foreign keys are the engine's own
/// affair; a note says so where its page checksums are off.
/// </summary>
internal sealed partial class PostgresCheck(PostgresDatabase database, IBlobStore blobs) : IStoreCheck
{
    private const int AtOnce = 256;
    private const int Readers = 4;

    public async ValueTask<StoreSurvey> SurveyAsync(IProgress<long> read, CancellationToken cancellationToken)
    {
        var problems = new ConcurrentBag<string>();
        var found = new ConcurrentDictionary<ContentHash, BlobFinding>();
        var bytes = 0L;
        var after = "";
        while (await PageAsync(after, cancellationToken) is { Count: > 0 } page)
        {
            after = page[^1].Hash;
            await Parallel.ForEachAsync(page, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Readers }, async (row, token) =>
            {
                if (!ContentHash.TryParse(row.Hash, out var hash)) problems.Add($"table blobs, hash {row.Hash}: that is no hash");
                else
                {
                    var finding = await CheckAsync(row, hash, token);
                    if (finding.Damage is not null && !await IsStillNamedAsync(hash, token)) return;
                    found[hash] = finding;
                    if (finding.Damage is not null) problems.Add($"table blobs, hash {hash}: {finding.Damage}");
                    Interlocked.Add(ref bytes, finding.Size);
                }
            });
            read.Report(bytes);
        }

        foreach (var problem in await CompareAsync(cancellationToken)) problems.Add(problem);
        return new()
        {
            Files = 0,
            Rows = await database.ReadAsync(c => c.ExecuteScalarAsync<long>(new CommandDefinition(CountRows, cancellationToken: cancellationToken)), cancellationToken),
            Bytes = bytes,
            Blobs = found,
            Problems = [.. problems.Order(StringComparer.Ordinal)],
            Notes = await database.ReadAsync(c => c.ExecuteScalarAsync<string>(new CommandDefinition("SELECT current_setting('data_checksums')", cancellationToken: cancellationToken)), cancellationToken) == "on"
                ? []
                : ["PostgreSQL keeps no checksums of its pages (data_checksums is off): a bit that flips on its disk within a row goes unseen by it"],
        };
    }

    private const string CountRows =
        """
        SELECT (SELECT count(*) FROM runs) + (SELECT count(*) FROM run_events) + (SELECT count(*) FROM artifacts) + (SELECT count(*) FROM issues) + (SELECT count(*) FROM blobs)
          + (SELECT count(*) FROM spaces) + (SELECT count(*) FROM space_events) + (SELECT count(*) FROM changesets) + (SELECT count(*) FROM changeset_files) + (SELECT count(*) FROM decisions)
          + (SELECT count(*) FROM documents) + (SELECT count(*) FROM document_versions) + (SELECT count(*) FROM access_events)
        """;

    private ValueTask<List<BlobRow>> PageAsync(string after, CancellationToken cancellationToken) => database.ReadAsync(
        async c => (await c.QueryAsync<BlobRow>(new CommandDefinition(
            $"SELECT hash, size, bytes, upload FROM blobs WHERE hash > @after ORDER BY hash LIMIT {AtOnce}", new { after }, cancellationToken: cancellationToken))).ToList(),
        cancellationToken);

    private async ValueTask<BlobFinding> CheckAsync(BlobRow row, ContentHash hash, CancellationToken cancellationToken)
    {
        if (row.Bytes is { } bytes)
        {
            if (ContentHash.Of(bytes) != hash) return new(bytes.Length, new ArtifactCorruptException(hash, $"the database holds {ContentHash.Of(bytes).Short}.").Message);
            return new(bytes.Length, bytes.Length == row.Size ? null : new ArtifactCorruptException(hash, $"the database holds {bytes.Length} bytes of it, and says {row.Size}.").Message);
        }

        return await new BlobProof(blobs).CheckAsync(hash, cancellationToken);
    }

    private async ValueTask<bool> IsStillNamedAsync(ContentHash hash, CancellationToken cancellationToken) =>
        await database.ReadAsync(c => c.ExecuteScalarAsync<long>(new CommandDefinition("SELECT count(*) FROM blobs WHERE hash = @hash", new { hash = hash.Value }, cancellationToken: cancellationToken)), cancellationToken) == 1;

    private ValueTask<List<string>> CompareAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            var problems = new List<string>();
            if (await c.ExecuteScalarAsync<long>(new CommandDefinition("SELECT count(*) FROM blob_chunks c WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.upload = c.upload)", cancellationToken: cancellationToken)) is > 0 and var lost)
            {
                problems.Add($"table blob_chunks: {lost} chunks that no blob names");
            }

            foreach (var (kind, name) in Expected())
            {
                var isThere = kind == "TABLE"
                    ? "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = @name"
                    : "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND t.tgname = @name AND t.tgenabled = 'O'";
                if (await c.ExecuteScalarAsync<long>(new CommandDefinition(isThere, new { name }, cancellationToken: cancellationToken)) == 0) problems.Add($"the {kind.ToLowerInvariant()} {name} is missing, or switched off");
            }

            return problems;
        },
        cancellationToken);

    private static HashSet<(string Kind, string Name)> Expected()
    {
        var expected = new HashSet<(string, string)>();
        foreach (var match in Migration.Load("Postgres").SelectMany(m => Statement().Matches(m.Sql)))
        {
            var entry = (match.Groups["kind"].Value, match.Groups["name"].Value);
            if (match.Groups["verb"].Value == "CREATE") expected.Add(entry);
            else expected.Remove(entry);
        }

        return expected;
    }

    [GeneratedRegex("^(?<verb>CREATE|DROP) (?<kind>TABLE|TRIGGER) (?<name>[a-z_]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Statement();

    private sealed record BlobRow(string Hash, long Size, byte[]? Bytes, string? Upload);
}
