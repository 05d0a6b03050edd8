using System.Globalization;
using DocsGen.Server.Answers;

namespace DocsGen.Server.Requests;

/// <summary>Numbers that an address holds.</summary>
internal static class RouteNumbers
{
    /// <summary>A whole number from 1 on.</summary>
    public static long Of(string name, string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
        ? value
        : throw RequestRefused.Bad($"{name} is '{text}'; it should be a whole number from 1 on.");

    /// <summary>The number of a version; what is larger than any version is none that a document has.</summary>
    public static int Version(string name, string text) => (int)Math.Min(Of(name, text), int.MaxValue);
}
