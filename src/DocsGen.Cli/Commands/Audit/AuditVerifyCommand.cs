using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;

namespace DocsGen.Cli.Commands.Audit;

/// <summary><c>docsgen audit verify [--head FILE [--key FILE]]</c>: proves every chain of events; exit 3 when one is broken, or shorter than it was.</summary>
internal sealed class AuditVerifyCommand : DocsGenCommand
{
    private readonly Option<string?> headFile = new("--head") { Description = "What 'docsgen audit head' wrote earlier: shows a tail that was cut off", HelpName = "FILE" };
    private readonly Option<string?> keyFile = new("--key") { Description = "The public key that must have signed it; goes with --head", HelpName = "FILE" };

    public AuditVerifyCommand(Terminal terminal)
        : base("verify", "Prove every chain of events", terminal)
    {
        Options.Add(headFile);
        Options.Add(keyFile);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(keyFile) is not null && parsed.GetValue(headFile) is null) throw CliError.Usage("usage", "--key goes with --head.");
        using var key = parsed.GetValue(keyFile) is { } pem ? KeyFile.ReadPublic(session.Absolute(pem)) : null;
        return await VerifyAsync(session, parsed.GetValue(headFile) is { } file ? AuditHead.Read(session.Absolute(file), key) : null, cancellationToken);
    }

    /// <summary>Proves every chain, and says what is wrong.</summary>
    public static async Task<int> VerifyAsync(Session session, AuditHead? head, CancellationToken cancellationToken)
    {
        var chains = await AuditChains.AllAsync(session, cancellationToken);
        var problems = chains.SelectMany(ProblemsOf).Concat(head?.Missing(chains) ?? []).ToList();
        foreach (var problem in problems) session.Print.Line($"{session.Print.Bad("DAMAGED")}  {problem}");
        if (problems.Count == 0) session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{session.Print.Good("ok")}  {chains.Count} chains, {chains.Sum(c => c.Events.Count)} events{(head is null ? "" : $", all that were there at {head.Utc}")}"));
        session.Print.Document("auditverification", json =>
        {
            json.WriteNumber("chains", chains.Count);
            json.WriteNumber("events", chains.Sum(c => c.Events.Count));
            json.WriteStartArray("problems");
            foreach (var problem in problems) json.WriteStringValue(problem);
            json.WriteEndArray();
        });
        return problems.Count == 0 ? ExitCodes.Done : ExitCodes.GateFailed;
    }

    private static IEnumerable<string> ProblemsOf(AuditChain chain)
    {
        if (EventChain.FindBreak(chain.Events) is { } broken) yield return $"{chain.Name}: {broken}";
        if (chain.Counted is not var (events, hash)) yield break;
        if (chain.Events.Count < events) yield return string.Create(CultureInfo.InvariantCulture, $"{chain.Name}: {events} events were written, {chain.Events.Count} are there");
        else if (events > 0 && chain.Events[(int)events - 1].Hash != hash) yield return string.Create(CultureInfo.InvariantCulture, $"{chain.Name}: event {events} is not the one that was written");
    }
}
