namespace DocsGen.Cli.Tests.Commands.Sync;

/// <summary><c>docsgen changeset review</c> on a terminal: what the reviewer sees, types, and what is stored.</summary>
public abstract class ReviewWalkContract : IDisposable
{
    private const string Keys = "a accept  r reject  e edit  c comment  s skip  b back  q quit  ? help\n";

    private const string First =
        """

        1 of 3  a.md  (change, +1 -1)
        --- a/a.md
        +++ b/a.md
        @@ -1,3 +1,3 @@
         # One
         
        -two
        +three

        """ + Keys;

    private readonly Cli cli;

    protected ReviewWalkContract(bool served) => cli = new() { IsServed = served, Environment = { ["DOCSGEN_USER"] = "ben" } };

    public void Dispose()
    {
        cli.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_walk_shows_each_file_takes_one_key_and_ends_with_what_comes_next()
    {
        await Handbook.ProposedAsync(cli);
        (await TypedAsync("x", "a", "r", "we need none", "s")).ShouldExit(0).Out.ShouldBe(
            $"""
            Reviewing changeset 2 of handbook: Three
            pushed by ada, 2026-01-02 03:04; 3 files, 3 that you have not decided
            {First}'x' does nothing here. The keys are:
            {Keys}a.md: accepted by ben

            2 of 3  b.md  (new, +1 -0)
            --- nothing
            +++ b/b.md
            @@ -0,0 +1 @@
            +# New
            {Keys}Why? (Enter for no reason) b.md: rejected by ben: we need none

            3 of 3  c.md  (delete, +0 -1)
            --- a/c.md
            +++ nothing
            @@ -1 +0,0 @@
            -# Old
            {Keys}
            You accepted 1 file, rejected 1 file.
            Left undecided by you: c.md.
            changeset 2 is reviewing: 1 accepted, 0 amended, 1 rejected, 1 undecided
            next: docsgen changeset review 2 --space handbook
            next: docsgen changeset publish 2 --dry-run --space handbook

            """);
        (await DecisionsAsync()).ShouldBe(["a.md accept", "b.md reject we need none", "c.md"]);
        (await TypedAsync("a")).ShouldExit(0).Out.ShouldContain("\n1 of 1  c.md  (delete, +0 -1)\n");
        (await TypedAsync()).Out.ShouldStartWith("You have decided every file. --accept F or --reject F changes a decision.\n");
    }

    [Fact]
    public async Task Back_help_quit_and_the_end_of_input_lose_nothing()
    {
        await Handbook.ProposedAsync(cli);
        var answer = await TypedAsync("b", "s", "b", "?", "\r", "a", "q");
        answer.ShouldExit(0).Out.ShouldContain($"{First}This is the first file.\n{Keys}\n2 of 3  b.md");
        answer.Out.ShouldContain($"{Keys}{First}  a  accept the file as it is shown\n");
        answer.Out.ShouldContain($"\n  q  quit; what you decided is stored already\n{Keys}That key does nothing here. The keys are:\n{Keys}a.md: accepted by ben\n");
        answer.Out.ShouldContain("\nYou accepted 1 file.\nLeft undecided by you: b.md, c.md.\n");
        answer.Out.Split('\n').ShouldAllBe(l => l.Length <= 80);
        (await DecisionsAsync()).ShouldBe(["a.md accept", "b.md", "c.md"]);
        (await TypedAsync()).ShouldExit(0).Out.ShouldContain("\nYou decided nothing.\nLeft undecided by you: b.md, c.md.\n");
        (await TypedAsync("r")).ShouldExit(0).Out.ShouldContain("Why? (Enter for no reason) Not rejected.\n");
        (await TypedAsync("r", "")).ShouldExit(0).Out.ShouldContain("b.md: rejected by ben\n");
    }

    [Fact]
    public async Task What_somebody_else_decided_is_said_and_each_reviewer_decides_for_themselves()
    {
        await Handbook.ProposedAsync(cli);
        await cli.AsAsync("cleo", "changeset", "review", "2", "--amend", "a.md", "--with", cli.Write("amended.md", "# One\n\nfour\n"));
        var answer = await TypedAsync("a", "q");
        answer.Out.ShouldContain("\n1 of 3  a.md  (change, +1 -1)\n  amended by cleo\n--- a/a.md\n");
        answer.Out.ShouldContain("\n+four\n");
        answer.Out.ShouldContain("\na.md: amended by ben\n", customMessage: "to accept an amendment is to amend to the same");
    }

    [Fact]
    public async Task An_edit_is_stored_as_an_amendment_and_a_failed_or_empty_one_decides_nothing()
    {
        await Handbook.ProposedAsync(cli);
        (await TypedAsync("e")).Out.ShouldContain("\nSay which editor to open with the environment variable EDITOR, such as EDITOR=nano.\n" + Keys);
        Editor("exit 3");
        (await TypedAsync("e")).Out.ShouldContain($"\nsh WORK/editor.sh ended with 3; nothing was decided.\n{Keys}");
        Editor("true");
        (await TypedAsync("e")).Out.ShouldContain($"\nNothing changed, so nothing was decided.\n{Keys}");
        (await DecisionsAsync()).ShouldBe(["a.md", "b.md", "c.md"]);
        Editor("sed -i s/three/four/ \"$1\"");
        var answer = await TypedAsync("e", "s", "e", "q");
        answer.Out.ShouldContain("\na.md: amended by ben\n");
        answer.Out.ShouldContain("\nThere is nothing to edit: this deletes the file.\n");
        (await cli.RunAsync("changeset", "diff", "2", "--file", "a.md")).Out.ShouldContain("\n+four\n");
    }

    [Fact]
    public async Task A_conflict_is_marked_and_settled_in_the_editor_and_markers_that_are_left_keep_the_reviewer_there()
    {
        await Handbook.ProposedAsync(cli);
        await Handbook.OvertakenAsync(cli, "# One\n\nfive\n");
        // The second time it finds what was typed the first time, and settles it.
        Editor("if grep -q mine \"$1\"; then printf '# One\\n\\nsettled\\n' > \"$1\"; else echo mine >> \"$1\"; fi");
        var answer = await TypedAsync("e", "e", "q");
        answer.Out.ShouldContain("\n1 of 3  a.md  (change, +1 -1)\n  behind: v1 was edited, v2 is live; it conflicts with what is live\n--- a/a.md\n");
        answer.Out.ShouldContain(
            $"\n{Keys}You edit the merge with v2, which is live.\nLine 3 of the amended content still holds a conflict marker. Resolve it first.\n{Keys}You edit the merge with v2, which is live.\na.md: amended by ben\n");
        await cli.AsAsync("ben", "changeset", "review", "2", "--accept-all");
        await cli.AsAsync("ben", "changeset", "publish", "2");
        (await cli.RunAsync("document", "show", "a.md")).Raw.ShouldBe("# One\n\nsettled\n"u8.ToArray());
    }

    [Fact]
    public async Task S7_a_file_that_changed_meanwhile_is_shown_again_and_the_key_decides_nothing()
    {
        await Handbook.ProposedAsync(cli);
        await Handbook.OvertakenAsync(cli, "# Ones\n\ntwo\n\n\n");
        var rebased = false;
        cli.BeforeKey = async _ =>
        {
            if (rebased) return;
            rebased = true;
            await cli.AsAsync("ada", "changeset", "rebase", "2");
        };
        var answer = await TypedAsync("a", "a", "q");
        answer.Out.ShouldContain("  behind: v1 was edited, v2 is live; a rebase merges it cleanly\n");
        answer.Out.ShouldContain($"{Keys}a.md changed since you looked at it. Look again, and decide what is there now.\n\n1 of 3  a.md  (change, +1 -1)\n--- a/a.md\n+++ b/a.md\n@@ -1,5 +1,5 @@\n # Ones\n");
        answer.Out.ShouldContain("\na.md: accepted by ben\n");
        (await DecisionsAsync()).ShouldBe(["a.md accept", "b.md", "c.md"]);
    }

    [Fact]
    public async Task A_long_diff_is_shortened_to_the_terminal_and_one_key_shows_the_rest()
    {
        await Handbook.ProposedAsync(cli);
        cli.Write("ada/b.md", "# New\n\n" + string.Concat(Enumerable.Range(1, 40).Select(n => $"line {n} {(n == 1 ? new string('x', 100) : "")}\n")));
        await cli.AsAsync("ada", "push", "ada");
        cli.Rows = 16;
        var answer = await TypedAsync("3", "s", "m", "m", "q");
        // Eight rows: two of names, one of place, heading, blank, the wide line in two, one more.
        answer.Out.ShouldContain($"\n+line 2 \n... 38 more lines: m shows them\n{Keys}+line 3 \n");
        answer.Out.ShouldContain($"\n+line 40 \n{Keys}That is all of it.\n{Keys}");
    }

    [Fact]
    public async Task Comments_are_typed_shown_and_refused_where_there_is_no_such_line()
    {
        await Handbook.ProposedAsync(cli);
        var answer = await TypedAsync("c", "7", "why?", "c", "x", "why?", "c", "3", "Why three?", "c", "", "", "s", "b", "q");
        const string asks = "On which lines of the new text? (12, 12-15, Enter for the whole file) What do you say? ";
        answer.Out.ShouldContain($"{Keys}{asks}a.md has 3 lines as it is proposed; there is no line 7.\n{Keys}{asks}'x' names no lines; say 12 or 12-15.\n{Keys}{asks}Commented; the file is still to decide.\n{Keys}{asks}Not commented.\n{Keys}");
        answer.Out.ShouldContain("\n+three\n  | comment 1 by ben, 2026-01-02 03:04, open\n  |   Why three?\n" + Keys);
    }

    [Fact]
    public async Task What_the_checks_find_is_said_before_the_diff_and_the_author_is_told_before_the_first_file()
    {
        await Handbook.ProposedAsync(cli, """{"checks": ["docset"]}""");
        cli.Write("ada/a.md", "# One\n\nthree, see [b](d.md)\n");
        await cli.AsAsync("ada", "push", "ada");
        cli.Typed = new(["q"]);
        (await cli.RunAsync("changeset", "review", "3")).Out.ShouldContain("\n1 of 3  a.md  (change, +1 -1)\n  check: line 3: The link leads to d.md, ");
        cli.Write("policy.json", """{"authorMayDecide": false}""");
        await cli.AsAsync("ada", "space", "policy", "--set", "policy.json");
        cli.Environment["DOCSGEN_USER"] = "ada";
        (await TypedAsync()).ShouldRefuse(6, "ada pushed this changeset, and the policy of 'handbook' asks for somebody else to decide it.");
    }

    [Fact]
    public async Task Colour_is_never_alone_and_NO_COLOR_drops_it()
    {
        await Handbook.ProposedAsync(cli);
        cli.OnTerminal = true;
        var coloured = await TypedAsync("q");
        coloured.Out.ShouldContain("\n\e[31m-two\e[0m\n\e[32m+three\e[0m\n\e[1ma\e[0m accept  ");
        cli.Environment["NO_COLOR"] = "1";
        (await TypedAsync("q")).Out.ShouldContain(First);
    }

    [Fact]
    public async Task Without_a_terminal_it_says_what_to_type()
    {
        await Handbook.ProposedAsync(cli);
        (await cli.RunAsync("changeset", "review", "2")).ShouldRefuse(
            2, "Say what to decide: --accept F, --reject F, --amend F --with FILE, --accept-all or --reject-all. On a terminal, without any, the files are shown one by one.");
    }

    private async Task<Answer> TypedAsync(params string[] keys)
    {
        var changeset = keys is ["3", ..] ? "3" : "2";
        cli.Typed = new(keys is ["3", ..] ? keys[1..] : keys);
        var typed = cli.Typed;
        var answer = await cli.RunAsync("changeset", "review", changeset);
        typed.ShouldBeEmpty("every key was taken");
        cli.Typed = null;
        return answer;
    }

    private void Editor(string script) => cli.Environment["EDITOR"] = $"sh {cli.Write("editor.sh", script + "\n")}";

    private async Task<List<string>> DecisionsAsync() =>
        [.. (await cli.RunAsync("changeset", "show", "2", "--json")).ShouldExit(0).Json.GetProperty("changeset").GetProperty("files").EnumerateArray().Select(f => f.TryGetProperty("latestReview", out var review)
            ? $"{f.GetProperty("serverPath").GetString()} {review.GetProperty("decision").GetString()} {(review.TryGetProperty("comment", out var why) ? why.GetString() : "")}".TrimEnd()
            : f.GetProperty("serverPath").GetString()!)];
}

public sealed class ReviewWalkTests() : ReviewWalkContract(served: false);

public sealed class ServedReviewWalkTests() : ReviewWalkContract(served: true);
