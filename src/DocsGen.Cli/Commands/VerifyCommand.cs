using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using DocsGen.Agents;
using DocsGen.Cli.Commands.Sync;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Artifacts.Zip;
using DocsGen.Core.Runs.Attestations;
using DocsGen.Core.Sync;

namespace DocsGen.Cli.Commands;

/// <summary>
/// <c>docsgen verify [RUN | --space S | BUNDLE.zip [--attestation FILE --key FILE]]</c>: proves a run, a space, all of the store, or a bundle file, by itself or by its
/// attestation; exit 3 when something is wrong.
/// </summary>
internal sealed class VerifyCommand : DocsGenCommand
{
    private readonly Argument<string?> subject = new("RUN|BUNDLE.zip") { Description = "A run or a bundle file (default: all runs and spaces of the store)", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> space = new("--space", "-s") { Description = "Only this space", HelpName = "SPACE" };
    private readonly Option<string?> attestation = new("--attestation") { Description = "The attestation that the bundle must agree with; goes with --key", HelpName = "FILE" };
    private readonly Option<string?> keyFile = new("--key") { Description = "The public key that must have signed the attestation", HelpName = "FILE" };

    public VerifyCommand(Terminal terminal)
        : base("verify", "Verify a run, a space, a bundle, or the whole store", terminal)
    {
        Arguments.Add(subject);
        Options.Add(space);
        Options.Add(attestation);
        Options.Add(keyFile);
        subject.CompletionSources.Add(context => Run.RunOptions.RunIds(terminal, context.ParseResult));
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var named = parsed.GetValue(subject);
        if (parsed.GetValue(space) is { } slug)
        {
            if (named is not null || parsed.GetValue(attestation) is not null || parsed.GetValue(keyFile) is not null) throw CliError.Usage("usage", "--space goes alone.");
            return await new VerifyStore(session).PartAsync([], await SpacesAsync(session, slug, cancellationToken), cancellationToken);
        }

        if (parsed.GetValue(attestation) is not null || parsed.GetValue(keyFile) is not null) return await VerifyAttestedAsync(session, named, parsed, cancellationToken);
        if (named is not null) return RunId.TryParse(named, out var run) ? await new VerifyStore(session).PartAsync([run], [], cancellationToken) : await VerifyBundleAsync(session, session.Absolute(named), cancellationToken);
        return await new VerifyStore(session).WholeAsync(cancellationToken);
    }

    private static async ValueTask<IReadOnlyList<SpaceName>> SpacesAsync(Session session, string slug, CancellationToken cancellationToken) =>
        [(await session.Store.SpaceRecords.ListAsync(cancellationToken)).FirstOrDefault(s => s.Slug == slug) ?? throw SyncOptions.NoSpace(slug)];

    private static async Task<int> VerifyBundleAsync(Session session, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) throw CliError.Usage("input.not_found", $"There is no file {path}, and that is no run id.");
        await using var stream = File.OpenRead(path);
        var hash = ContentHash.FromDigest(await SHA256.HashDataAsync(stream, cancellationToken));
        stream.Position = 0;
        var (files, problems) = BundleCheck.Check(stream);
        var run = await MadeByAsync(session, hash, cancellationToken);
        VerifyStore.PrintVerdict(session.Print, string.Create(CultureInfo.InvariantCulture, $"{path}  {files} files, {stream.Length} bytes, sha256 {hash}"), problems);
        if (run is not null) session.Print.Line($"    it is the bundle of {run} in this store");
        session.Print.Document("verification", json =>
        {
            json.WriteString("file", path);
            json.WriteString("sha256", hash.Value);
            json.WriteNumber("files", files);
            if (run is { } id) json.WriteString("runId", id.Value);
            VerifyStore.Write(json, problems);
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
            VerifyStore.Write(json, problems);
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
