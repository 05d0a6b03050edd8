using System.Globalization;
using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;

namespace DocsGen.Core.Tests.Runs;

public sealed class RunLogTests
{
    [Fact]
    public void Every_event_of_the_machine_comes_back_from_its_stored_form()
    {
        var all = typeof(RunEvent).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(RunEvent))).ToList();
        var (state, log) = Story();
        var seen = log.Select(e => RunLog.Read(e).Event.GetType()).ToHashSet();
        all.Where(t => !seen.Contains(t)).Select(t => t.Name).ShouldBeEmpty("each event type must be part of the story, have a name and a message");
        JsonSerializer.Serialize(RunLog.Fold(log)).ShouldBe(JsonSerializer.Serialize(state));
    }

    [Fact]
    public void R10_events_are_numbered_without_gaps_and_chained()
    {
        var (_, log) = Story();
        log.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, log.Count).Select(n => (long)n));
        RunLog.FindBreak(log).ShouldBeNull();
        log[1].PrevHash.ShouldBe(log[0].Hash);
    }

    [Fact]
    public void R10_a_changed_missing_or_swapped_event_breaks_the_chain()
    {
        var (_, log) = Story();
        for (var i = 0; i < log.Count; i++)
        {
            var changed = log.ToList();
            changed[i] = changed[i] with { Body = changed[i].Body.Replace("run_2026", "run_2027", StringComparison.Ordinal) };
            RunLog.FindBreak(changed).ShouldNotBeNull($"event {i + 1} changed");
            if (i == log.Count - 1) continue;
            var missing = log.ToList();
            missing.RemoveAt(i);
            RunLog.FindBreak(missing).ShouldNotBeNull($"event {i + 1} missing");
            var swapped = log.ToList();
            (swapped[i], swapped[i + 1]) = (swapped[i + 1], swapped[i]);
            RunLog.FindBreak(swapped).ShouldNotBeNull($"events {i + 1} and {i + 2} swapped");
        }
    }

    [Fact]
    public void R10_the_stored_form_does_not_depend_on_culture()
    {
        var here = Story().Log.Select(e => e.Hash).ToList();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new("tr-TR");
            Story().Log.Select(e => e.Hash).ShouldBe(here);
            CultureInfo.CurrentCulture = new("ar-SA");
            Story().Log.Select(e => e.Hash).ShouldBe(here);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    // One life that holds every kind of event.
    private static (RunState State, IReadOnlyList<StoredEvent> Log) Story()
    {
        var created = RunFixture.Created();
        var log = new List<StoredEvent>();
        var (state, first) = RunLog.Begin(created.Id, new(created.Settings, [new("requirements", "input/requirements.json", ContentHash.Of("r"), 1)]), RunFixture.Ada, RunFixture.Now);
        log.AddRange(first);
        var (zero, one) = (new ExecutionId(0, 1), new ExecutionId(1, 1));
        var provenance = new Provenance { Agent = "template", AgentVersion = "1", Source = "root", SourceVersion = "1", Tokens = 12, Inputs = [ContentHash.Of("r")] };
        RunEvent[] events =
        [
            new RunEvent.Started(),
            new RunEvent.PhaseStarted(zero, "preflight_validator", [new("a.md", ["One"], ["b.md"])]),
            new RunEvent.ArtifactWritten(zero, RunFixture.Document("a.md") with { Provenance = provenance }),
            new RunEvent.TakenOver("me", "you", "then"),
            new RunEvent.Resumed("me"),
            new RunEvent.ValidationStarted(zero),
            new RunEvent.ValidationPassed(zero, RunFixture.Verdict(0) with { Completeness = 0.975 }),
            new RunEvent.PhaseCompleted(zero),
            new RunEvent.ApprovalRequired(zero, ContentHash.Of("s")),
            new RunEvent.ApprovalRecorded(zero, ContentHash.Of("s"), Automatic: false),
            new RunEvent.PhaseStarted(one, "foundation_generator", []),
            new RunEvent.ValidationStarted(one),
            new RunEvent.ValidationFailed(one, RunFixture.Verdict(3)),
            new RunEvent.GateOverridden(one, [new("0123456789abcdef", "flows.undocumented", null, "No example.")], "known", RunFixture.Now.AddDays(1)),
            new RunEvent.Failed(one, "phase 1 failed"),
            new RunEvent.DraftingFailed(one, "b.md", "no model"),
            new RunEvent.ApprovalRejected(one, ContentHash.Of("s"), "Ä \"quoted\" {reason}"),
            new RunEvent.ArtifactWritten(null, RunFixture.Completion().Artifacts[0]),
            new RunEvent.Completed(RunFixture.Completion().Bundle),
            new RunEvent.RegenerationRequested(1, ["a.md"], "broken link"),
            new RunEvent.PhaseStale(1, 0),
            new RunEvent.Edited(1, [new(1, "a.md", ContentHash.Of("a"), ContentHash.Of("b"), 1)], "typo"),
            new RunEvent.Rebuilt(RunId.Parse("run_2026_01_01_0001"), "new requirements"),
            new RunEvent.RegenerationRequested(1, [], "smaller", new("minimal", new Dictionary<string, string>(StringComparer.Ordinal) { ["04"] = "card-types" }, ["b.md"], ["c.md"])),
            new RunEvent.OverwriteGranted(zero, "phase1/a.md", ContentHash.Of("a.md"), ContentHash.Of("c"), 1, "token", "in place"),
            new RunEvent.Canceled("enough"),
            new RunEvent.RetentionChanged(Archived: true, Pinned: false, "old"),
            new RunEvent.ChangesetPushed("handbook", 12, ContentHash.Of("m")),
            new RunEvent.Deleted("too old"),
        ];
        var (after, rest) = RunLog.Append(state, events, RunFixture.Ada, RunFixture.Now.AddMilliseconds(123));
        log.AddRange(rest);
        return (after, log);
    }
}
