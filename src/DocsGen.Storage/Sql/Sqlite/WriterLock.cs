using System.Diagnostics;
using DocsGen.Storage.Files;
using Microsoft.Win32.SafeHandles;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>
/// One writer at a time over all processes on a store: an advisory lock on <c>writer.lock</c>, which the kernel frees when its holder dies.
/// The SQLite that ships here can corrupt a WAL that two connections write and checkpoint at once; under this lock they never do
/// (docs/decisions/0003). Waiting is bounded.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    private readonly SemaphoreSlim within = new(1, 1);
    private readonly SafeFileHandle file;
    private readonly string path;

    public WriterLock(string path)
    {
        this.path = path;
        file = Posix.OpenForLocking(path);
    }

    /// <summary>How long a writer waits for its turn.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>What a holder does before all else when another process held the lock last, or may have: that one may have been killed in the middle. A lone writer does nothing, and makes nothing dirty.</summary>
    public Action TakeOver { get; init; } = () => { };

    /// <summary>Runs an action as the only writer.</summary>
    /// <exception cref="StoreBusyException">Others wrote for longer than <see cref="Patience"/>.</exception>
    public T Hold<T>(Func<T> action)
    {
        var clock = Stopwatch.StartNew();
        if (!within.Wait(Patience)) throw Busy();
        try
        {
            Acquire(clock);
            try
            {
                if (!LockHolder.IsSigned(file))
                {
                    TakeOver();
                    LockHolder.Sign(file);
                }

                return action();
            }
            finally
            {
                Posix.Unlock(file, path);
            }
        }
        finally
        {
            within.Release();
        }
    }

    /// <summary>Who holds the lock for longer than <see cref="Patience"/>, and what to do about it; null where it is free, or becomes so. Nothing is written.</summary>
    public (string Holder, string? Advice)? Stuck()
    {
        try
        {
            Acquire(Stopwatch.StartNew());
        }
        catch (StoreBusyException)
        {
            return LockHolder.Describe(file);
        }

        Posix.Unlock(file, path);
        return null;
    }

    public void Dispose()
    {
        file.Dispose();
        within.Dispose();
    }

    private void Acquire(Stopwatch clock)
    {
        var pause = 0;
        while (!Posix.TryLock(file, path))
        {
            if (clock.Elapsed > Patience) throw Busy();
            // Most holders are done within a millisecond; back off to five, spread by process so that they do not march in step.
            Thread.Sleep(Math.Min(1 + (pause++ / 8) + (Environment.ProcessId % 2), 5));
        }
    }

    private StoreBusyException Busy()
    {
        var (holder, advice) = LockHolder.Describe(file);
        return new(Path.GetDirectoryName(path)!, Patience, holder, advice);
    }
}
