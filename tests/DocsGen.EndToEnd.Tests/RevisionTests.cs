using System.IO.Compression;
using System.Text.Json;

namespace DocsGen.EndToEnd.Tests;

/// <summary>After a gate stopped, or a mind was changed: each pattern through the real program.</summary>
public sealed class RevisionTests
{
    [Fact]
    public void R7_a_broken_link_in_phase_3_is_mended_by_regenerating_one_file_and_all_else_stays_byte_identical()
    {
        using var folder = new TempFolder();
        var reference = Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--json").ShouldExit(0);
        Docs(folder);
        var broken = Path.Combine(folder["docs"], "link-shelf-13-arch.md");
        var good = File.ReadAllText(broken);
        File.AppendAllText(broken, "\nSee [more](link-shelf-99-more.md).\n");
        var run = Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--agent", "folder=docs", "--json").ShouldExit(3);
        var before = Artifacts(folder);

        File.WriteAllText(broken, good);
        var done = Product.Run(folder.Path, "run", "regenerate", "--phase", "3", "--failed", "--reason", "the link was wrong", "--json").ShouldExit(0);
        done.BundleHash.ShouldBe(reference.BundleHash);
        var after = Artifacts(folder);
        foreach (var (path, hash) in before) after[path].ShouldBe(hash, path);
        after.Keys.Where(p => p.Contains("/phase3_v2/", StringComparison.Ordinal)).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["03-phase3-validation.md", "link-shelf-13-arch.md", "manifest.json"]);
        var asked = Events(folder).Single(e => e.GetProperty("type").GetString() == "phase.regeneration_requested");
        asked.GetProperty("actor").GetString().ShouldBe("user:ada");
        asked.GetProperty("data").GetProperty("reason").GetString().ShouldBe("the link was wrong");
        Product.Run(folder.Path, "verify", run.RunId).ShouldExit(0);
    }

    [Fact]
    public void R8_an_edit_comes_back_as_the_users_version_and_later_phases_are_validated_again()
    {
        using var folder = new TempFolder();
        Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--json").ShouldExit(0);
        Product.Run(folder.Path, "run", "checkout", "co").ShouldExit(0);
        Product.Run(folder.Path, "run", "edit", "--from", "co", "--reason", "nothing changed").ShouldExit(5);
        File.AppendAllText(Path.Combine(folder["co"], "link-shelf-17-arch-js.md"), "\nOne sentence more.\n");
        var done = Product.Run(folder.Path, "run", "edit", "--from", "co", "--reason", "a sentence was missing", "--json").ShouldExit(0);
        done.RunJson.GetProperty("bundle").GetProperty("path").GetString().ShouldStartWith("final_v2/");
        Product.Run(folder.Path, "run", "cat", "phase3_v2/link-shelf-17-arch-js.md").Output.ShouldEndWith("One sentence more.\n");
        var mine = Product.Run(folder.Path, "run", "artifacts", "--json").Json.GetProperty("artifacts").EnumerateArray().Single(a => a.GetProperty("path").GetString()!.EndsWith("phase3_v2/link-shelf-17-arch-js.md", StringComparison.Ordinal));
        mine.GetProperty("createdBy").GetString().ShouldBe("user:ada");
        done.RunJson.GetProperty("executions").EnumerateArray().Skip(6).Select(e => e.GetProperty("id").GetString()).ShouldBe(["phase3_exec_002", "phase4_exec_002", "phase5_exec_002"]);

        // The same checkout again is of a version that has moved on; and what is not planned is refused by name.
        Product.Run(folder.Path, "run", "edit", "--from", "co", "--reason", "again").ShouldExit(5).Error.ShouldContain("link-shelf-17-arch-js.md has moved on");
        File.WriteAllText(Path.Combine(folder["co"], "extra.md"), "# Extra\n");
        Product.Run(folder.Path, "run", "edit", "--from", "co", "--reason", "again").ShouldExit(2).Error.ShouldContain("extra.md");
        Product.Run(folder.Path, "verify").ShouldExit(0);
    }

    [Fact]
    public void R8_revalidation_drafts_nothing_even_where_the_agent_would_fail()
    {
        using var folder = new TempFolder();
        Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch").ShouldExit(0);
        Docs(folder);
        var run = Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--agent", "folder=docs", "--json").ShouldExit(0);
        foreach (var file in Directory.GetFiles(folder["docs"])) File.Delete(file);
        var done = Product.Run(folder.Path, "run", "revalidate", "--phase", "2", "--reason", "a second look", "--json").ShouldExit(0);
        done.BundleHash.ShouldBe(run.BundleHash);
        Events(folder).Count(e => e.GetProperty("type").GetString() == "artifact.written" && e.GetProperty("data").GetProperty("artifact").GetProperty("type").GetString() == "CoreDoc").ShouldBe(45);
    }

    [Fact]
    public void R9_a_rebuild_is_a_new_run_linked_to_the_old_in_every_status()
    {
        using var folder = new TempFolder();
        var complete = Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--json").ShouldExit(0);
        var before = Product.Run(folder.Path, "run", "events", complete.RunId, "--json").Output;
        var again = Product.Run(folder.Path, "run", "rebuild", complete.RunId, "--reason", "to compare", "--json").ShouldExit(0);
        again.RunId.ShouldNotBe(complete.RunId);
        again.BundleHash.ShouldBe(complete.BundleHash);
        Product.Run(folder.Path, "run", "events", complete.RunId, "--json").Output.ShouldBe(before, "the old run stays as it was");
        Events(folder)[1].GetProperty("data").GetProperty("from").GetString().ShouldBe(complete.RunId);

        var waiting = Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--json").ShouldExit(4);
        Product.Run(folder.Path, "run", "cancel", waiting.RunId).ShouldExit(0);
        Product.Run(folder.Path, "run", "rebuild", waiting.RunId, "--reason", "second thoughts", "--json").ShouldExit(4).Status.ShouldBe("awaiting_approval");
    }

    private static void Docs(TempFolder folder)
    {
        Product.Run(folder.Path, "run", "bundle", "-o", "out.zip").ShouldExit(0);
        ZipFile.ExtractToDirectory(folder["out.zip"], folder["docs"]);
        File.Delete(Path.Combine(folder["docs"], "README.md"));
    }

    private static Dictionary<string, string> Artifacts(TempFolder folder) => Product.Run(folder.Path, "run", "artifacts", "--all", "--json").ShouldExit(0).Json.GetProperty("artifacts")
        .EnumerateArray().ToDictionary(a => a.GetProperty("path").GetString()!, a => a.GetProperty("sha256").GetString()!, StringComparer.Ordinal);

    private static List<JsonElement> Events(TempFolder folder) =>
        [.. Product.Run(folder.Path, "run", "events", "--json").ShouldExit(0).Json.GetProperty("events").EnumerateArray()];
}
