namespace DocsGen.Core.Sync;

/// <summary>What a use case of sync gave.</summary>
public abstract record SyncAnswer<T>
{
    private SyncAnswer()
    {
    }

    /// <summary>The same refusal, or what comes of the value.</summary>
    public SyncAnswer<TNext> Then<TNext>(Func<T, TNext> next) => this switch
    {
        Done done => new SyncAnswer<TNext>.Done(next(done.Value)),
        Refused refused => new SyncAnswer<TNext>.Refused(refused.Code, refused.Message),
        _ => throw new InvalidOperationException("An answer is done or refused."),
    };

    /// <summary>The same refusal, or what comes of the value, in time.</summary>
    public async ValueTask<SyncAnswer<TNext>> ThenAsync<TNext>(Func<T, ValueTask<TNext>> next) => this switch
    {
        Done done => new SyncAnswer<TNext>.Done(await next(done.Value)),
        Refused refused => new SyncAnswer<TNext>.Refused(refused.Code, refused.Message),
        _ => throw new InvalidOperationException("An answer is done or refused."),
    };

    public sealed record Done(T Value) : SyncAnswer<T>;

    /// <summary>Refused; nothing was written. <paramref name="Code"/> is stable, and <paramref name="Message"/> says what to do.</summary>
    public sealed record Refused(string Code, string Message) : SyncAnswer<T>;
}
