using System.Globalization;
using DocsGen.Core.Tests.Runs.Model;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>Workers of the harness in processes of their own. Each round they open a store, work until they are told to end or a fault ends it, and close it again; between rounds they stay warm.</summary>
internal sealed class Crew(IReadOnlyList<string> roles, IReadOnlyDictionary<string, string>? environment = null) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HarnessChild?[] workers = new HarnessChild?[roles.Count];
    private readonly Task<IReadOnlyList<string>>[] rounds = new Task<IReadOnlyList<string>>[roles.Count];
    private readonly TaskCompletionSource[] opened = new TaskCompletionSource[roles.Count];
    private volatile bool faulted;

    /// <summary>Done once all have opened the store of this round, or ended without.</summary>
    public Task Opened => Task.WhenAll(opened.Select(o => o.Task));

    /// <summary>Whether one came to its end in this round, told or not.</summary>
    public bool AnyEnded => faulted || rounds.Any(r => r.IsCompleted);

    /// <summary>Begins a round for all; whoever died is started again.</summary>
    public async Task BeginAsync(string place, SplitMix random, Ledger ledger)
    {
        faulted = false;
        for (var n = 0; n < workers.Length; n++) await BeginAsync(n, place, random, ledger);
    }

    /// <summary>The same for one.</summary>
    public async Task BeginAsync(int worker, string place, SplitMix random, Ledger ledger)
    {
        if (workers[worker]?.Process.HasExited != false)
        {
            workers[worker]?.Dispose();
            workers[worker] = HarnessChild.Start(environment, "working");
        }

        var child = workers[worker]!;
        await child.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{roles[worker]} {place} {random.Next(int.MaxValue)}"));
        // A new store, and a new place in the order of pulls, for each round.
        var name = string.Create(CultureInfo.InvariantCulture, $"{worker} {random.Next(int.MaxValue)}");
        var isOpen = opened[worker] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        rounds[worker] = Task.Run(async () =>
        {
            try
            {
                return await ListenAsync(child, name, ledger, isOpen);
            }
            finally
            {
                isOpen.TrySetResult();
            }
        });
    }

    /// <summary>Ends the round, and answers what went wrong in it: nothing, where there was no fault.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        foreach (var worker in workers) await worker!.TryWriteAsync("end");
        var all = Task.WhenAll(rounds);
        if (await Task.WhenAny(all, Task.Delay(Patience)) != all)
        {
            foreach (var worker in workers) worker!.Kill();
            return [.. (await all).SelectMany(r => r), $"a worker did not end within {Patience.TotalSeconds:0} seconds"];
        }

        return [.. (await all).SelectMany(r => r)];
    }

    /// <summary>Stops one where it is, or lets it go on.</summary>
    public void Signal(int worker, string name) => Product.Signal(workers[worker]!.Process, name);

    /// <summary>Ends one as a crash would; what it had said before that counts. Answers what went wrong before it.</summary>
    public async Task<IReadOnlyList<string>> KillAsync(int worker)
    {
        workers[worker]!.Kill();
        return await rounds[worker];
    }

    /// <summary>Ends all as a crash would.</summary>
    public async Task<IReadOnlyList<string>> KillAsync()
    {
        foreach (var worker in workers) worker!.Kill();
        return [.. (await Task.WhenAll(rounds)).SelectMany(r => r)];
    }

    public void Dispose()
    {
        foreach (var worker in workers) worker?.Dispose();
    }

    private async Task<IReadOnlyList<string>> ListenAsync(HarnessChild child, string name, Ledger ledger, TaskCompletionSource isOpen)
    {
        const string mark = " .";
        var faults = new List<string>();
        while (await child.Process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.EndsWith(mark, StringComparison.Ordinal)) break;
            var said = line[..^mark.Length];
            if (said == "closed") return faults;
            if (said == "open") isOpen.TrySetResult();
            if (said.StartsWith("failed ", StringComparison.Ordinal))
            {
                faults.Add(said);
                faulted = true;
            }
            else
            {
                ledger.Note(name, said);
            }
        }

        await child.Process.WaitForExitAsync();
        return faults;
    }
}
