namespace DocsGen.Core.Sync;

/// <summary>What a use case of sync gave.</summary>
public abstract record SyncAnswer<T>
{
    private SyncAnswer()
    {
    }

    public sealed record Done(T Value) : SyncAnswer<T>;

    /// <summary>Refused; nothing was written. <paramref name="Code"/> is stable, and <paramref name="Message"/> says what to do.</summary>
    public sealed record Refused(string Code, string Message) : SyncAnswer<T>;
}
