namespace DocsGen.Core.Formulas;

/// <summary>What the preflight judges.</summary>
public sealed record PreflightRequest
{
    /// <summary>The requirements with what reading them found.</summary>
    public required RequirementsReading Reading { get; init; }

    public required Formula Formula { get; init; }
    public required Strictness Strictness { get; init; }

    /// <summary>Null when none was given.</summary>
    public HostStructure? Host { get; init; }

    /// <summary>The files of the example docset; null when none was given.</summary>
    public HostStructure? Example { get; init; }
}

/// <summary>Everything that the preflight has to say, found in one pass.</summary>
/// <param name="Findings">Ordered by the place in the requirements, then by check.</param>
/// <param name="Settled">One sentence per conflict between inputs, with what held and why.</param>
public sealed record PreflightResult(IReadOnlyList<Finding> Findings, IReadOnlyList<string> Settled)
{
    /// <summary>True when no finding is an error, and only then.</summary>
    public bool Passed => Findings.All(f => f.Severity != Severity.Error);
}

/// <summary>A preflight check: what it is called and how much it weighs unless a formula says otherwise.</summary>
/// <param name="Id">Stable: <c>preflight.plugin_name</c>.</param>
/// <param name="Description">What it finds, in one sentence.</param>
/// <param name="Strict">Severity in strict runs; null for off.</param>
/// <param name="Lenient">Severity in lenient runs; null for off.</param>
public sealed record PreflightCheck(string Id, string Description, Severity? Strict, Severity? Lenient);
