using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;

namespace DocsGen.Cli.Output;

/// <summary>A run in words: what happened, why it stopped, what to type next.</summary>
internal static class RunText
{
    /// <summary>The end of every command that drives.</summary>
    public static void Summary(Printer print, RunState run, NextCommands next)
    {
        print.Line();
        print.Line($"{print.Bold(run.Id.Value)}  {run.Settings.Name}: {Status(print, run)}");
        if (run.StoppedBecause.Length > 0) print.Line($"  why: {run.StoppedBecause}");
        if (run.Bundle is { } bundle && run.Status == RunStatus.Complete)
        {
            print.Line(Text($"  bundle: {bundle.Path}, {bundle.Files} files, {bundle.Size} bytes"));
            print.Line($"  sha256: {bundle.Hash}");
        }

        Next(print, next.Of(run, driver: null));
    }

    /// <summary>The whole picture, for <c>run show</c>.</summary>
    public static void Show(Printer print, RunState run, DriverLease? driver, NextCommands next)
    {
        var settings = run.Settings;
        print.Line($"{print.Bold(run.Id.Value)}  {settings.Name} ({settings.Slug})");
        print.Line($"  status:    {Status(print, run)}{(run.StoppedBecause.Length > 0 ? $": {run.StoppedBecause}" : "")}");
        print.Line($"  started:   {RunJson.Time(run.CreatedUtc)}, last change {RunJson.Time(run.ChangedUtc)}");
        print.Line(Text($"  settings:  formula {settings.Formula} {settings.FormulaVersion}, profile {settings.Profile}, {Word(settings.Strictness)}, {Word(settings.ReviewMode)}, agent {settings.Agent}"));
        if (settings.AutoApprove.Count > 0) print.Line($"  approvals: skipped for phases {string.Join(", ", settings.AutoApprove)}");
        if (settings.Overwrite == OverwriteMode.Explicit) print.Line("  overwrite: explicit; a file may be replaced in place, with a token");
        if (run.IsDeleted || run.IsArchived || run.IsPinned) print.Line($"  kept:      {string.Join(", ", Retention(run))}");
        if (driver is not null) print.Line($"  driver:    {driver.Driver}, since {RunJson.Time(driver.SinceUtc)}");
        print.Line();
        print.Table(
            ["execution", "status", "artifacts", "errors", "warnings", "approved by", "snapshot"],
            [.. run.Executions.Select(e => Row(print, run, e))]);
        ShowDecisions(print, run);
        if (run.Bundle is { } bundle)
        {
            print.Line();
            print.Line(Text($"bundle {bundle.Path}: {bundle.Files} files, {bundle.Size} bytes, sha256 {bundle.Hash}"));
        }

        foreach (var push in run.Pushes) print.Line(Text($"pushed to {push.Space} as changeset {push.Changeset} by {push.By.Name} at {RunJson.Time(push.Utc)}, manifest {push.Manifest.Short}"));

        Next(print, next.Of(run, driver));
    }

    private static void ShowDecisions(Printer print, RunState run)
    {
        if (run.Overrides.Count > 0 || run.Executions.Any(e => e.Rejection is not null)) print.Line();
        foreach (var e in run.Executions.Where(e => e.Rejection is not null))
        {
            print.Line($"{print.Bad("rejected")}    {e.Id} by {e.Rejection!.By.Name} at {RunJson.Time(e.Rejection.Utc)}: {e.Rejection.Reason}");
        }

        foreach (var o in run.Overrides)
        {
            print.Line($"{print.Notable("overridden")}  {o.Issue.Rule} {o.Issue.Fingerprint} of {o.FoundBy} by {o.By.Name} until {RunJson.Time(o.ExpiresUtc)}: {o.Reason}");
            print.Line($"            {o.Issue.Message}");
        }
    }

    private static IEnumerable<string> Retention(RunState run)
    {
        if (run.IsDeleted) yield return "deleted; only its events are left";
        if (run.IsArchived) yield return "archived";
        if (run.IsPinned) yield return "pinned";
    }

    /// <summary>The status with its colour; the word says the same.</summary>
    public static string Status(Printer print, RunState run) => run.Status switch
    {
        RunStatus.Complete => print.Good("complete"),
        RunStatus.Failed => print.Bad("failed"),
        RunStatus.AwaitingApproval => print.Notable("awaiting approval"),
        RunStatus.Canceled => print.Notable("canceled"),
        RunStatus.Running => "running",
    };

    private static IReadOnlyList<string> Row(Printer print, RunState run, ExecutionState e) =>
    [
        e.Id.Value,
        e.Status == ExecutionStatus.Failed ? print.Bad(e.Status.ToWire()) : e.Status.ToWire(),
        Number(e.Artifacts.Count),
        e.Verdict is null ? "-" : Number(e.Verdict.Errors),
        e.Verdict is null ? "-" : Number(e.Verdict.Warnings),
        e.Rejection is not null ? print.Bad("(rejected)") : e.Approval is null ? "-" : Approved(run, e.Approval),
        e.Verdict?.Snapshot.Short ?? "-",
    ];

    private static string Approved(RunState run, Approval approval)
    {
        if (approval.CarriedFrom is not { } from) return approval.Automatic ? "(skipped, as told)" : approval.By.Name;
        return run.Origin(approval) is { Automatic: false } given ? $"(kept from {from}, {given.By.Name})" : $"(kept from {from}, skipped, as told)";
    }

    private static void Next(Printer print, IReadOnlyList<string> commands)
    {
        print.Line();
        print.Line("next:");
        foreach (var command in commands) print.Line($"  {command}");
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
