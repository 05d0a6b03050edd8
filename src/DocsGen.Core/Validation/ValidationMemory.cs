namespace DocsGen.Core.Validation;

/// <summary>
/// What one validation leaves for the next: per file, by a digest of all that its verdict depends on, its issues and its outline; or, where
/// rules on the docset ran, the verdict on the whole. Links are checked anew each time, against the outlines, so that nothing need be
/// known of what depends on what. It can be written to bytes and read back; bytes that are damaged, of another version or no memory at
/// all read as <see cref="Empty"/>. It is a cache: whoever can write these bytes can choose the verdict, so keep them where only their
/// owner writes.
/// </summary>
public sealed class ValidationMemory
{
    private readonly string key;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> files;
    private readonly ValidationResult? verdict;
    private readonly IReadOnlyList<KeyValuePair<string, bool>> outside;

    internal ValidationMemory(string key, Dictionary<string, ReadOnlyMemory<byte>> files, ValidationResult? verdict, IReadOnlyList<KeyValuePair<string, bool>> outside)
    {
        this.outside = outside;
        this.key = key;
        this.files = files;
        this.verdict = verdict;
    }

    /// <summary>Remembers nothing.</summary>
    public static ValidationMemory Empty { get; } = new("", [], null, []);

    /// <summary>How many files it holds a verdict of.</summary>
    public int Count => files.Count;

    /// <summary>Reads what <see cref="ToBytes"/> wrote; never throws on its content.</summary>
    public static ValidationMemory Read(ReadOnlyMemory<byte> bytes)
    {
        var body = MemoryFormat.Body(bytes);
        return body.IsEmpty ? Empty : MemoryFormat.ReadMemory(body);
    }

    /// <summary>As bytes, with their version and their hash.</summary>
    public byte[] ToBytes() => MemoryFormat.Write(key, files, verdict, outside);

    /// <summary>What it knows of single files in a setting; nothing when it is from another one.</summary>
    internal ValidationMemory For(string setting) => string.Equals(key, setting, StringComparison.Ordinal) ? this : new(setting, [], null, []);

    internal static ValidationMemory Of(string key, ValidationResult verdict, IEnumerable<KeyValuePair<string, bool>> askedOutside) =>
        new(key, [], verdict, [.. askedOutside.OrderBy(a => a.Key, StringComparer.Ordinal)]);

    internal RememberedFile? File(string fileKey) => files.TryGetValue(fileKey, out var bytes) ? RememberedFile.Read(bytes) : null;

    /// <summary>The verdict on the whole, if it still holds: what it asked about files outside must be answered as it was.</summary>
    internal ValidationResult? Verdict(string of, Func<string, bool>? existsOutside) =>
        string.Equals(key, of, StringComparison.Ordinal) && outside.All(a => existsOutside?.Invoke(a.Key) == a.Value) ? verdict : null;

    /// <summary>The same setting with other files.</summary>
    internal ValidationMemory With(IEnumerable<(string Key, RememberedFile File)> now)
    {
        var next = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (fileKey, file) in now) next.TryAdd(fileKey, file.Bytes);
        return new(key, next, null, []);
    }
}
