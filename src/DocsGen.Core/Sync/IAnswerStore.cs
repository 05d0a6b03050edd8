using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>
/// Keeps what requests were answered, under keys that their callers chose, so that a request that comes twice is done once. Whoever does a request holds its key until the answer is
/// kept, at most for <see cref="Lease"/> by the store's clock: a server that dies in between blocks no key for ever, and where its process is known to be dead, none at all.
/// </summary>
public interface IAnswerStore
{
    /// <summary>How long a key is held by a request that runs.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer is kept.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Takes a key, or says what stands under it. Of many who ask at once, on any servers, one gets it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="request">The SHA-256 of everything that makes the request what it is.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    ValueTask<AnswerClaim> ClaimAsync(AnswerKey key, ContentHash request, CancellationToken cancellationToken);

    /// <summary>Keeps the answer; false, and nothing changes, where somebody else holds the key by now.</summary>
    ValueTask<bool> KeepAsync(AnswerKey key, string holder, KeptAnswer answer, CancellationToken cancellationToken);

    /// <summary>Gives the key back without an answer; it is free at once. Where somebody else holds it by now, nothing changes.</summary>
    ValueTask ReleaseAsync(AnswerKey key, string holder, CancellationToken cancellationToken);
}

/// <summary>Whose key it is.</summary>
/// <param name="Caller">Who asked.</param>
/// <param name="Space">In which space; 0 for what lies outside of any.</param>
/// <param name="Key">What the caller chose.</param>
public sealed record AnswerKey(Actor Caller, long Space, string Key);

/// <summary>An answer as it was sent.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="ContentType">What the body is.</param>
/// <param name="Body">The body, before any compression.</param>
public sealed record KeptAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body);

/// <summary>What became of asking for a key.</summary>
public abstract record AnswerClaim
{
    private AnswerClaim()
    {
    }

    /// <summary>The key is the caller's now: do the request, then keep its answer, or give the key back.</summary>
    public sealed record Held(string Holder) : AnswerClaim;

    /// <summary>The same request was answered before.</summary>
    public sealed record Kept(KeptAnswer Answer) : AnswerClaim;

    /// <summary>The same request runs at this moment.</summary>
    public sealed record Running : AnswerClaim;

    /// <summary>The key stands for another request.</summary>
    public sealed record Reused : AnswerClaim;
}
