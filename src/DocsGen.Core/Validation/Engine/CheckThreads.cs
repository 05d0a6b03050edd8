using System.Runtime.ExceptionServices;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>
/// Runs jobs on a few threads of its own, and watches what each rule takes. A rule whose time is spent is asked to stop by its token; a
/// check that does not stop within <see cref="Grace"/> is given up: another thread takes its place and goes on with the next rule.
/// .NET cannot end a thread, so that the one given up goes on taking a core, and keeps its model alive, until the rule returns or the
/// process ends. That is the cost of a verdict that always comes; only a fault of a rule makes anyone pay it.
/// </summary>
internal sealed class CheckThreads(int threads, TimeProvider time, CancellationToken caller)
{
    /// <summary>How long a rule has between being asked to stop and being given up.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private sealed class Worker(CheckJob? first)
    {
        public CheckJob? First => first;
        public CheckJob? Job { get; set; }
        public RuleBudget? Running { get; set; }
        public long Since { get; set; }
        public bool GivenUp { get; set; }
    }

    private sealed class Batch(IReadOnlyList<CheckJob> jobs)
    {
        private int next = -1;
        private int left = jobs.Count;

        public ManualResetEventSlim Over { get; } = new();
        public ExceptionDispatchInfo? Failure { get; set; }
        public List<Worker> Workers { get; } = [];
        public volatile bool Canceled;

        public CheckJob? Take()
        {
            var at = Canceled ? jobs.Count : Interlocked.Increment(ref next);
            return at < jobs.Count ? jobs[at] : null;
        }

        public void Finished()
        {
            if (Interlocked.Decrement(ref left) == 0) Over.Set();
        }
    }

    /// <summary>Runs all jobs to their end, taking them up in the order given.</summary>
    /// <exception cref="OperationCanceledException">The caller canceled; checks that run may go on for a moment, and nobody hears of them.</exception>
    public void Run(IReadOnlyList<CheckJob> jobs)
    {
        caller.ThrowIfCancellationRequested();
        if (jobs.Count == 0) return;
        var batch = new Batch(jobs);
        for (var i = 0; i < Math.Min(threads, jobs.Count); i++) Start(batch, new(null));
        try
        {
            while (!batch.Over.Wait(BetweenLooks, caller))
            {
                for (var i = 0; i < batch.Workers.Count; i++) Look(batch, batch.Workers[i]);
            }
        }
        catch (OperationCanceledException)
        {
            batch.Canceled = true;
            throw;
        }

        batch.Failure?.Throw();
    }

    private void Start(Batch batch, Worker worker)
    {
        batch.Workers.Add(worker);
        new Thread(() => Work(batch, worker)) { IsBackground = true, Name = "validation" }.Start();
    }

    private void Work(Batch batch, Worker me)
    {
        try
        {
            for (var job = me.First ?? Begun(batch.Take()); job is not null; job = Begun(batch.Take()))
            {
                if (!RunRules(batch, me, job)) return;
                job.End();
                batch.Finished();
            }
        }
        catch (Exception failure)
        {
            // Not a rule's failure, which is an issue: the caller's thread raises it.
            batch.Failure = ExceptionDispatchInfo.Capture(failure);
            batch.Canceled = true;
            batch.Over.Set();
        }
    }

    private static CheckJob? Begun(CheckJob? job)
    {
        job?.Begin();
        return job;
    }

    private bool RunRules(Batch batch, Worker me, CheckJob job)
    {
        var found = new List<RawIssue>();
        while (job.Done < job.Rules.Count)
        {
            if (batch.Canceled) return false;
            var rule = job.Rules[job.Done];
            if (!rule.Stopped)
            {
                var since = time.GetTimestamp();
                lock (me) (me.Job, me.Running, me.Since) = (job, rule, since);
                Guarded(rule, job, found);
                lock (me)
                {
                    if (me.GivenUp) return false;
                    me.Running = null;
                }

                rule.Add(time.GetElapsedTime(since));
            }

            job.Found.AddRange(found);
            found.Clear();
            job.Done++;
        }

        return true;
    }

    /// <summary>A rule that throws is an error issue and never a pass; what it found until then stays.</summary>
    private static void Guarded(RuleBudget rule, CheckJob job, List<RawIssue> found)
    {
        try
        {
            job.Check(rule.Active, found, rule.Token);
        }
        catch (OperationCanceledException) when (rule.Stopped)
        {
            // Said once for all files: see RuleBudget.ExceededIssue.
        }
        catch (Exception failure)
        {
            found.Add(new(Validator.FailedRule, Severity.Error, job.File, default, $"The rule {rule.Active.Rule.Info.Id} failed ({failure.GetType().Name}: {failure.Message}); nothing is known of what else it would find."));
        }
    }

    private void Look(Batch batch, Worker worker)
    {
        CheckJob job;
        lock (worker)
        {
            if (worker.GivenUp || worker.Running is not { } rule) return;
            rule.Watch(time.GetElapsedTime(worker.Since));
            if (!rule.Stopped || rule.SinceStop < Grace) return;
            worker.GivenUp = true;
            job = worker.Job!;
            job.Done++;
        }

        Start(batch, new(job));
    }
}
