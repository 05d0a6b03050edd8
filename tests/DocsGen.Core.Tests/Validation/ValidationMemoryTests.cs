using System.Diagnostics;
using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;
using Xunit.Abstractions;

namespace DocsGen.Core.Tests.Validation;

/// <summary>What is taken over from an earlier validation is what a whole one would find.</summary>
public class ValidationMemoryTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(20);
    private static readonly bool Soak = Environment.GetEnvironmentVariable("DOCSGEN_SOAK") is { Length: > 0 };

    [Fact]
    public void An_edit_gives_the_issues_of_a_whole_validation_whatever_was_edited()
    {
        var seed = (int)(Environment.TickCount64 % 1_000_000_000);
        var random = new SeededBytes(seed);
        var (clock, steps, reused, all) = (Stopwatch.StartNew(), 0, 0L, 0L);
        while (Soak ? steps < 10_000 : clock.Elapsed < Box || steps < 100)
        {
            var tree = new EditedTree(random);
            var memory = ValidationMemory.Empty;
            for (var edit = 0; edit < 25; edit++, steps++)
            {
                var request = tree.Request();
                var whole = IssueJson.Write(Validator.Validate(request).Issues);
                var threads = 1 + (steps % 2);
                var validation = Validator.Validate(request, memory, RuleCatalog.Rules, threads, Validator.DefaultBudget, CancellationToken.None);

                IssueJson.Write(validation.Result.Issues).ShouldBe(whole, $"seed {seed}, step {steps}: {tree.LastEdit}");

                memory = random.Next(4) == 0 ? ValidationMemory.Read(validation.Memory.ToBytes()) : validation.Memory;
                memory.Count.ShouldBe(validation.Memory.Count);
                reused += validation.Reused;
                all += request.Documents.Count;
                tree.Edit();
            }
        }

        var said = $"Validations that take over: seed {seed}, {steps} edits, {reused} of {all} files taken over";
        output.WriteLine(said);
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) File.AppendAllText(log, said + "\n");
        reused.ShouldBeGreaterThan(all / 2);
    }

    [Fact]
    public void A_changed_heading_is_seen_in_files_that_did_not_change()
    {
        var first = Run(ValidationMemory.Empty, ("a.md", "# A\n\n[b](b.md#here)\n"), ("b.md", "# B\n\n## Here\n"));

        var second = Run(first.Memory, ("a.md", "# A\n\n[b](b.md#here)\n"), ("b.md", "# B\n\n## There\n"));

        first.Result.Issues.ShouldBeEmpty();
        second.Reused.ShouldBe(1);
        second.Result.Issues.ShouldHaveSingleItem().File.ShouldBe("a.md");
    }

    [Fact]
    public void Another_setting_takes_nothing_over()
    {
        (string, string)[] files = [("a.md", "# A\n")];
        var first = Run(ValidationMemory.Empty, files);
        Run(first.Memory, files).Reused.ShouldBe(1);
        var request = Of(files);

        Validator.Validate(request with { Strictness = Strictness.Lenient }, first.Memory).Reused.ShouldBe(0);
        Validator.Validate(request with { Phase = 1 }, first.Memory).Reused.ShouldBe(0);
        Validator.Validate(request with { Formula = request.Formula with { ForbiddenStrings = [] } }, first.Memory).Reused.ShouldBe(0);
        Validator.Validate(request with { Formula = request.Formula with { Rules = [.. request.Formula.Rules.Skip(1)] } }, first.Memory).Reused.ShouldBe(0);
        Validator.Validate(request with { Terminology = new([]) }, first.Memory).Reused.ShouldBe(0);
    }

    [Fact]
    public void Where_rules_on_the_docset_run_a_verdict_is_taken_over_only_when_nothing_changed()
    {
        Docs Docset(string text) => new Docs().Add("a.md", text).Add("b.md", "# B\n").Needing(""" "entities": [ { "name": "Item", "persisted": true } ] """);
        var first = Validator.Validate(Docset("# A\n").Request(), ValidationMemory.Empty);
        var memory = ValidationMemory.Read(first.Memory.ToBytes());

        var same = Validator.Validate(Docset("# A\n").Request(), memory);
        var other = Validator.Validate(Docset("# A\n\nTBD\n").Request(), memory);

        first.Reused.ShouldBe(0);
        same.Reused.ShouldBe(2);
        same.Result.Issues.ShouldBe(first.Result.Issues);
        same.Result.Completeness.ShouldNotBeNull().Categories.SelectMany(c => c.Items).ShouldBe(first.Result.Completeness!.Categories.SelectMany(c => c.Items));
        same.Result.Completeness.Threshold.ShouldBe(first.Result.Completeness.Threshold);
        other.Reused.ShouldBe(0);
        other.Result.Issues.ShouldBe(Docset("# A\n\nTBD\n").Validate().Issues);
        Validator.Validate(Docset("# A\n").Request() with { OtherFiles = new HashSet<string> { "x" } }, memory).Reused.ShouldBe(0);
        Validator.Validate(Docset("# A\n").Artifact("r.md").Request(), memory).Reused.ShouldBe(0);
        Validator.Validate(Docset("# A\n").Plan("c.md", 3).Request(), memory).Reused.ShouldBe(0);
    }

    [Fact]
    public void Damaged_or_foreign_bytes_read_as_nothing()
    {
        var bytes = Run(ValidationMemory.Empty, ("a.md", "# A\n\n[b](b.md#x) TODO <a id=\"y\">\n")).Memory.ToBytes();
        ValidationMemory.Read(bytes).Count.ShouldBe(1);

        ValidationMemory.Read(Array.Empty<byte>()).Count.ShouldBe(0);
        ValidationMemory.Read("something else altogether, and long enough to hold a hash"u8.ToArray()).Count.ShouldBe(0);
        for (var cut = 0; cut < bytes.Length; cut++) ValidationMemory.Read(bytes.AsMemory(0, cut)).Count.ShouldBe(0);
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 0x10;
            ValidationMemory.Read(bytes).Count.ShouldBe(0, $"byte {at}");
            bytes[at] ^= 0x10;
        }
    }

    [Fact]
    public void Bytes_with_a_hash_that_fits_and_a_content_that_does_not_read_as_nothing_or_as_some_memory()
    {
        var bytes = Run(ValidationMemory.Empty, ("a.md", "# A\n\n[b](b.md#x) TODO <a id=\"y\">\n")).Memory.ToBytes();
        for (var at = 40; at < bytes.Length; at++)
        {
            foreach (var value in new byte[] { 0, 1, 0x7F, 0xFF })
            {
                var forged = bytes.ToArray();
                forged[at] = value;
                System.Security.Cryptography.SHA256.HashData(forged.AsSpan(40), forged.AsSpan(8));
                ValidationMemory.Read(forged).Count.ShouldBeInRange(0, 1);
            }
        }
    }

    private static IncrementalValidation Run(ValidationMemory memory, params (string Name, string Text)[] files) => Validator.Validate(Of(files), memory);

    private static ValidationRequest Of((string Name, string Text)[] files) =>
        GeneralRules.Request([.. files.Select(f => new DocumentSource(f.Name, Encoding.UTF8.GetBytes(f.Text)))]);

    /// <summary>A small tree that is edited at random; names, headings and links are few, so that edits meet.</summary>
    private sealed class EditedTree
    {
        private readonly SeededBytes random;
        private readonly SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        private readonly HashSet<string> others = new(StringComparer.Ordinal);

        public EditedTree(SeededBytes random)
        {
            this.random = random;
            for (var i = random.Next(90); i >= 0; i--) files[Name()] = Text();
        }

        public string LastEdit { get; private set; } = "none";

        public ValidationRequest Request() => GeneralRules.Request([.. files.Select(f => new DocumentSource(f.Key, Encoding.UTF8.GetBytes(f.Value)))], others);

        public void Edit()
        {
            var some = files.Keys.ElementAt(random.Next(files.Count));
            switch (random.Next(6))
            {
                case 0: (LastEdit, files[some]) = ($"changed {some}", Text()); break;
                case 1: (LastEdit, files[some]) = ($"another heading in {some}", files[some].Replace("# H", "# G", StringComparison.Ordinal)); break;
                case 2:
                    var added = Name();
                    (LastEdit, files[added]) = ($"added {added}", Text());
                    break;
                case 3 when files.Count > 1: (LastEdit, _) = ($"removed {some}", files.Remove(some)); break;
                case 4:
                    var name = Name();
                    var text = files[some];
                    files.Remove(some);
                    (LastEdit, files[name]) = ($"renamed {some} to {name}", text);
                    break;
                default:
                    var other = Name();
                    if (!others.Add(other)) others.Remove(other);
                    LastEdit = $"another file beside them: {other}";
                    break;
            }
        }

        private string Name() => $"{(random.Next(3) == 0 ? "sub/" : "")}page-{random.Next(70)}.md";

        private string Text()
        {
            var text = new StringBuilder();
            for (var i = random.Next(12); i >= 0; i--)
            {
                text.Append(random.Next(9) switch
                {
                    0 => $"# H{random.Next(4)}\n\n",
                    1 => $"## H{random.Next(4)} x\n\n",
                    2 or 3 => $"[a]({Name()}#h{random.Next(4)}-x) ![b](../{Name()})\n\n",
                    4 => "TODO [c]() <a id=\"h9-x\"></a> [d](#h1)\n\n",
                    5 => "| a | b |\n|---|---|\n| 1 |\n\n",
                    6 => "```json\n{ \"a\": }\n```\n\n",
                    7 => "[e](/abs) [f](http://x.test/) é\n\n",
                    _ => random.Next(20) == 0 ? "\0" + new string('[', 300) + "\n\n" : "plain\n\n",
                });
            }

            return text.ToString();
        }
    }
}
