using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;

namespace DocsGen.Core.Tests.Runs.Model;

/// <summary>Deliberate mistakes; the property must catch every one.</summary>
public enum SeededBug
{
    None,

    /// <summary>People's commits ignore the run's version.</summary>
    StaleWriter,

    /// <summary>A driver's commits ignore its fence, and the version with it.</summary>
    LateDriver,

    /// <summary>An approval is taken for whatever waits now.</summary>
    ApprovesTheNextGate,

    /// <summary>Phases that have spoken before are drafted again.</summary>
    DraftsAgain,

    /// <summary>A gate with errors passes.</summary>
    PassesWithErrors,

    /// <summary>A crashed driver's execution is begun again in the same folder.</summary>
    WritesTwice,
}

/// <summary>
/// Runs under the pure machine, with three people who may look at old states, two drivers that are paused, crash and wake late, and the commit rule of
/// a store. One number is one step: what it does is read off the number, so that a failing sequence shrinks as a list of numbers.
/// </summary>
internal sealed class PureWorld
{
    private static readonly Formula Three = new()
    {
        Name = "three",
        Version = "1",
        Title = "Three phases",
        Phases = [Phase(0, null), Phase(1, "plan.json"), Phase(2, null)],
        Profiles = [new() { Name = "full" }],
        Rules = [],
    };

    private static readonly PlannedFiles Plan = new()
    {
        Formula = "three",
        FormulaVersion = "1",
        Profile = "full",
        Slug = "s",
        Files = [File("a.md", 1), File("b.md", 1), File("c.md", 2)],
    };

    private static readonly HashSet<string> Overridable = new(["flows.undocumented"], StringComparer.Ordinal);

    private readonly SeededBug bug;
    private readonly List<Run> runs = [];
    private readonly Person[] people = [new("ada"), new("ben"), new("eve")];
    private readonly Driver[] drivers = [new("one"), new("two")];
    private int contents;

    public PureWorld(SeededBug bug)
    {
        this.bug = bug;
        Begin(null);
    }

    /// <summary>How often each thing happened that a sequence should reach.</summary>
    public Dictionary<string, int> Seen { get; } = new(StringComparer.Ordinal);

    public void Step(int number)
    {
        var (kind, n) = (number % 20, number / 20);
        var run = runs[n % runs.Count];
        var person = people[n / 2 % people.Length];
        switch (kind)
        {
            case < 10:
                Drive(drivers[n / 3 % drivers.Length], run, n / 7);
                break;
            case 10:
                drivers[n % drivers.Length].Drop();
                Count("crash");
                break;
            case 11:
                person.Sees[run] = run.State;
                break;
            default:
                var seen = person.Sees.GetValueOrDefault(run) ?? run.State;
                // Half of the time people look before they act.
                if (n % 2 == 0) seen = run.State;
                Act(kind, n / 5, run, person, seen);
                break;
        }
    }

    /// <summary>What must hold of every run in the end.</summary>
    public void Check()
    {
        foreach (var run in runs)
        {
            var folded = RunLog.Fold(run.Log);
            JsonSerializer.Serialize(folded).ShouldBe(JsonSerializer.Serialize(run.State), "what is folded from the log is the state (R10)");
            folded.Executions.SelectMany(e => e.Artifacts).Select(a => a.Path).ShouldBeUnique("A1");
        }
    }

