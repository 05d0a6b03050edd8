using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Driving;

namespace DocsGen.Cli.Output;

/// <summary>
/// Progress by phase and file: on a terminal one line that is drawn in place and becomes the phase's line when its gate has spoken; elsewhere plain lines.
/// </summary>
internal sealed class ProgressObserver(Printer print, Formula formula, TimeProvider clock) : IRunObserver
{
    private const int BarWidth = 20;

    private long phaseBegan = clock.GetTimestamp();
    private bool drawn;

    public void Drafting(PlannedFile file, int number, int total)
    {
        if (!print.Live) return;
        var full = BarWidth * (number - 1) / Math.Max(total, 1);
        Draw(Text($"  … {Name(file.Phase)}  [{new string('#', full)}{new string('.', BarWidth - full)}] {number}/{total}  {file.Name}"));
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
                if (print.Live) Draw($"  … {Name(e.ExecutionId.Phase)}");
                break;
            case RunEvent.ValidationStarted e:
                if (print.Live) Draw($"  … {Name(e.ExecutionId.Phase)}  validating");
                break;
            case RunEvent.ValidationPassed e:
                Settle(Text($"  ok      {Name(e.ExecutionId.Phase)}  {Files(state, e.ExecutionId)}gate passed{Counts(e.Verdict)}, {Elapsed()}"));
                break;
            case RunEvent.ValidationFailed e:
                Settle(Text($"  FAILED  {Name(e.ExecutionId.Phase)}  {Files(state, e.ExecutionId)}gate failed: {e.Verdict.Errors} errors, {e.Verdict.Warnings} warnings, {Elapsed()}"));
                break;
            case RunEvent.DraftingFailed e:
                Settle($"  FAILED  {Name(e.ExecutionId.Phase)}  {e.File}: {e.Reason}");
                break;
            case RunEvent.ApprovalRecorded { Automatic: true } e:
                Settle($"  --      {Name(e.ExecutionId.Phase)}  approval skipped, as told");
                break;
            case RunEvent.TakenOver e:
                Settle($"  --      taken over from {e.Previous}");
                break;
            case RunEvent.Resumed:
                Settle("  --      resumed where it was");
                break;
            case RunEvent.Completed e:
                Settle(Text($"  ok      bundle  {e.Bundle.Files} files, {e.Bundle.Size} bytes"));
                break;
        }
    }

    private string Name(int phase) => Text($"phase {phase} {formula.Phase(phase).Name}");

    private string Elapsed() => Text($"{clock.GetElapsedTime(phaseBegan).TotalMilliseconds:0} ms");

    private static string Files(RunState state, ExecutionId id)
    {
        var count = state.Executions.Last(e => e.Id == id).Artifacts.Count(a => a.Type == ArtifactType.CoreDoc);
        return count switch
        {
            0 => "",
            1 => "1 file, ",
            _ => Text($"{count} files, "),
        };
    }

    private static string Counts(GateVerdict verdict) => verdict.Warnings == 0 ? "" : Text($" with {verdict.Warnings} warnings");

    private void Draw(string text)
    {
        print.Draw($"\r\e[2K{text}");
        drawn = true;
    }

    private void Settle(string text)
    {
        if (drawn) print.Draw("\r\e[2K");
        drawn = false;
        print.Progress(text);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
