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

// A command has all cores until it ends; a server rather answers beside a collection.
if (args is not ["serve", ..]) ShortLivedProcess.Begin();

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await CliApp.RunAsync(args, Terminal.Real());
