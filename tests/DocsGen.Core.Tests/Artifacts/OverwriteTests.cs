using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Tests.Artifacts;

/// <summary>The two layers of A3, each alone: policy without a store, the guard without a policy.</summary>
public sealed class OverwriteTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly LogicalPath Path = LogicalPath.Parse("run_2026_01_02_0001/phase1/a.md");
    private static readonly Actor Ada = Actor.User("ada");

    [Fact]
    public void A3_policy_alone_refuses_when_overwriting_is_off() =>
        Issue(OverwriteMode.Never, "why not", Ada).Refusal.ShouldStartWith("overwrite.not_allowed");

    [Fact]
    public void A3_policy_alone_never_gives_an_agent_a_token() =>
        Issue(OverwriteMode.Explicit, "I would like to", Actor.Agent("base_layer_generator")).Refusal.ShouldStartWith("overwrite.not_allowed");

    [Fact]
    public void A3_policy_alone_wants_a_reason_and_a_short_life()
    {
        Issue(OverwriteMode.Explicit, "  ", Ada).Refusal.ShouldStartWith("overwrite.reason_missing");
        Issue(OverwriteMode.Explicit, "typo", Ada, TimeSpan.FromHours(2)).Refusal.ShouldStartWith("overwrite.lifetime");
        var token = Issue(OverwriteMode.Explicit, "typo", Ada).Token.ShouldNotBeNull();
        token.Path.ShouldBe(Path);
        token.ExpiresUtc.ShouldBe(Now.AddMinutes(5));
    }

    [Fact]
    public void A3_the_guard_alone_refuses_whatever_policy_thinks()
    {
        var token = Issue(OverwriteMode.Explicit, "typo", Ada).Token!;
        Judge(shown: null, recorded: null).Verdict.ShouldBe(ArtifactGuard.Verdict.Refuse);
        Judge(shown: token, recorded: null).Verdict.ShouldBe(ArtifactGuard.Verdict.Refuse, "policy issued it, but the store never recorded it");
        Judge(token, token with { Path = LogicalPath.Parse("run_2026_01_02_0001/phase1/b.md") }).Verdict.ShouldBe(ArtifactGuard.Verdict.Refuse);
        Judge(token, token, used: true).Verdict.ShouldBe(ArtifactGuard.Verdict.Refuse);
        Judge(token, token, now: token.ExpiresUtc).Verdict.ShouldBe(ArtifactGuard.Verdict.Refuse);
        Judge(token, token).Verdict.ShouldBe(ArtifactGuard.Verdict.Replace);
    }

    [Fact]
    public void A2_the_guard_answers_the_first_record_for_the_same_bytes()
    {
        var existing = Existing("one");
        ArtifactGuard.Judge(existing, Incoming("one"), null, null, used: false, Now).Verdict.ShouldBe(ArtifactGuard.Verdict.AnswerFirst);
        ArtifactGuard.Judge(null, Incoming("one"), null, null, used: false, Now).Verdict.ShouldBe(ArtifactGuard.Verdict.Store);
        ArtifactGuard.Judge(existing, Incoming("one") with { Type = ArtifactType.Report }, null, null, used: false, Now).Verdict
            .ShouldBe(ArtifactGuard.Verdict.Refuse, "the type is part of the record");
    }

    private static (OverwriteToken? Token, string? Refusal) Issue(OverwriteMode mode, string reason, Actor issuer, TimeSpan? lifetime = null) =>
        OverwritePolicy.Issue(mode, Path, reason, issuer, "token-1", Now, lifetime ?? TimeSpan.FromMinutes(5));

    private static (ArtifactGuard.Verdict Verdict, string Reason) Judge(OverwriteToken? shown, OverwriteToken? recorded, bool used = false, DateTimeOffset? now = null) =>
        ArtifactGuard.Judge(Existing("one"), Incoming("two"), shown, recorded, used, now ?? Now);

    private static Artifact Existing(string text) => new(Path, 1, ContentHash.Of(text), text.Length, ArtifactType.CoreDoc, Ada, Now);

    private static NewArtifact Incoming(string text) =>
        new(Path, StagedBlob.OfSmall(System.Text.Encoding.UTF8.GetBytes(text)), ArtifactType.CoreDoc, Ada, Now);
}
