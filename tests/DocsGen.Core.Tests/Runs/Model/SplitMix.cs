namespace DocsGen.Core.Tests.Runs.Model;

/// <summary>Random numbers of a seed that is printed, the same on every machine; the moments at which things happen stay the machine's.</summary>
public sealed class SplitMix(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next number, 0 or more and below the one given.</summary>
    public int Next(int below)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)below);
    }
}
