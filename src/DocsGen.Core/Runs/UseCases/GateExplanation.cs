using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>Why a gate said what it said: everything that is known of it, and nothing that is guessed.</summary>
public sealed record GateExplanation
{
    public required RunState Run { get; init; }
    public required PhaseSpec Phase { get; init; }

    /// <summary>The execution whose gate is explained.</summary>
    public required ExecutionState Execution { get; init; }

    /// <summary>The rules that this gate ran, with their severity here and what they found.</summary>
    public required IReadOnlyList<RuleOutcome> Rules { get; init; }

    /// <summary>All issues in canonical order.</summary>
    public required IReadOnlyList<Issue> Issues { get; init; }

    /// <summary>The version of each file that has an issue, by name.</summary>
    public required IReadOnlyList<FileVersion> Files { get; init; }

    /// <summary>The last execution of this phase before it whose gate opened; null when none did.</summary>
    public ExecutionState? LastOpened { get; init; }

    /// <summary>Files that the gate saw in another version than the gate that opened last.</summary>
    public IReadOnlyList<FileChange> Changed { get; init; } = [];

    /// <summary>Issues compared with those of the gate that opened last.</summary>
    public IssueComparison? Compared { get; init; }

    /// <summary>Commands that would help, in the order in which one would try them; without the program's name.</summary>
    public required IReadOnlyList<SuggestedCommand> Commands { get; init; }
}

/// <summary>A rule at a gate.</summary>
/// <param name="Overridable">Whether the formula lets a person answer for its errors.</param>
public sealed record RuleOutcome(string Id, string Title, Severity Severity, IssueCounts Found, bool Overridable);

/// <summary>The version of a file that a gate saw, and who made it.</summary>
public sealed record FileVersion(string Name, string Path, string MadeBy);

/// <summary>A file that differs between two gates; null where it was not there.</summary>
public sealed record FileChange(string Name, string? Before, string? After, string MadeBy);

/// <summary>A command and why one would type it.</summary>
public sealed record SuggestedCommand(string Command, string Why);
