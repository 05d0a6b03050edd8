using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Driving;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Output;

/// <summary>
/// Progress by phase and file: on a terminal one line that is drawn in place and becomes the phase's line when its gate has spoken; elsewhere plain lines.
/// </summary>
internal sealed class ProgressObserver(Printer print, Formula formula, TimeProvider clock) : IRunObserver
{
    private const int BarWidth = 20;

    private long phaseBegan = clock.GetTimestamp();

    public void Drafting(PlannedFile file, int number, int total)
    {
        if (!print.Live) return;
        var full = BarWidth * (number - 1) / Math.Max(total, 1);
        print.Draw(Text($"  … {Name(file.Phase)}  [{new string('#', full)}{new string('.', BarWidth - full)}] {number}/{total}  {file.Name}"));
    }

    public void Committed(RunState state, IReadOnlyList<RunEvent> events)
    {
        foreach (var happened in events) Show(happened, state);
    }

    private void Show(RunEvent happened, RunState state)
    {
        switch (happened)
        {
            case RunEvent.PhaseStarted e:
                phaseBegan = clock.GetTimestamp();
                if (print.Live) print.Draw($"  … {Name(e.ExecutionId.Phase)}");
                break;
            case RunEvent.ValidationStarted e:
                if (print.Live) print.Draw($"  … {Name(e.ExecutionId.Phase)}  validating");
                break;
            case RunEvent.ValidationPassed e:
                print.Progress(Text($"  ok      {Name(e.ExecutionId.Phase)}  {Files(state, e.ExecutionId)}gate passed{Counts(e.Verdict)}, {Elapsed()}"));
                break;
            case RunEvent.ValidationFailed { Verdict.Opens: true } e:
                print.Progress(Text($"  ok      {Name(e.ExecutionId.Phase)}  {Files(state, e.ExecutionId)}gate opened, {IssueCounts.Count(e.Verdict.Errors, "error")} overridden, {Elapsed()}"));
                break;
            case RunEvent.ValidationFailed e:
                print.Progress(Text($"  FAILED  {Name(e.ExecutionId.Phase)}  {Files(state, e.ExecutionId)}gate failed: {IssueCounts.Count(e.Verdict.Errors, "error")}, {IssueCounts.Count(e.Verdict.Warnings, "warning")}, {Elapsed()}"));
                break;
            case RunEvent.DraftingFailed e:
                print.Progress($"  FAILED  {Name(e.ExecutionId.Phase)}  {e.File}: {e.Reason}");
                break;
            case RunEvent.ApprovalRecorded { CarriedFrom: { } from } e:
                print.Progress($"  --      {Name(e.ExecutionId.Phase)}  approval kept from {from}: nothing that it rests on has changed");
                break;
            case RunEvent.ApprovalRecorded { Automatic: true } e:
                print.Progress($"  --      {Name(e.ExecutionId.Phase)}  approval skipped, as told");
                break;
            case RunEvent.TakenOver e:
                print.Progress($"  --      taken over from {e.Previous}");
                break;
            case RunEvent.Resumed:
                print.Progress("  --      resumed where it was");
                break;
            case RunEvent.Completed e:
                print.Progress(Text($"  ok      bundle  {e.Bundle.Files} files, {e.Bundle.Size} bytes"));
                break;
        }
    }

    private string Name(int phase) => Text($"phase {phase} {formula.Phase(phase).Name}");

    private string Elapsed() => Text($"{clock.GetElapsedTime(phaseBegan).TotalMilliseconds:0} ms");

    private static string Files(RunState state, ExecutionId id)
    {
        var count = state.Executions.Last(e => e.Id == id).Artifacts.Count(a => a.Type == ArtifactType.CoreDoc);
        return count == 0 ? "" : $"{IssueCounts.Count(count, "file")}, ";
    }

    private static string Counts(GateVerdict verdict) => verdict.Warnings == 0 ? "" : $" with {IssueCounts.Count(verdict.Warnings, "warning")}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
