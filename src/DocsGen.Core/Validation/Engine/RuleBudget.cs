namespace DocsGen.Core.Validation;

/// <summary>
/// The time that one rule may take over all files of a validation, by a clock that no one can set. Once it is spent the rule's token is
/// canceled and the rule runs no more; the other rules do not notice.
/// </summary>
internal sealed class RuleBudget : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TimeSpan limit;
    private readonly TimeProvider time;
    private long spent;
    private long stoppedAt;

    public RuleBudget(ActiveRule active, TimeSpan limit, TimeProvider time)
    {
        Active = active;
        Token = stop.Token;
        this.limit = limit;
        this.time = time;
    }

    public ActiveRule Active { get; }

    public CancellationToken Token { get; }

    /// <summary>Whether the time was spent, or the whole validation was stopped.</summary>
    public bool Stopped => Token.IsCancellationRequested;

    /// <summary>Whether the rule was stopped because its time was spent.</summary>
    public bool Exceeded { get; private set; }

    /// <summary>How long ago the rule was stopped.</summary>
    public TimeSpan SinceStop => time.GetElapsedTime(Interlocked.Read(ref stoppedAt));

    public void Add(TimeSpan part)
    {
        if (Interlocked.Add(ref spent, part.Ticks) > limit.Ticks) Exceed();
    }

    /// <summary>Looks at a check that still runs.</summary>
    public void Watch(TimeSpan running)
    {
        if (Interlocked.Read(ref spent) + running.Ticks > limit.Ticks) Exceed();
    }

    /// <summary>Stops the rule with no word about it.</summary>
    public void Stop() => stop.Cancel();

    public RawIssue ExceededIssue => new(
        Validator.FailedRule,
        Formulas.Severity.Error,
        null,
        default,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The rule {Active.Rule.Info.Id} ran out of time: over all files it may take {limit.TotalSeconds:0.###} s. Nothing is known of what else it would find."));

    public void Dispose() => stop.Dispose();

    private void Exceed()
    {
        if (Interlocked.CompareExchange(ref stoppedAt, time.GetTimestamp(), 0) != 0) return;
        Exceeded = true;
        stop.Cancel();
    }
}
