using System.Diagnostics;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Drafting;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Driving;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Storage;

namespace DocsGen.TestSupport.Faults;

/// <summary>Runs of the service handbook, three phases and seven files: always the same, so that every one of them must end with the same bundle.</summary>
internal static class SmallRun
{
    /// <summary>The last phase of its formula.</summary>
    public const int FinalPhase = 2;

    /// <summary>Short, so that what a driver left behind that is stopped, or lives on without its store, is free soon.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(1);

    private static readonly Lazy<StartRunRequest> Request = new(Read);

    // It is made once: templates are compiled when they are first used.
    private static readonly TemplateAgent Agent = new();

    /// <summary>Listens to nothing.</summary>
    public static IRunObserver Unheard { get; } = new Silent();

    public static RunPorts Ports(IStore store) => new(store.Runs, store.Leases, store.Artifacts, store.Blobs, TimeProvider.System);

    public static ValueTask<RunState> StartAsync(IStore store, ReviewMode mode, byte[]? brief = null) =>
        new StartRun(Ports(store)).ExecuteAsync(Request.Value with { Settings = Request.Value.Settings with { ReviewMode = mode }, Brief = brief }, Actor.User("ada"), default);

    /// <summary>Drives a run to its next stop; null when another does, or took it over.</summary>
    public static async Task<RunState?> DriveAsync(IStore store, RunId run, IRunObserver observer)
    {
        var driver = new DriverIdentity($"process {Environment.ProcessId}", LocalProcess.Current);
        var outcome = await new DriveRun(Ports(store), Agent, new() { LeaseTerm = Term }).ExecuteAsync(run, Agent, driver, observer, default);
        return outcome is DriveOutcome.Stopped stopped ? stopped.State : null;
    }

    /// <summary>Drives a run to its end, and approves on the way; whoever left it holds it for its term at most.</summary>
    public static async Task<RunState> FinishAsync(IStore store, RunId run)
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            var state = await DriveAsync(store, run, Unheard);
            if (state?.Waiting is { } waiting) await new ApproveGate(Ports(store)).ExecuteAsync(run, waiting.Id, Actor.User("ada"), default);
            else if (state is not null) return state;
            else if (clock.Elapsed > Term * 10) throw new InvalidOperationException($"{run} is held longer than its lease.");
            else await Task.Delay(20);
        }
    }

    private static StartRunRequest Read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "DocsGen.slnx"))) root = root.Parent;
        var folder = Path.Combine(root.FullName, "samples", "service-handbook");
        var json = File.ReadAllBytes(Path.Combine(folder, "formula", "formula.json"));
        var templates = Directory.GetFiles(Path.Combine(folder, "formula", "templates"), "*.hbs").ToDictionary(f => Path.GetFileNameWithoutExtension(f)!, File.ReadAllText, StringComparer.Ordinal);
        var formula = FormulaReader.Read(json, templates).Formula!;
        var requirements = File.ReadAllBytes(Path.Combine(folder, "requirements.json"));
        var read = RequirementsReader.Read(requirements).Requirements!;
        return new()
        {
            Settings = new()
            {
                Slug = read.Plugin.Slug,
                Name = read.Plugin.Name,
                Formula = formula.Name,
                FormulaVersion = formula.Version,
                Profile = "full",
                Strictness = Strictness.Strict,
                ReviewMode = ReviewMode.Batch,
                Agent = "template",
                Tool = "0",
            },
            Requirements = requirements,
            Formula = FormulaPackage.Of(formula, json),
        };
    }

    private sealed class Silent : IRunObserver
    {
        public void Committed(RunState state, IReadOnlyList<RunEvent> events)
        {
        }

        public void Drafting(PlannedFile file, int number, int total)
        {
        }
    }
}
