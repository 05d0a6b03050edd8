using System.CommandLine;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run attest --key FILE</c>: signs a statement about the last bundle, stores it beside the bundle, and copies it out where asked.</summary>
internal sealed class RunAttestCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<string> keyFile = new("--key") { Description = "File of the private key, as 'docsgen key new' writes it", HelpName = "FILE", Required = true };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Copy the attestation there; - for standard output", HelpName = "FILE" };

    public RunAttestCommand(Terminal terminal)
        : base("attest", "Sign a statement of how the bundle came to be", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(keyFile);
        Options.Add(output);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var toOut = parsed.GetValue(output) == "-";
        if (toOut && session.Print.Json) throw CliError.Usage("usage", "--json and '-o -' both want standard output; name a file with -o.");
        using var key = KeyFile.ReadPrivate(session.Absolute(parsed.GetValue(keyFile)!));
        var id = await session.FindRunAsync(parsed.GetValue(run), cancellationToken);
        var done = Unwrap(await new AttestRun(session.Ports).ExecuteAsync(id, key, session.Actor, cancellationToken), id);
        if (toOut)
        {
            await using var standard = session.Terminal.OpenOut();
            await standard.WriteAsync(done.Envelope, cancellationToken);
            return ExitCodes.Done;
        }

        var target = parsed.GetValue(output) is { } file ? session.Absolute(file) : null;
        if (target is not null) await OutputFile.ReplaceAsync(target, new MemoryStream(done.Envelope.ToArray(), writable: false), session.Terminal.NewId(), cancellationToken);
        Print(session, id, key.KeyId, done, target);
        return ExitCodes.Done;
    }

    private static AttestAnswer.Done Unwrap(AttestAnswer answer, RunId run) => answer switch
    {
        AttestAnswer.Done done => done,
        AttestAnswer.Refused { Code: "run.damaged" } refused => throw new CliError(refused.Code, refused.Message, ExitCodes.GateFailed),
        AttestAnswer.Refused refused => throw new CliError(refused.Code, refused.Message, ExitCodes.Conflict),
        _ => throw Session.NoRun(run),
    };

    private static void Print(Session session, RunId id, string keyId, AttestAnswer.Done done, string? target)
    {
        session.Print.Line($"{(done.IsNew ? "attested" : "attested before")}: {done.Bundle.Path} of {id}, sha256 {done.Bundle.Hash}");
        session.Print.Line($"  key:    {keyId}");
        session.Print.Line($"  stored: {done.Artifact.Path}");
        if (target is not null) session.Print.Line($"  file:   {target}");
        session.Print.Document("attestation", json =>
        {
            json.WriteString("runId", id.Value);
            json.WriteString("keyId", keyId);
            json.WriteBoolean("isNew", done.IsNew);
            json.WriteString("path", done.Artifact.Path);
            json.WriteString("sha256", done.Artifact.Hash.Value);
            json.WriteStartObject("bundle");
            json.WriteString("path", done.Bundle.Path);
            json.WriteString("sha256", done.Bundle.Hash.Value);
            json.WriteEndObject();
            if (target is not null) json.WriteString("file", target);
        });
    }
}
