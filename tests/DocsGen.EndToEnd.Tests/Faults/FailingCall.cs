using System.Globalization;
using System.Text;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>The n-th system call on a store fails, once or from then on; see faults.c.</summary>
internal sealed record FailingCall(long Number, string Error, bool Forever)
{
    /// <summary>What may go wrong: EIO, ENOSPC, EDQUOT, and a write that writes less.</summary>
    public static readonly IReadOnlyList<string> Errors = ["5", "28", "122", "short"];

    private const int TallyBytes = 4096;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"call {Number} {(Error == "short" ? "writes half" : $"fails with {Error}")}{(Forever ? ", and all after it" : "")}");

    /// <summary>Runs the program under it.</summary>
    /// <param name="folder">Where the program is started.</param>
    /// <param name="store">Where calls fail.</param>
    /// <returns>How the program ended, how many calls there were, and which one failed first; empty when none did.</returns>
    public (Finished Finished, long Calls, string Hit) Run(TempFolder folder, string store, params string[] args)
    {
        var tally = folder["tally"];
        File.WriteAllBytes(tally, new byte[TallyBytes]);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LD_PRELOAD"] = Tools.Faults.Value,
            ["FAULTS_UNDER"] = store,
            ["FAULTS_TALLY"] = tally,
            ["FAULTS_AT"] = Number.ToString(CultureInfo.InvariantCulture),
            ["FAULTS_ERROR"] = Error,
        };
        if (Forever) environment["FAULTS_FOREVER"] = "1";
        var finished = Product.RunWith(folder.Path, environment, args);
        var said = File.ReadAllBytes(tally);
        return (finished, BitConverter.ToInt64(said, 0), Encoding.UTF8.GetString(said[16..]).TrimEnd('\0'));
    }
}
