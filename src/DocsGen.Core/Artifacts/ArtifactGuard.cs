namespace DocsGen.Core.Artifacts;

/// <summary>
/// The store's half of A3, asked inside the transaction that writes: immutable means immutable unless a recorded, unused, unexpired token for
/// exactly this path is shown. It knows nothing of policy.
/// </summary>
public static class ArtifactGuard
{
    /// <summary>What the store must do with a write.</summary>
    public enum Verdict
    {
        /// <summary>Nothing is there: insert generation 1.</summary>
        Store,

        /// <summary>The same bytes and type are there: answer the first record.</summary>
        AnswerFirst,

        /// <summary>A valid token was shown: insert the next generation and use the token up.</summary>
        Replace,

        /// <summary>Refuse.</summary>
        Refuse,
    }

    /// <summary>Judges a write.</summary>
    /// <param name="existing">The newest generation at the path; null when there is none.</param>
    /// <param name="incoming">What is to be written.</param>
    /// <param name="shown">The token that the caller shows; null for none.</param>
    /// <param name="recorded">The store's own record of that token; null when it never recorded one.</param>
    /// <param name="used">Whether the recorded token was used before.</param>
    /// <param name="now">The store's clock.</param>
    public static (Verdict Verdict, string Reason) Judge(
        Artifact? existing, NewArtifact incoming, OverwriteToken? shown, OverwriteToken? recorded, bool used, DateTimeOffset now)
    {
        if (existing is null) return (Verdict.Store, "");
        if (existing.Hash == incoming.Content.Hash && existing.Type == incoming.Type) return (Verdict.AnswerFirst, "");
        if (shown is null) return (Verdict.Refuse, "another version is there, and what is written never changes");
        if (recorded is null || recorded.Id != shown.Id) return (Verdict.Refuse, "the overwrite token is not known here");
        if (recorded.Path != incoming.Path) return (Verdict.Refuse, $"the overwrite token is for {recorded.Path}");
        if (used) return (Verdict.Refuse, "the overwrite token was used before");
        return recorded.ExpiresUtc <= now
            ? (Verdict.Refuse, "the overwrite token has expired")
            : (Verdict.Replace, "");
    }
}
