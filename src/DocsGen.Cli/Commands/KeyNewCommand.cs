using System.CommandLine;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs.Attestations;

namespace DocsGen.Cli.Commands;

/// <summary><c>docsgen key new [--out FILE]</c>: makes a pair of keys for attestations, the private one readable by its user alone.</summary>
internal sealed class KeyNewCommand : DocsGenCommand
{
    private readonly Option<string> output = new("--out", "-o") { Description = "File of the private key; the public one goes beside it, with .pub", HelpName = "FILE", DefaultValueFactory = _ => "docsgen-key.pem" };

    public KeyNewCommand(Terminal terminal)
        : base("new", "Make a pair of keys that signs attestations (ECDSA P-256)", terminal)
    {
        Options.Add(output);
    }

    protected override Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = session.Absolute(parsed.GetValue(output)!);
        using var key = SigningKey.Generate();
        KeyFile.Write(path, key);
        session.Print.Line($"key {key.KeyId}");
        session.Print.Line($"  private: {path}  (keep it to yourself)");
        session.Print.Line($"  public:  {KeyFile.PublicOf(path)}  (give it to whoever verifies)");
        session.Print.Document("key", json =>
        {
            json.WriteString("keyId", key.KeyId);
            json.WriteString("privateKey", path);
            json.WriteString("publicKey", KeyFile.PublicOf(path));
        });
        return Task.FromResult(ExitCodes.Done);
    }
}
