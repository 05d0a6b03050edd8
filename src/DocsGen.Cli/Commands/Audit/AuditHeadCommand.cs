using System.CommandLine;
using System.Text;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs.Attestations;

namespace DocsGen.Cli.Commands.Audit;

/// <summary><c>docsgen audit head [--key FILE] [-o FILE]</c>: where every chain stands, to keep elsewhere.</summary>
internal sealed class AuditHeadCommand : DocsGenCommand
{
    private readonly Option<string?> keyFile = new("--key") { Description = "Sign it with this private key, as 'docsgen key new' writes it", HelpName = "FILE" };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Write it there", HelpName = "FILE" };

    public AuditHeadCommand(Terminal terminal)
        : base("head", "Print where every chain of events stands, to keep elsewhere", terminal)
    {
        Options.Add(keyFile);
        Options.Add(output);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var key = parsed.GetValue(keyFile) is { } pem ? KeyFile.ReadPrivate(session.Absolute(pem)) : null;
        var head = AuditHead.Of(await AuditChains.AllAsync(session, cancellationToken), session.Terminal.Clock.GetUtcNow());
        var bytes = key is null ? head.ToBytes() : DsseEnvelope.Sign(AuditHead.PayloadType, head.ToBytes(), key).ToBytes();
        if (parsed.GetValue(output) is { } file)
        {
            var target = session.Absolute(file);
            await OutputFile.ReplaceAsync(target, new MemoryStream(bytes, writable: false), session.Terminal.NewId(), cancellationToken);
            session.Print.Line($"{head.Chains.Count} chains stand in {target}. Keep it where whoever changes the store cannot reach it.");
        }
        else session.Print.Line(Encoding.UTF8.GetString(bytes).TrimEnd('\n'));

        session.Print.Document("audithead", json =>
        {
            head.Write(json);
            if (key is not null) json.WriteString("signed", Convert.ToBase64String(bytes));
        });
        return ExitCodes.Done;
    }
}
