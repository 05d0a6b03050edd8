using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Storage;

namespace DocsGen.Cli.Tests.Commands;

public sealed class AttestationTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_new_key_is_its_users_alone_and_replaces_nothing()
    {
        var answer = (await cli.RunAsync("key", "new", "--out", "k.pem")).ShouldExit(0);
        answer.Masked.ShouldBe("key HASH\n  private: WORK/k.pem  (keep it to yourself)\n  public:  WORK/k.pem.pub  (give it to whoever verifies)\n");
        File.GetUnixFileMode(cli["k.pem"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await File.ReadAllTextAsync(cli["k.pem"])).ShouldStartWith("-----BEGIN PRIVATE KEY-----\n");
        (await File.ReadAllTextAsync(cli["k.pem.pub"])).ShouldStartWith("-----BEGIN PUBLIC KEY-----\n");
        var before = await File.ReadAllTextAsync(cli["k.pem"]);
        (await cli.RunAsync("key", "new", "--out", "k.pem")).ShouldRefuse(2, "WORK/k.pem is there already, and a key is never replaced. Name another file with --out.");
        (await File.ReadAllTextAsync(cli["k.pem"])).ShouldBe(before);
        cli.Write("other.pem.pub", "somebody's");
        (await cli.RunAsync("key", "new", "--out", "other.pem")).ShouldRefuse(2, "WORK/other.pem.pub is there already, and a key is never replaced. Name another file with --out.");
        File.Exists(cli["other.pem"]).ShouldBeFalse("half a pair is none");
        (await cli.RunAsync("key", "new", "--out", "gone/k.pem")).ShouldRefuse(2, "There is no folder WORK/gone.");
        var json = (await cli.RunAsync("key", "new", "--json")).ShouldExit(0).ShouldBeDocument("key");
        json.GetProperty("privateKey").GetString().ShouldBe("WORK/docsgen-key.pem");
        json.GetProperty("keyId").GetString()!.Length.ShouldBe(64);
    }

    [Fact]
    public async Task A_complete_run_is_attested_once_by_a_key_and_verified_by_its_public_half_without_a_store()
    {
        await AttestedAsync();
        (await cli.RunAsync("verify")).ShouldExit(0).Masked.ShouldMatch($@"^ok  store  [^\n]*\nok  {Cli.FirstRun}  \d+ events, \d+ artifacts, N bytes\n$");
        var artifact = (await cli.RunAsync("run", "artifacts", "--type", "Attestation", "--json")).Json.GetProperty("artifacts").EnumerateArray().ShouldHaveSingleItem();
        artifact.GetProperty("path").GetString().ShouldBe($"{Cli.FirstRun}/final/attestation-{KeyId()[..8]}.dsse.json");
        artifact.GetProperty("createdBy").GetString().ShouldBe("user:ada");
        var first = await File.ReadAllTextAsync(cli["a.json"]);
        Directory.Delete(cli[".docsgen"], recursive: true);
        (await cli.RunAsync("verify", "b.zip", "--attestation", "a.json", "--key", "k.pem.pub")).ShouldExit(0).Masked.ShouldBe(
            $"ok  WORK/b.zip  46 files, N bytes, sha256 HASH\n    attested by key HASH: link-shelf-documentation-bundle.zip of {Cli.FirstRun}, every file as stated\n");
        first.ShouldContain("\"payloadType\": \"application/vnd.in-toto+json\"");
    }

    [Fact]
    public async Task A2_attesting_again_by_the_same_key_answers_the_stored_attestation_and_writes_nothing()
    {
        var answer = await AttestedAsync();
        answer.Masked.ShouldBe(
            $"attested: final/link-shelf-documentation-bundle.zip of {Cli.FirstRun}, sha256 HASH\n  key:    HASH\n  stored: final/attestation-{KeyId()[..8]}.dsse.json\n  file:   WORK/a.json\n");
        var events = (await cli.RunAsync("run", "events")).Out;
        var again = (await cli.RunAsync("run", "attest", "--key", "k.pem", "-o", "again.json")).ShouldExit(0);
        again.Out.ShouldStartWith("attested before: final/link-shelf-documentation-bundle.zip of ");
        (await File.ReadAllTextAsync(cli["again.json"])).ShouldBe(await File.ReadAllTextAsync(cli["a.json"]));
        (await cli.RunAsync("run", "events")).Out.ShouldBe(events);
        (await cli.RunAsync("run", "attest", "--key", "k.pem", "-o", "-")).ShouldExit(0).Raw.ShouldBe(await File.ReadAllBytesAsync(cli["a.json"]));
    }

    [Fact]
    public async Task Another_key_signs_the_same_statement_byte_for_byte_whatever_happened_since()
    {
        await AttestedAsync();
        await cli.RunAsync("key", "new", "--out", "k2.pem");
        var second = (await cli.RunAsync("run", "attest", "--key", "k2.pem", "-o", "a2.json", "--json")).ShouldExit(0).ShouldBeDocument("attestation");
        second.GetProperty("isNew").GetBoolean().ShouldBeTrue();
        Payload("a2.json").ShouldBe(Payload("a.json"));
        (await cli.RunAsync("verify")).ShouldExit(0);
    }

    [Fact]
    public async Task The_statement_says_what_went_in_what_the_gates_found_and_who_decided()
    {
        await cli.RunAsync("key", "new", "--out", "k.pem");
        await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--auto-approve", "0,1,2,3,4");
        (await cli.RunAsync("run", "approve", "--execution", "phase5_exec_001")).ShouldExit(0);
        (await cli.RunAsync("run", "attest", "--key", "k.pem", "-o", "a.json")).ShouldExit(0);
        using var document = JsonDocument.Parse(Payload("a.json"));
        var predicate = document.RootElement.GetProperty("predicate");
        var build = predicate.GetProperty("buildDefinition");
        build.GetProperty("externalParameters").GetProperty("formula").GetProperty("name").GetString().ShouldBe("plugin");
        build.GetProperty("externalParameters").GetProperty("reviewMode").GetString().ShouldBe("interactive");
        build.GetProperty("resolvedDependencies").EnumerateArray().Select(d => d.GetProperty("name").GetString()).ShouldBe(["input/formula.json", "input/host-structure.txt", "input/requirements.json"]);
        var metadata = predicate.GetProperty("runDetails").GetProperty("metadata");
        metadata.GetProperty("invocationId").GetString().ShouldBe(Cli.FirstRun);
        metadata.GetProperty("finishedOn").GetString().ShouldBe("2026-01-02T03:04:05.000Z");
        var evidence = predicate.GetProperty("docsgen_run");
        evidence.GetProperty("files").GetArrayLength().ShouldBe(46);
        evidence.GetProperty("gates").EnumerateArray().Select(g => $"{g.GetProperty("execution")} {g.GetProperty("verdict")} {g.GetProperty("reportSha256").GetString()!.Length}")
            .ShouldBe(Enumerable.Range(0, 6).Select(n => $"phase{n}_exec_001 passed 64"));
        evidence.GetProperty("decisions").EnumerateArray().Select(d => $"{d.GetProperty("decision")} {d.GetProperty("execution")} {d.GetProperty("by")} {d.GetProperty("automatic")}")
            .ShouldBe([.. Enumerable.Range(0, 5).Select(n => $"approved phase{n}_exec_001 tool:docsgen True"), "approved phase5_exec_001 user:ada False"]);
        var head = evidence.GetProperty("events");
        var events = (await cli.RunAsync("run", "events", "--json")).Json.GetProperty("events").EnumerateArray().ToList();
        events[head.GetProperty("count").GetInt32() - 1].GetProperty("type").GetString().ShouldBe("run.completed");
        events[head.GetProperty("count").GetInt32() - 1].GetProperty("hash").GetString().ShouldBe(head.GetProperty("head").GetString());
    }

    [Fact]
    public async Task A_run_without_a_bundle_and_a_damaged_run_are_not_attested()
    {
        await cli.RunAsync("key", "new", "--out", "k.pem");
        await cli.WaitingAsync();
        (await cli.RunAsync("run", "attest", "--key", "k.pem")).ShouldRefuse(
            5, $"{Cli.FirstRun} has no bundle to attest: it exists only after the final gate opened, and the run is awaiting_approval.");
        (await cli.RunAsync("run", "attest", "run_2026_01_02_0099", "--key", "k.pem")).ShouldRefuse(2, "There is no run run_2026_01_02_0099 in this store. See 'docsgen run list'.");
        (await cli.RunAsync("run", "attest", "--key", "k.pem.pub")).ShouldRefuse(
            2, "WORK/k.pem.pub: this holds PUBLIC KEY, where PRIVATE KEY belongs; it should be a private key, as 'docsgen key new' writes it.");
        (await cli.RunAsync("run", "attest", "--key", "gone.pem")).ShouldRefuse(2, "There is no file WORK/gone.pem.");
        (await cli.RunAsync("run", "attest")).ShouldRefuse(2, "Option '--key' is required. See 'docsgen run attest --help'.");
        await cli.CompleteAsync();
        cli.Sql("DROP TRIGGER blobs_never_change; UPDATE blobs SET bytes = CAST('#' || substr(bytes, 2, size - 2) || '!' AS BLOB) WHERE hash = (SELECT hash FROM artifacts WHERE path LIKE '%_0002/phase1/link-shelf.md')");
        var error = (await cli.RunAsync("run", "attest", "--key", "k.pem", "--json")).ShouldExit(3).ShouldBeDocument("error").GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("run.damaged");
        error.GetProperty("message").GetString()!.ShouldStartWith("run_2026_01_02_0002 is damaged, and nothing damaged is attested: phase1/link-shelf.md: ");
    }

    [Fact]
    public async Task After_another_completion_the_new_bundle_is_attested_in_its_own_folder_and_the_old_attestation_stays_true()
    {
        await AttestedAsync();
        (await cli.RunAsync("run", "revalidate", "--phase", "5", "--reason", "look again")).ShouldExit(0);
        (await cli.RunAsync("run", "attest", "--key", "k.pem")).ShouldExit(0).Out.ShouldContain("  stored: final_v2/attestation-");
        (await cli.RunAsync("verify")).ShouldExit(0);
        (await cli.RunAsync("verify", "b.zip", "--attestation", "a.json", "--key", "k.pem.pub")).ShouldExit(0);
    }

    [Fact]
    public async Task Verify_of_a_run_finds_an_attestation_that_is_about_something_else()
    {
        await AttestedAsync();
        await cli.CompleteAsync();
        await StoreAsync("run_2026_01_02_0002", "final/attestation-ffffffff.dsse.json", await File.ReadAllBytesAsync(cli["a.json"]));
        await StoreAsync(Cli.FirstRun, "final_v9/attestation-ffffffff.dsse.json", await File.ReadAllBytesAsync(cli["a.json"]));
        await StoreAsync(Cli.FirstRun, "final_v9/attestation-eeeeeeee.dsse.json", "{}"u8.ToArray());
        (await cli.RunAsync("verify", "run_2026_01_02_0002")).ShouldExit(3).Out.ShouldEndWith($"    final/attestation-ffffffff.dsse.json: it is about {Cli.FirstRun}, not about this run\n");
        var answer = (await cli.RunAsync("verify", Cli.FirstRun)).ShouldExit(3).Masked;
        answer.ShouldContain("    final_v9/attestation-eeeeeeee.dsse.json: the attestation has no text 'payloadType'\n");
        answer.ShouldEndWith("    final_v9/attestation-ffffffff.dsse.json: it is about a bundle with sha256 HASH, which is not the one beside it\n");
    }

    [Fact]
    public async Task Usage_faults_of_verify_say_what_goes_together()
    {
        await AttestedAsync();
        (await cli.RunAsync("verify", "b.zip", "--attestation", "a.json")).ShouldRefuse(2, "--attestation and --key go together.");
        (await cli.RunAsync("verify", "b.zip", "--key", "k.pem.pub")).ShouldRefuse(2, "--attestation and --key go together.");
        (await cli.RunAsync("verify", Cli.FirstRun, "--attestation", "a.json", "--key", "k.pem.pub")).ShouldRefuse(
            2, "An attestation is verified with a bundle file: docsgen verify BUNDLE.zip --attestation FILE --key FILE.");
        (await cli.RunAsync("verify", "b.zip", "--attestation", "a.json", "--key", "k.pem")).ShouldRefuse(
            2, "WORK/k.pem: this holds PRIVATE KEY, where PUBLIC KEY belongs; it should be a public key, as 'docsgen key new' writes it beside the private one.");
        (await cli.RunAsync("verify", "b.zip", "--attestation", "gone.json", "--key", "k.pem.pub")).ShouldRefuse(2, "There is no file WORK/gone.json.");
        (await cli.RunAsync("verify", "gone.zip", "--attestation", "a.json", "--key", "k.pem.pub")).ShouldRefuse(2, "There is no file WORK/gone.zip.");
    }

    [Fact]
    public async Task A_refused_attestation_answers_3_with_its_sentence_in_text_and_JSON()
    {
        await AttestedAsync();
        await cli.RunAsync("key", "new", "--out", "k2.pem");
        (await cli.RunAsync("verify", "b.zip", "--attestation", "a.json", "--key", "k2.pem.pub")).ShouldExit(3).Masked.ShouldBe(
            "REFUSED  WORK/b.zip  46 files, N bytes, sha256 HASH\n    it is not signed by key HASH, but by HASH\n");
        (await cli.RunAsync("verify", "b.zip", "--attestation", "a.json", "--key", "k2.pem.pub", "--json")).ShouldExit(3).ShouldBeDocument("verification")
            .GetProperty("problems").GetArrayLength().ShouldBe(1);
        (await cli.RunAsync("verify", "b.zip", "--attestation", "b.zip", "--key", "k.pem.pub")).ShouldExit(3).Out.ShouldContain("    the attestation is no sound JSON");
    }

    private async Task<Answer> AttestedAsync()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("key", "new", "--out", "k.pem")).ShouldExit(0);
        var answer = (await cli.RunAsync("run", "attest", "--key", "k.pem", "-o", "a.json")).ShouldExit(0);
        (await cli.RunAsync("run", "bundle", "-o", "b.zip")).ShouldExit(0);
        return answer;
    }

    // What no command does: an attestation that events and index agree on, and that does not belong there.
    private async Task StoreAsync(string run, string relative, byte[] envelope)
    {
        using var store = EmbeddedStore.Open(cli[".docsgen"], TimeProvider.System, () => "temp");
        var ports = new RunPorts(store.Runs, store.Leases, store.Artifacts, store.Blobs, TimeProvider.System);
        var state = (await ports.LoadAsync(RunId.Parse(run), default))!;
        var staged = await ports.Blobs.StageAsync(envelope, default);
        var command = new RunCommand.RecordAttestation(new(relative, staged.Hash, staged.Size, ArtifactType.Attestation, null));
        var accepted = RunMachine.Decide(state, command).ShouldBeOfType<RunDecision.Accepted>();
        var (after, stored) = RunLog.Append(state, accepted.Events, Actor.Tool, state.ChangedUtc);
        var artifact = new NewArtifact(LogicalPath.In(state.Id, relative), staged, ArtifactType.Attestation, Actor.Tool, state.ChangedUtc);
        (await ports.Runs.CommitAsync(new() { After = after, ExpectedVersion = state.Version, Events = stored, Artifacts = [artifact] }, default)).ShouldBe(CommitOutcome.Committed);
    }

    private byte[] Payload(string file)
    {
        using var envelope = JsonDocument.Parse(File.ReadAllBytes(cli[file]));
        return envelope.RootElement.GetProperty("payload").GetBytesFromBase64();
    }

    private string KeyId()
    {
        using var envelope = JsonDocument.Parse(File.ReadAllBytes(cli["a.json"]));
        return envelope.RootElement.GetProperty("signatures")[0].GetProperty("keyid").GetString()!;
    }
}
