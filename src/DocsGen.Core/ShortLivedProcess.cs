namespace DocsGen.Core;

/// <summary>What a process that validates once and ends asks of the garbage collector.</summary>
public static class ShortLivedProcess
{
    /// <summary>
    /// What is allocated before the first collection: as much as parsing and checking any one file within the limits takes, but for files of 100,000 issues. The parser holds a file's blocks
    /// until its end; a collection in the middle, which walks over all of them and frees none, took as long as the rest.
    /// </summary>
    private const long BeforeCollecting = 192 * 1024 * 1024;

    /// <summary>As much of it is for objects of 85,000 bytes and more: the text of a file, and lists of what is in it.</summary>
    private const long OfLarge = 64 * 1024 * 1024;

    /// <summary>
    /// The first collection waits until <see cref="BeforeCollecting"/> is used. Where there is too little memory for the wait, collections come as always.
    /// </summary>
    /// <exception cref="InvalidOperationException">It waits already.</exception>
    public static void Begin()
    {
        // Not more than two fifths of what the process may have.
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 5 * 2 < BeforeCollecting) return;
        try
        {
            GC.TryStartNoGCRegion(BeforeCollecting, OfLarge);
        }
        catch (ArgumentOutOfRangeException)
        {
            // The collector was started with smaller segments than that.
        }
    }
}
