using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Tests;

/// <summary>A folder of a test's own, gone afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "docsgen-tests", System.IO.Path.GetRandomFileName());

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public EmbeddedStore OpenStore(TimeProvider? clock = null) =>
        EmbeddedStore.Open(this[".docsgen"], clock ?? TimeProvider.System, System.IO.Path.GetRandomFileName);

    /// <summary>Reaches into the store's database behind its back.</summary>
    public void Sql(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={this[".docsgen/store.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
