using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using DocsGen.Agents;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Artifacts.Zip;
using DocsGen.Core.Runs.Attestations;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands;

/// <summary>
/// <c>docsgen verify [RUN | BUNDLE.zip [--attestation FILE --key FILE]]</c>: proves a run, all runs of the store, or a bundle file, by itself or by its attestation;
/// exit 3 when something is wrong.
/// </summary>
internal sealed class VerifyCommand : DocsGenCommand
{
    private readonly Argument<string?> subject = new("RUN|BUNDLE.zip") { Description = "A run or a bundle file (default: all runs of the store)", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> attestation = new("--attestation") { Description = "The attestation that the bundle must agree with; goes with --key", HelpName = "FILE" };
    private readonly Option<string?> keyFile = new("--key") { Description = "The public key that must have signed the attestation", HelpName = "FILE" };

    public VerifyCommand(Terminal terminal)
        : base("verify", "Verify a run, all runs, or a bundle", terminal)
    {
        Arguments.Add(subject);
        Options.Add(attestation);
        Options.Add(keyFile);
        subject.CompletionSources.Add(context => Run.RunOptions.RunIds(terminal, context.ParseResult));
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var named = parsed.GetValue(subject);
        if (parsed.GetValue(attestation) is not null || parsed.GetValue(keyFile) is not null) return await VerifyAttestedAsync(session, named, parsed, cancellationToken);
        return named is null || RunId.TryParse(named, out _)
            ? await VerifyRunsAsync(session, named, cancellationToken)
            : await VerifyBundleAsync(session, session.Absolute(named), cancellationToken);
    }

    private static async Task<int> VerifyRunsAsync(Session session, string? named, CancellationToken cancellationToken)
    {
        var ids = named is not null ? [RunId.Parse(named)] : (await session.Store.Runs.ListAsync(cancellationToken)).Select(r => r.Id).ToList();
        var use = new VerifyRun(session.Ports);
        var results = new List<Verification>();
        foreach (var id in ids)
        {
            var result = await use.ExecuteAsync(id, cancellationToken);
            if (result.Events == 0) throw Session.NoRun(id);
            results.Add(result);
            var verdict = result.Problems.Count == 0 ? session.Print.Good("ok") : session.Print.Bad("DAMAGED");
            session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{verdict}  {id}  {result.Events} events, {result.Artifacts} artifacts, {result.Bytes} bytes"));
            foreach (var problem in result.Problems) session.Print.Line($"    {problem}");
        }

        session.Print.Document("verification", json =>
        {
            json.WriteStartArray("runs");
            foreach (var result in results)
            {
                json.WriteStartObject();
                json.WriteString("id", result.Run.Value);
                json.WriteNumber("events", result.Events);
                json.WriteNumber("artifacts", result.Artifacts);
                json.WriteNumber("bytes", result.Bytes);
                json.WriteStartArray("problems");
                foreach (var problem in result.Problems) json.WriteStringValue(problem);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return results.All(r => r.Problems.Count == 0) ? ExitCodes.Done : ExitCodes.GateFailed;
    }

    private static async Task<int> VerifyBundleAsync(Session session, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) throw CliError.Usage("input.not_found", $"There is no file {path}, and that is no run id.");
        await using var stream = File.OpenRead(path);
        var hash = ContentHash.FromDigest(await SHA256.HashDataAsync(stream, cancellationToken));
        stream.Position = 0;
        var (files, problems) = BundleCheck.Check(stream);
        var run = await MadeByAsync(session, hash, cancellationToken);
        var verdict = problems.Count == 0 ? session.Print.Good("ok") : session.Print.Bad("DAMAGED");
        session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{verdict}  {path}  {files} files, {stream.Length} bytes, sha256 {hash}"));
        foreach (var problem in problems) session.Print.Line($"    {problem}");
        if (run is not null) session.Print.Line($"    it is the bundle of {run} in this store");
        session.Print.Document("verification", json =>
        {
            json.WriteString("file", path);
            json.WriteString("sha256", hash.Value);
            json.WriteNumber("files", files);
            if (run is { } id) json.WriteString("runId", id.Value);
            json.WriteStartArray("problems");
            foreach (var problem in problems) json.WriteStringValue(problem);
            json.WriteEndArray();
        });
        return problems.Count == 0 ? ExitCodes.Done : ExitCodes.GateFailed;
    }

    private async Task<int> VerifyAttestedAsync(Session session, string? named, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(attestation) is not { } file || parsed.GetValue(keyFile) is not { } pem) throw CliError.Usage("usage", "--attestation and --key go together.");
        if (named is null || RunId.TryParse(named, out _)) throw CliError.Usage("usage", "An attestation is verified with a bundle file: docsgen verify BUNDLE.zip --attestation FILE --key FILE.");
        using var key = KeyFile.ReadPublic(session.Absolute(pem));
        var path = session.Absolute(named);
        await using var stream = RegularFile.Open(path);
        await using var envelope = RegularFile.Open(session.Absolute(file));
        var hash = ContentHash.FromDigest(await SHA256.HashDataAsync(stream, cancellationToken));
        stream.Position = 0;
        var (files, damage) = BundleCheck.Check(stream);
        var result = AttestationCheck.Check(stream, envelope, key);
        IReadOnlyList<string> problems = [.. damage, .. result.Problems];
        var verdict = problems.Count == 0 ? session.Print.Good("ok") : session.Print.Bad(damage.Count > 0 ? "DAMAGED" : "REFUSED");
        session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{verdict}  {path}  {files} files, {stream.Length} bytes, sha256 {hash}"));
        foreach (var problem in problems) session.Print.Line($"    {problem}");
        if (problems.Count == 0) session.Print.Line($"    attested by key {key.KeyId[..12]}: {result.Attested!.Name} of {result.Attested.Run}, every file as stated");
        session.Print.Document("verification", json =>
        {
            json.WriteString("file", path);
            json.WriteString("sha256", hash.Value);
            json.WriteNumber("files", files);
            json.WriteString("keyId", key.KeyId);
            if (result.Attested is { } attested) json.WriteString("runId", attested.Run);
            json.WriteStartArray("problems");
            foreach (var problem in problems) json.WriteStringValue(problem);
            json.WriteEndArray();
        });
        return problems.Count == 0 ? ExitCodes.Done : ExitCodes.GateFailed;
    }

    private static async ValueTask<RunId?> MadeByAsync(Session session, ContentHash hash, CancellationToken cancellationToken)
    {
        if (!session.HasStore) return null;
        foreach (var row in await session.Store.Runs.ListAsync(cancellationToken))
        {
            var artifacts = await session.Store.Artifacts.ListAsync(row.Id, cancellationToken);
            if (artifacts.Any(a => a.Type == ArtifactType.Bundle && a.Hash == hash)) return row.Id;
        }

        return null;
    }
}
