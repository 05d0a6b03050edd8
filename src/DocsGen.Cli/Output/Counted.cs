using System.Globalization;

namespace DocsGen.Cli.Output;

/// <summary>Numbers with their nouns.</summary>
internal static class Counted
{
    /// <summary><c>1 file</c>, <c>2 files</c>.</summary>
    public static string Of(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
