namespace DocsGen.Core.Tests;

/// <summary>A seeded source (SplitMix64), so that a failure can be replayed from its seed on any version of .NET.</summary>
internal sealed class SeededBytes(int seed)
{
    private ulong state = (ulong)seed;

    public int Next(int below)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)below);
    }
}
