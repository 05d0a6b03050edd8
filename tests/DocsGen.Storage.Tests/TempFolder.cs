namespace DocsGen.Storage.Tests;

/// <summary>A folder of a test's own, gone afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "docsgen-tests", System.IO.Path.GetRandomFileName());

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public EmbeddedStore OpenStore(TimeProvider? clock = null) =>
        EmbeddedStore.Open(this[".docsgen"], clock ?? TimeProvider.System, System.IO.Path.GetRandomFileName);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