    private void Act(int kind, int n, Run run, Person person, RunState seen)
    {
        switch (kind)
        {
            case 12 or 13:
                var which = n % 3 == 0 ? seen.Executions.ElementAtOrDefault(n % Math.Max(seen.Executions.Count, 1))?.Id : seen.Current?.Id;
                if (which is null) break;
                var named = bug == SeededBug.ApprovesTheNextGate ? new RunCommand.Approve(null) : new RunCommand.Approve(which);
                var approvals = run.State.Version;
                if (!Commit(run, person, seen, named)) break;
                foreach (var approved in run.Log.Skip((int)approvals).Select(e => RunLog.Read(e).Event).OfType<RunEvent.ApprovalRecorded>())
                {
                    if (approved.ExecutionId != which) throw new ViolationException("R4", $"{which} was meant, and {approved.ExecutionId} was approved");
                }

                if (bug == SeededBug.None && run.State.Executions.Any(e => e.Id == which && e.Approval is not null))
                {
                    RunMachine.Decide(run.State, named).ShouldBeOfType<RunDecision.Accepted>().Events.ShouldBeEmpty("R4: a double click writes nothing");
                }

                break;
            case 14:
                Commit(run, person, seen, n % 4 == 0 ? new RunCommand.Reject(seen.Current?.Id, "not good enough") : new RunCommand.Revalidate(n % 3, "look again"));
                break;
            case 15:
                var phase = 1 + (n % 2);
                var planned = Plan.InPhase(phase).Select(f => f.Name).ToList();
                Commit(run, person, seen, new RunCommand.Regenerate(phase, n % 3 == 0 ? [] : [planned[n % planned.Count]], planned, "again"));
                break;
            case 16:
                Edit(run, person, seen, n);
                break;
            case 17:
                var errors = new List<OverriddenIssue> { new("one", "flows.undocumented", null, "One."), new("two", "links.internal.resolves", null, "Two.") };
                Commit(run, person, seen, new RunCommand.Override(n % 5 == 0 ? ["two"] : ["one"], errors, Overridable, RunFixture.Now, RunFixture.Now.AddDays(1), "known"));
                break;
            case 18:
                if (n % 6 == 0) Commit(run, person, seen, new RunCommand.Cancel("enough"));
                else if (n % 6 == 1 && runs.Count < 4) Begin(run);
                else if (n % 17 == 2) Commit(run, person, seen, new RunCommand.Delete("old"));
                else Commit(run, person, seen, new RunCommand.RecordPush("handbook", n % 3, ContentHash.Of("m")));
                break;
            default:
                Commit(run, person, seen, new RunCommand.Retain(n % 2 == 0, n % 3 == 0, "keep"));
                break;
        }
    }

    private void Edit(Run run, Person person, RunState seen, int n)
    {
        var files = Plan.Files.Where((_, i) => ((n >> i) & 1) == 1)
            .Select(f => (f.Phase, Now: seen.Documents(f.Phase).FirstOrDefault(a => a.FileName == f.Name)))
            .Where(f => f.Now is not null)
            .Select(f => new FileEdit(f.Phase, f.Now!.FileName, f.Now.Hash, NewContent(), 1))
            .ToList();
        Commit(run, person, seen, new RunCommand.Edit(files, "typos"));
    }

    private void Drive(Driver driver, Run run, int n)
    {
        if (driver.Run is null)
        {
            (driver.Run, driver.State, driver.Fence) = (run, run.State, ++run.Fence);
            if (run.State.Status == RunStatus.Running) CommitDriver(driver, new RunCommand.TakeUp(driver.Name, null, null));
            return;
        }

        var work = RunWork.Next(driver.State!, Three, Plan, new HashSet<string>(StringComparer.Ordinal));
        if (bug == SeededBug.DraftsAgain && work is RunWork.StartPhase { Kind: ExecutionKind.Revalidation } again) work = again with { Kind = ExecutionKind.Draft, Targets = null };
        if (work is RunWork.Stop) driver.Drop();
        else CommitDriver(driver, CommandFor(work, driver.State!, n));
    }

    private RunCommand CommandFor(RunWork work, RunState state, int n)
    {
        var folder = state.Current?.Id.Folder;
        switch (work)
        {
            case RunWork.StartPhase s:
                return new RunCommand.StartPhase(s.Phase.Number, "agent", [], s.Kind, s.Targets, s.Replan);
            case RunWork.WritePlan p:
                return new RunCommand.RecordArtifact(new($"{folder}/{p.FileName}", ContentHash.Of("plan"), 1, ArtifactType.Plan, null));
            case RunWork.DraftFile when n % 23 == 0:
                return new RunCommand.FailDrafting("a.md", "no model");
            case RunWork.DraftFile d:
                // Drafts repeat now and then, so that an approval may carry over.
                var content = n % 2 == 0 ? ContentHash.Of(d.File.Name) : NewContent();
                return new RunCommand.RecordArtifact(new(bug == SeededBug.WritesTwice ? $"phase{d.File.Phase}/{d.File.Name}" : $"{folder}/{d.File.Name}", content, 1, ArtifactType.CoreDoc, null));
            case RunWork.Validate when state.Current!.Status == ExecutionStatus.Drafting:
                return new RunCommand.StartValidation();
            case RunWork.Validate:
                var errors = n % 4 == 0 ? 1 : 0;
                var covered = state.Overrides.Any(o => o.Issue.Fingerprint == "one") ? errors : 0;
                var verdict = new GateVerdict(errors, 0, 0, $"{folder}/report.md", NewContent(), null, ManifestSnapshot.Basis(state), covered);
                return new RunCommand.RecordVerdict(verdict, [new($"{folder}/report.md", NewContent(), 1, ArtifactType.Report, null)], AsksForApproval: true);
            default:
                var path = $"{(state.Bundles.IsEmpty ? "final" : $"final_v{state.Bundles.Count + 1}")}/s.zip";
                var hash = NewContent();
                return new RunCommand.Complete(new(path, hash, 1, 1), [new(path, hash, 1, ArtifactType.Bundle, null)], 2);
        }
    }

