using System.Globalization;
using DocsGen.Core.Tests.Validation.Hostile;

namespace DocsGen.Core.Tests;

/// <summary>
/// This assembly as a program: the child processes of the suites that need a heap limit and a wall clock of their own.
///   hostile CASE...                validates each case; one line each
///   doubling CASE...               validates each case at half and at full size; one line each
///   fuzz SEED DOCUMENTS SECONDS    makes and validates documents; ends with 1 on the first fault
/// </summary>
internal static class Program
{
    public static int Main(string[] args) => args switch
    {
        ["hostile", .. var cases] => HostileProcess.RunAll(cases),
        ["doubling", .. var cases] => HostileProcess.DoubleAll(cases),
        ["fuzz", var seed, var documents, var seconds] => FuzzProcess.Run(int.Parse(seed, CultureInfo.InvariantCulture), long.Parse(documents, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture)),
        _ => 2,
    };
}
