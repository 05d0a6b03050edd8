using System.Runtime;

namespace DocsGen.Core;

/// <summary>What a process that does one thing and ends asks of the garbage collector. A server leaves all as it is.</summary>
public static class ShortLivedProcess
{
    /// <summary>
    /// What is allocated before the first collection: as much as parsing and checking any one file within the limits takes, but for files of tens of thousands of issues. The parser holds a
    /// file's blocks until its end; a collection in the middle, which walks over all of them and frees none, took as long as the rest.
    /// </summary>
    private const long BeforeCollecting = 160 * 1024 * 1024;

    /// <summary>Not more than a part of what the process may have.</summary>
    private const int MostOfAll = 3;

    /// <summary>
    /// Collections wait until <see cref="BeforeCollecting"/> is used, and then take all cores rather than run beside the work. Where there is too little memory for the wait, they come as always.
    /// </summary>
    public static void Begin()
    {
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= MostOfAll * BeforeCollecting) GC.TryStartNoGCRegion(BeforeCollecting);
    }
}