    private void CommitDriver(Driver driver, RunCommand command)
    {
        var run = driver.Run!;
        if (RunMachine.Decide(driver.State!, command) is not RunDecision.Accepted { Events: var events }) throw new ViolationException("R2", $"the machine refused its driver's {command.GetType().Name}");
        if (bug == SeededBug.PassesWithErrors) events = [.. events.Select(e => e is RunEvent.ValidationFailed f ? new RunEvent.ValidationPassed(f.ExecutionId, f.Verdict) : e)];
        var fenced = driver.Fence != run.Fence;
        if ((fenced || driver.State!.Version != run.State.Version) && bug != SeededBug.LateDriver)
        {
            Count(fenced ? "fenced" : "stale driver");
            driver.Drop();
            return;
        }

        Store(run, driver.State!, events, Actor.Tool);
        driver.State = run.State;
    }

    private bool Commit(Run run, Person person, RunState seen, RunCommand command)
    {
        if (RunMachine.Decide(seen, command) is not RunDecision.Accepted { Events: var events })
        {
            Count("refused");
            return false;
        }

        if (seen.Version != run.State.Version && bug != SeededBug.StaleWriter)
        {
            // As the use cases do: look again, and decide anew.
            Count("stale person");
            person.Sees[run] = run.State;
            return false;
        }

        if (events.Count > 0) Store(run, seen, events, person.Actor);
        return true;
    }

    private void Store(Run run, RunState from, IReadOnlyList<RunEvent> events, Actor actor)
    {
        var (after, stored) = RunLog.Append(from, events, actor, RunFixture.Now);
        foreach (var entry in stored) run.Model.Apply(entry);
        run.Log.AddRange(stored);
        run.State = after;
        run.State.Status.ToWire().ShouldBe(run.Model.Status);
        foreach (var happened in events) Count(RunEventJson.TypeOf(happened));
    }

    private void Begin(Run? rebuilt)
    {
        var id = RunId.For(new(2026, 1, 2), runs.Count + 1);
        var settings = RunFixture.Created(runs.Count % 2 == 0 ? ReviewMode.Interactive : ReviewMode.Batch, 0).Settings;
        var run = new Run();
        var before = rebuilt?.State.LastHash;
        var (created, first) = RunLog.Begin(id, new(settings, []), RunFixture.Ada, RunFixture.Now);
        (run.State, var rest) = RunLog.Append(created, rebuilt is null ? [] : [new RunEvent.Rebuilt(rebuilt.State.Id, "again")], RunFixture.Ada, RunFixture.Now);
        run.Log.AddRange([.. first, .. rest]);
        foreach (var entry in run.Log) run.Model.Apply(entry);
        runs.Add(run);
        (rebuilt?.State.LastHash).ShouldBe(before, "R9: the old run stays as it was");
        if (rebuilt is not null) Count("rebuild");
    }

    private ContentHash NewContent() => ContentHash.Of($"content {contents++}");

    private void Count(string what) => Seen[what] = Seen.GetValueOrDefault(what) + 1;

    private static PhaseSpec Phase(int number, string? plan) => new() { Number = number, Name = $"P{number}", Agent = "agent", PassedReport = "r.md", FailedReport = "r.md", Plan = plan };

    private static PlannedFile File(string name, int phase) => new() { Name = name, Role = name, Phase = phase, Title = name, Template = name };

    private sealed class Run
    {
        public RunState State { get; set; } = null!;

        public List<StoredEvent> Log { get; } = [];

        public RunModel Model { get; } = new(finalPhase: 2);

        public long Fence { get; set; }
    }

    private sealed class Person(string name)
    {
        public Actor Actor { get; } = Actor.User(name);

        /// <summary>What they last saw of each run, which may be long ago.</summary>
        public Dictionary<Run, RunState> Sees { get; } = [];
    }

    private sealed class Driver(string name)
    {
        public string Name { get; } = name;

        public Run? Run { get; set; }

        public RunState? State { get; set; }

        public long Fence { get; set; }

        public void Drop() => (Run, State) = (null, null);
    }
}
