namespace DocsGen.Core.Sync;

/// <summary>Where a changeset stands; the state machine of <c>docs/state-machines.md</c>.</summary>
public enum ChangesetStatus
{
    /// <summary>Pushed, and nobody has decided anything.</summary>
    Proposed,

    /// <summary>Some files are decided, or a publish came back with conflicts.</summary>
    Reviewing,

    /// <summary>Every file is decided, and at least one goes live.</summary>
    Ready,

    /// <summary>Every file is rejected.</summary>
    Rejected,

    /// <summary>Somebody holds the claim.</summary>
    Publishing,

    /// <summary>Live; final.</summary>
    Published,

    /// <summary>Replaced or withdrawn; final.</summary>
    Superseded,
}

/// <summary>What a file does to its document.</summary>
public enum FileOperation
{
    Upsert,
    Delete,
}

/// <summary>What a reviewer says of a file.</summary>
public enum DecisionKind
{
    Accept,
    Reject,

    /// <summary>Accept, with this content instead.</summary>
    Amend,
}

/// <summary>The wire names, in stores, JSON and messages.</summary>
public static class SyncNames
{
    public static string ToWire(this ChangesetStatus status) => status switch
    {
        ChangesetStatus.Proposed => "proposed",
        ChangesetStatus.Reviewing => "reviewing",
        ChangesetStatus.Ready => "ready",
        ChangesetStatus.Rejected => "rejected",
        ChangesetStatus.Publishing => "publishing",
        ChangesetStatus.Published => "published",
        ChangesetStatus.Superseded => "superseded",
    };

    /// <summary>Parses a wire name.</summary>
    /// <exception cref="FormatException">No status has that name.</exception>
    public static ChangesetStatus ParseStatus(string text) =>
        Enum.GetValues<ChangesetStatus>().Where(s => s.ToWire() == text).Select(s => (ChangesetStatus?)s).SingleOrDefault() ?? throw new FormatException($"'{text}' is no status of a changeset.");

    public static string ToWire(this FileOperation operation) => operation switch
    {
        FileOperation.Upsert => "upsert",
        FileOperation.Delete => "delete",
    };

    public static string ToWire(this DecisionKind kind) => kind switch
    {
        DecisionKind.Accept => "accept",
        DecisionKind.Reject => "reject",
        DecisionKind.Amend => "amend",
    };
}
