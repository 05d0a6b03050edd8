namespace DocsGen.Core.Artifacts.Zip;

/// <summary>Checks a bundle on its own, without a store: every byte against its checksum, and the form that makes bundles reproducible (A6).</summary>
public static class BundleCheck
{
    private const uint NewYear1980 = 0x0021_0000;

    /// <summary>Reads the whole bundle; the answer lists what is wrong, and is empty for a good one.</summary>
    public static (int Files, IReadOnlyList<string> Problems) Check(Stream stream)
    {
        var problems = new List<string>();
        ZipReader zip;
        try
        {
            zip = ZipReader.Open(stream, new());
        }
        catch (ZipRefusedException refused)
        {
            return (0, [refused.Message]);
        }

        var previous = "";
        foreach (var entry in zip.Entries)
        {
            if (string.CompareOrdinal(previous, entry.Name) >= 0) problems.Add($"{entry.Name}: the entries are not sorted");
            if (!entry.Stored) problems.Add($"{entry.Name}: it is compressed; bundles store their files as they are");
            if (entry.Timestamp != NewYear1980) problems.Add($"{entry.Name}: it carries a time of its own");
            try
            {
                _ = zip.Read(entry);
            }
            catch (ZipRefusedException refused)
            {
                problems.Add(refused.Message);
            }

            previous = entry.Name;
        }

        return (zip.Entries.Count, problems);
    }
}
