using System.Runtime;
using System.Text;
using DocsGen.Cli;
using DocsGen.Cli.Output;
using DocsGen.Core;

// Normalisation does nothing under InvariantGlobalization, and every path rule stands on it.
if ("e\u0301".Normalize(NormalizationForm.FormC).Length != 1)
{
    Console.Error.WriteLine("error: this process cannot normalise Unicode text. Install ICU (Debian: libicu72) and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
    return ExitCodes.Unexpected;
}

// A command has the machine until it ends, and a collection beside its work only takes a core away; a server rather answers meanwhile.
if (!args.Contains("serve")) GCSettings.LatencyMode = GCLatencyMode.Batch;
if (args.Contains("validate") && !args.Any(a => a is "--watch" or "-w")) ShortLivedProcess.Begin();

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await CliApp.RunAsync(args, Terminal.Real());
