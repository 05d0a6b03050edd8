using System.Text;

namespace DocsGen.Cli.Tests;

/// <summary>A run's bundle on its way to the live docs and back, as this version prints it, word for word. <c>DOCSGEN_RECORD=1</c> writes it anew.</summary>
public abstract class ChangesetTranscriptContract : IDisposable
{
    private const string File = "docs/example/changeset.md";
    private const string Vision = "guide/link-shelf-01-base-vision.md";
    private const string Concepts = "guide/link-shelf-02-base-concepts.md";

    private readonly Cli cli;
    private readonly StringBuilder text = new();

    protected ChangesetTranscriptContract(bool served) => cli = new() { IsServed = served };

    public void Dispose()
    {
        cli.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_transcript_of_a_run_that_goes_live_is_what_this_version_prints()
    {
        await cli.CompleteAsync();
        Say("# From a run to the live docs, and back");
        Say("A complete run is proposed to a space, reviewed, published, edited outside, and reverted. The person who types is named before each command. This page is recorded by a test.");
        await AsAsync("ada", 0, "space", "create", "handbook", "--name", "Handbook");
        await AsAsync("ada", 0, "run", "push", "--prefix", "guide");
        Say("Pushing again changes nothing, and answers the same changeset:");
        (await AsAsync("ada", 0, "run", "push", "--prefix", "guide")).ShouldContain("The same was pushed before");
        Say("Ben reviews it: he rejects one file, amends another, and accepts the rest. On a terminal, `changeset review` without options shows the files one by one and takes a key for each.");
        await AsAsync("ben", 0, "changeset", "review", "1", "--reject", "guide/link-shelf-17-arch-js.md", "--comment", "we have no scripts");
        cli.Write("better.md", Shown(await cli.RunAsync("changeset", "diff", "1", "--file", Vision)).Replace("# ", "# The ", StringComparison.Ordinal));
        await AsAsync("ben", 0, "changeset", "review", "1", "--amend", Vision, "--with", "better.md", "--comment", "a title people say");
        await AsAsync("ben", 0, "changeset", "review", "1", "--accept-all");
        await AsAsync("ben", 0, "changeset", "comment", "1", "Who keeps this list?", "--file", Concepts, "--lines", "3");
        await AsAsync("ben", 0, "changeset", "publish", "1");
        Say("Cleo pulls the space, edits the concepts, and has them published. Ada had pulled before that, and edits other lines of the same file, and one that Cleo edited too:");
        await AsAsync("ada", 0, "pull", "ada");
        await AsAsync("cleo", 0, "pull", "cleo");
        Edit("cleo", Concepts, ("# ", "# All "));
        Edit("cleo", Vision, ("# The ", "# Our "));
        await AsAsync("cleo", 0, "push", "cleo", "--message", "Names as we say them");
        await AsAsync("ben", 0, "changeset", "review", "2", "--accept-all");
        await AsAsync("ben", 0, "changeset", "publish", "2");
        System.IO.File.AppendAllText(cli[$"ada/{Concepts}"], "\nAsk the editors where a word is missing.\n");
        Edit("ada", Vision, ("# The ", "# My "));
        Say("Her push names the versions that she edited, which are old by now. It is taken, and marked as behind; a publish finds the conflict, and changes nothing.");
        await AsAsync("ada", 0, "push", "ada", "--message", "Where to ask");
        await AsAsync("ben", 0, "changeset", "review", "3", "--accept-all");
        (await AsAsync("ben", 0, "changeset", "show", "3")).ShouldContain("behind");
        await AsAsync("ben", 5, "changeset", "publish", "3");
        Say("A rebase merges what can be merged, and keeps its decision. What two people changed differently is shown, and settled by an amendment against the live version:");
        await AsAsync("ada", 5, "changeset", "rebase", "3");
        await AsAsync("ben", 0, "changeset", "diff", "3", "--file", Concepts);
        (await AsAsync("ben", 0, "changeset", "diff", "3", "--file", Vision, "--conflict")).ShouldContain("<<<<<<< proposed");
        cli.Write("settled.md", System.IO.File.ReadAllText(cli[$"cleo/{Vision}"]).Replace("# Our ", "# Our own ", StringComparison.Ordinal));
        await AsAsync("ben", 0, "changeset", "review", "3", "--amend", Vision, "--with", "settled.md", "--against", "2");
        await AsAsync("ben", 0, "changeset", "publish", "3", "--dry-run");
        await AsAsync("ben", 0, "changeset", "publish", "3");
        Say("It was a mistake: a revert proposes what was before, and goes through the same review.");
        await AsAsync("ada", 0, "changeset", "revert", "3");
        await AsAsync("ben", 0, "changeset", "review", "4", "--accept-all");
        await AsAsync("ben", 0, "changeset", "publish", "4");
        Say("The history of one document leads from what is live back to the run, its gate and its approval:");
        var history = await AsAsync("ada", 0, "document", "history", Vision);
        history.ShouldContain(Cli.FirstRun);
        await AsAsync("ada", 0, "document", "diff", Vision, "--from", "1", "--to", "4", "--words");
        await AsAsync("ada", 0, "changeset", "list");
        Compare();
    }

    // What an accepted file would say, taken from the diff against nothing.
    private static string Shown(Answer answer) => string.Concat(answer.Out.Split('\n').Where(l => l.StartsWith('+') && !l.StartsWith("+++", StringComparison.Ordinal)).Select(l => l[1..] + "\n"));

    private void Edit(string folder, string file, (string From, string To) change)
    {
        var path = cli[$"{folder}/{file}"];
        var content = System.IO.File.ReadAllText(path);
        var at = content.IndexOf(change.From, StringComparison.Ordinal);
        System.IO.File.WriteAllText(path, content[..at] + change.To + content[(at + change.From.Length)..]);
    }

    private void Say(string paragraph) => text.Append(paragraph).Append("\n\n");

    private async Task<string> AsAsync(string user, int code, params string[] command)
    {
        cli.Environment["DOCSGEN_USER"] = user;
        var answer = (await cli.RunAsync(command)).ShouldExit(code);
        var typed = string.Join(' ', command.Select(a => a.Contains(' ', StringComparison.Ordinal) ? $"\"{a}\"" : a));
        var printed = (answer.Error + answer.Out).Replace("WORK/", "", StringComparison.Ordinal);
        // Forty files that say the same would hide what matters.
        var lines = printed.Split('\n');
        if (lines.Length > 16) printed = string.Join('\n', [.. lines[..9], $"... {lines.Length - 14} more lines", .. lines[^5..]]);
        text.Append("````text\n").Append(user).Append("$ docsgen ").Append(typed).Append('\n').Append(printed);
        if (code != 0) text.Append("\n(exit ").Append(code).Append(")\n");
        text.Append("````\n\n");
        return answer.Out;
    }

    private void Compare()
    {
        var path = Path.Combine(Cli.Repository, File);
        var recorded = text.ToString().TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("DOCSGEN_RECORD") == "1") System.IO.File.WriteAllText(path, recorded);
        System.IO.File.ReadAllText(path).ShouldBe(recorded);
    }
}

public sealed class ChangesetTranscriptTests() : ChangesetTranscriptContract(served: false);

public sealed class ServedChangesetTranscriptTests() : ChangesetTranscriptContract(served: true);
