namespace DocsGen.Core.Artifacts;

/// <summary>
/// The right to replace what is at one path, once (A3). Policy issues it, the store honours it; neither trusts the other.
/// </summary>
/// <param name="Id">Random, unguessable.</param>
/// <param name="Path">The only path it is good for; its run is the only run.</param>
/// <param name="Reason">Why; never empty.</param>
/// <param name="Issuer">Who asked.</param>
/// <param name="ExpiresUtc">From then on it is worth nothing.</param>
public sealed record OverwriteToken(string Id, LogicalPath Path, string Reason, Actor Issuer, DateTimeOffset ExpiresUtc);

/// <summary>Whether overwriting in place is possible at all. Off unless a run says otherwise.</summary>
public enum OverwriteMode
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>With a token, issued for one path and one reason.</summary>
    Explicit,
}

/// <summary>The policy's half of A3: it decides who gets a token. The store's half is <see cref="ArtifactGuard"/>.</summary>
public static class OverwritePolicy
{
    /// <summary>The longest that a token may live.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(1);

    /// <summary>Issues a token, or says why not.</summary>
    public static (OverwriteToken? Token, string? Refusal) Issue(
        OverwriteMode mode, LogicalPath path, string reason, Actor issuer, string id, DateTimeOffset now, TimeSpan lifetime)
    {
        if (mode == OverwriteMode.Never) return (null, "overwrite.not_allowed: this run's policy is 'overwrite: never'. Make a new version instead.");
        if (issuer.Kind == ActorKind.Agent) return (null, "overwrite.not_allowed: an agent can never overwrite.");
        if (string.IsNullOrWhiteSpace(reason)) return (null, "overwrite.reason_missing: say why the file is to be replaced.");
        if (lifetime <= TimeSpan.Zero || lifetime > MaxLifetime) return (null, $"overwrite.lifetime: a token lives for at most {MaxLifetime.TotalMinutes:0} minutes.");
        return (new(id, path, reason, issuer, now + lifetime), null);
    }
}
