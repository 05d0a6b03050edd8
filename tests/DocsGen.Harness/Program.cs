using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Drafting;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Agents;
using DocsGen.Core.Runs.Driving;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Harness;
using DocsGen.Storage;

// A driver with named points to stop at, and a crowd of approvers: real child processes for the fault and race suites.
//   stepping STORE RUN LEASE_MS       drives; after each commit prints "point SEQ" and waits for a line on standard input
//   sleeping STORE RUN                drives with an agent that never answers; prints "drafting" when the first draft began
//   approving STORE RUN EXECUTION N   N concurrent approvals; prints how many recorded something
//   publishing STORE SPACE CHANGESET LEASE_MS [steps|inside|halves]   publishes; prints "claimed", "prepared" and how it ended, and with "steps" waits for a line after each of the first two;
//                                     with "inside" it prints that in the transaction that applies the changeset, and waits there;
//                                     with "halves" it is broken: it applies one half in a transaction of its own, prints "half", and waits
//   racing PLACE SPACE N              N publishers at once for each line of changesets; see Racing.cs
//   reading PLACE SPACE SEED          pulls until standard input ends; prints every pull that told something
//   working                               a worker of the fault suites; see Working.cs
if (args[0] == "working") return await Working.ServeAsync();
if (args[0] == "racing") return await Racing.PublishAsync(args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
if (args[0] == "reading") return await Racing.ReadAsync(args[1], args[2], ulong.Parse(args[3], CultureInfo.InvariantCulture));
if (args[0] == "publishing") return await Publishing.RunAsync(args[1], args[2], long.Parse(args[3], CultureInfo.InvariantCulture), int.Parse(args[4], CultureInfo.InvariantCulture), args.Length > 5 ? args[5] : "");
using var store = EmbeddedStore.Open(args[1], TimeProvider.System, Path.GetRandomFileName);
var ports = new RunPorts(store.Runs, store.Leases, store.Artifacts, store.Blobs, TimeProvider.System);
var run = RunId.Parse(args[2]);
return args[0] switch
{
    "stepping" => await DriveAsync(new TemplateAgent(), TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture)), new SteppingObserver()),
    "sleeping" => await DriveAsync(new SleepingAgent(), TimeSpan.FromSeconds(15), new SilentObserver()),
    "approving" => await ApproveAsync(ExecutionId.Parse(args[3]), int.Parse(args[4], CultureInfo.InvariantCulture)),
    _ => 2,
};

async Task<int> DriveAsync(IDraftingAgent agent, TimeSpan term, IRunObserver observer)
{
    var driver = new DriverIdentity($"harness, process {Environment.ProcessId}", LocalProcess.Current);
    var outcome = await new DriveRun(ports, new TemplateAgent(), new() { LeaseTerm = term }).ExecuteAsync(run, agent, driver, observer, CancellationToken.None);
    Console.WriteLine(outcome switch
    {
        DriveOutcome.Stopped stopped => $"stopped {stopped.State.Status.ToWire()}",
        DriveOutcome.TakenOver => "taken over",
        DriveOutcome.HeldByOther held => $"held by {held.By.Driver}",
        _ => "no run",
    });
    return 0;
}

async Task<int> ApproveAsync(ExecutionId execution, int count)
{
    var use = new ApproveGate(ports);
    var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(n => Task.Run(async () =>
        await use.ExecuteAsync(run, execution, Actor.User(string.Create(CultureInfo.InvariantCulture, $"p{Environment.ProcessId}-{n}")), CancellationToken.None))));
    Console.WriteLine($"recorded {answers.OfType<RunAnswer.Done>().Count(a => a.Recorded.Count > 0)} repeated {answers.OfType<RunAnswer.Done>().Count(a => a.Recorded.Count == 0)}");
    return 0;
}
