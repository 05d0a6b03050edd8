using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Folders;

public class BaselineTests
{
    private static readonly Issue Found = new("code.invalid", Severity.Error, "a.md", 3, 1, "This JSON does not parse.", "0123456789abcdef");
    private static readonly Suppression Answered = new("later", new(2026, 5, 31), InFile: true);

    [Fact]
    public void What_was_found_before_is_known() => Known(Found, Found).ShouldBe([Found]);

    [Fact]
    public void What_is_gone_stays_known_so_that_it_can_be_told_as_fixed() => new Baseline([Found], null).KnownBeside([]).ShouldBe([Found]);

    [Fact]
    public void A_rule_that_failed_is_never_known_since_it_is_never_a_pass() =>
        Known(Found with { Rule = Validator.FailedRule }, Found with { Rule = Validator.FailedRule }).ShouldBeEmpty();

    [Fact]
    public void What_somebody_answered_for_is_new_once_nobody_does() => Known(Found with { Suppressed = Answered }, Found).ShouldBeEmpty();

    [Fact]
    public void What_somebody_still_answers_for_is_known()
    {
        var answered = Found with { Suppressed = Answered };

        Known(answered, answered).ShouldBe([answered]);
        Known(Found, answered).ShouldBe([Found]);
    }

    [Fact]
    public void What_weighs_more_now_is_new_and_what_weighs_less_is_not()
    {
        var warning = Found with { Severity = Severity.Warning };

        Known(warning, Found).ShouldBeEmpty();
        Known(Found, warning).ShouldBe([Found]);
    }

    [Fact]
    public void Even_through_a_renamed_file_a_lapsed_suppression_is_new()
    {
        var before = Found with { Suppressed = Answered };

        var compared = IssueComparison.Of(new Baseline([before], null).KnownBeside([Found]), [Found]);

        compared.New.ShouldBe([Found]);
    }

    [Theory]
    [InlineData("{\"issues\": []}", 0)]
    [InlineData("{\"issues\": [], \"hashes\": {\"a.md\": \"00\"}}", 1)]
    public void A_result_without_issues_is_one_too(string json, int hashes) => (Baseline.Read(System.Text.Encoding.UTF8.GetBytes(json)).Hashes?.Count ?? 0).ShouldBe(hashes);

    [Theory]
    [InlineData("\n\n{\"issues\": [}", "it is no JSON from line 3 on")]
    [InlineData("3", "it holds no issues")]
    [InlineData("{\"issues\": 3}", "one of its issues or hashes lacks something that every one has, or has another kind of value there")]
    [InlineData("{\"issues\": [], \"hashes\": {\"a.md\": 3}}", "one of its issues or hashes lacks something that every one has, or has another kind of value there")]
    [InlineData("{\"issues\": [{\"rule\":\"a\",\"severity\":\"fatal\",\"file\":null,\"line\":0,\"column\":0,\"message\":\"\",\"fingerprint\":\"\"}]}", "one of its issues or hashes lacks something that every one has, or has another kind of value there")]
    public void What_is_wrong_with_another_file_is_said_in_plain_words(string json, string why) =>
        Should.Throw<FormatException>(() => Baseline.Read(System.Text.Encoding.UTF8.GetBytes(json))).Message.ShouldBe(why);

    private static IReadOnlyList<Issue> Known(Issue before, Issue now) => new Baseline([before], null).KnownBeside([now]);
}
