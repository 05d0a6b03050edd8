using System.Globalization;
using DocsGen.Core.Sync;
using DocsGen.TestSupport;
using DocsGen.TestSupport.Audit;
using Npgsql;

namespace DocsGen.Storage.Tests;

/// <summary>
/// What becomes of a reader when numbers come from a sequence, which is what S8 forbids: they commit in another order than they are given. The writers are the test's own, on the product's tables;
/// the reader and its judge are those of the races.
/// </summary>
[Collection("postgres")]
public sealed class BrokenCursorTests(ScratchPostgres server)
{
    private const int Writers = 8;
    private const int VersionsEach = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S8_numbers_from_a_sequence_lose_changes_and_the_reader_of_the_races_shows_it_where_those_of_the_spaces_row_lose_none(bool fromSequence)
    {
        var address = server.NewDatabase();
        using var space = await StoredSpace.MakeAsync(address);
        var id = await space.ReadyAsync("one", [StoredSpace.Upsert("F", "f.md", 0, "text\n")]);
        var hash = (await space.FindAsync(id)).Files[0].Hash!.Value.Value;
        server.Sql(address, "CREATE SEQUENCE broken_numbers START 2");
        using var ended = new CancellationTokenSource();
        var reader = Task.Run(() => ReadAsync(space, ended.Token));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(n => Task.Run(() => WriteAsync(address, space.Space.Id, n, id.Value, hash, fromSequence))));
        await ended.CancelAsync();
        var history = new List<DocumentVersion>();
        for (var n = 0; n < Writers; n++) history.AddRange(await space.Sync.Documents.HistoryAsync(space.Space.Id, FileId.Parse($"W{n}"), default));
        var violations = PullLog.Violations(await reader, [.. history.OrderBy(v => v.Sequence)]);
        history.Count.ShouldBe(Writers * VersionsEach);
        if (fromSequence) violations.ShouldContain(v => v.StartsWith("S8: at cursor", StringComparison.Ordinal));
        else violations.ShouldBeEmpty();
    }

    // A number, a moment in which others overtake, and the commit.
    private static async Task WriteAsync(string address, long space, int writer, long changeset, string hash, bool fromSequence)
    {
        var number = fromSequence ? "SELECT nextval('broken_numbers') AS n" : "UPDATE spaces SET sequence = sequence + 1 WHERE id = $1 RETURNING sequence AS n";
        var uri = new Uri(address);
        await using var connection = new NpgsqlConnection(string.Create(CultureInfo.InvariantCulture, $"Host={uri.Host};Port={uri.Port};Username=docsgen;Database={uri.AbsolutePath[1..]};Pooling=false"));
        await connection.OpenAsync();
        for (var version = 1; version <= VersionsEach; version++)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var n = (long)(await SqlAsync(number, fromSequence ? [] : [space]))!;
            await SqlAsync("SELECT pg_sleep(random() * 0.01)");
            await SqlAsync(
                """
                INSERT INTO document_versions (space_id, file_id, version, path, hash, size, sequence, changeset_id, pushed_by, reviewers, publisher, published_utc)
                VALUES ($1, $2, $3, $2 || '.md', $4, 5, $5, $6, 'user:ada', '["user:ada"]', 'user:ada', '2026-01-02T03:04:05.000Z')
                """,
                space, $"W{writer}", (long)version, hash, n, changeset);
            await SqlAsync(
                """
                INSERT INTO documents (space_id, file_id, path, path_fold, version, hash, size, sequence) VALUES ($1, $2, $2 || '.md', lower($2 || '.md'), $3, $4, 5, $5)
                ON CONFLICT (space_id, file_id) DO UPDATE SET version = excluded.version, sequence = excluded.sequence
                """,
                space, $"W{writer}", (long)version, hash, n);
            await SqlAsync("UPDATE spaces SET sequence = greatest(sequence, $2) WHERE id = $1", space, n);
            await transaction.CommitAsync();
        }

        async Task<object?> SqlAsync(string statement, params object[] values)
        {
#pragma warning disable CA2100 // The statement is the test's own.
            await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
            foreach (var value in values) command.Parameters.Add(new() { Value = value });
            return await command.ExecuteScalarAsync();
        }
    }

    private static async Task<List<PullLine>> ReadAsync(StoredSpace space, CancellationToken ended)
    {
        var lines = new List<PullLine>();
        var cursor = Cursor.Zero;
        for (var isLast = false; !isLast;)
        {
            isLast = ended.IsCancellationRequested;
            var pulled = await PullLine.PullAsync(space.Sync.Documents, space.Space.Id, cursor, limit: null);
            if (pulled.Cursor != cursor.Value) lines.Add(pulled);
            cursor = new(pulled.Cursor);
        }

        return lines;
    }
}
