namespace DocsGen.Core.Runs;

/// <summary>Where a run stands; the state machine of <c>docs/state-machines.md</c>.</summary>
public enum RunStatus
{
    Running,
    AwaitingApproval,
    Failed,
    Complete,
    Canceled,
}

/// <summary>Where an execution stands.</summary>
public enum ExecutionStatus
{
    Drafting,
    Validating,
    Passed,
    Failed,

    /// <summary>The gate found errors, and opened since each of them has a valid override.</summary>
    Overridden,
}

/// <summary>Whether a run waits for people.</summary>
public enum ReviewMode
{
    Interactive,
    Batch,
}

/// <summary>The wire names: snake_case, in stores, JSON and messages.</summary>
public static class RunStatusNames
{
    public static string ToWire(this RunStatus status) => status switch
    {
        RunStatus.Running => "running",
        RunStatus.AwaitingApproval => "awaiting_approval",
        RunStatus.Failed => "failed",
        RunStatus.Complete => "complete",
        RunStatus.Canceled => "canceled",
    };

    /// <summary>Parses a wire name.</summary>
    /// <exception cref="FormatException">No status has that name.</exception>
    public static RunStatus ParseRunStatus(string text) => text switch
    {
        "running" => RunStatus.Running,
        "awaiting_approval" => RunStatus.AwaitingApproval,
        "failed" => RunStatus.Failed,
        "complete" => RunStatus.Complete,
        "canceled" => RunStatus.Canceled,
        _ => throw new FormatException($"'{text}' is no run status."),
    };

    public static string ToWire(this ExecutionStatus status) => status switch
    {
        ExecutionStatus.Drafting => "drafting",
        ExecutionStatus.Validating => "validating",
        ExecutionStatus.Passed => "passed",
        ExecutionStatus.Failed => "failed",
        ExecutionStatus.Overridden => "overridden",
    };
}
