using System.IO.Compression;

namespace DocsGen.EndToEnd.Tests;

public sealed class MainJobTests
{
    [Fact]
    public void The_task_board_becomes_a_bundle_of_its_45_files_and_a_README_in_strict_batch_mode()
    {
        using var folder = new TempFolder();
        var run = Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--strictness", "strict", "--json").ShouldExit(0);
        run.Status.ShouldBe("complete");
        Product.Run(folder.Path, "run", "bundle", "-o", "out.zip").ShouldExit(0);
        using var zip = ZipFile.OpenRead(folder["out.zip"]);
        zip.Entries.Count(e => e.FullName.EndsWith(".md", StringComparison.Ordinal) && e.FullName != "README.md").ShouldBe(45);
        zip.GetEntry("README.md").ShouldNotBeNull();
        zip.GetEntry("task-board.md").ShouldNotBeNull();
        zip.Entries.Count.ShouldBe(46);
        Product.Run(folder.Path, "verify").ShouldExit(0);
        Product.Run(folder.Path, "verify", "out.zip").ShouldExit(0).Output.ShouldContain($"it is the bundle of {run.RunId}");
    }

    [Fact]
    public void The_example_in_docs_is_what_this_version_makes()
    {
        using var folder = new TempFolder();
        Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch").ShouldExit(0);
        Product.Run(folder.Path, "run", "bundle", "-o", "out.zip").ShouldExit(0);
        ZipFile.ExtractToDirectory(folder["out.zip"], folder["docs"]);
        var example = Path.Combine(Product.Root, "docs", "example", "task-board");
        Directory.GetFiles(folder["docs"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(Directory.GetFiles(example).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var file in Directory.GetFiles(folder["docs"])) File.ReadAllText(file).ShouldBe(File.ReadAllText(Path.Combine(example, Path.GetFileName(file))), file);
    }

    [Theory]
    [InlineData("full", 45)]
    [InlineData("no-diagrams", 44)]
    [InlineData("minimal", 13)]
    public void Every_profile_passes_its_strict_gates(string profile, int files)
    {
        using var folder = new TempFolder();
        foreach (var sample in new[] { "task-board", "minimal" })
        {
            var run = Product.Run(folder.Path, "run", "start", Product.Sample(sample), "--review-mode", "batch", "--profile", profile, "--json").ShouldExit(0);
            run.RunJson.GetProperty("bundle").GetProperty("files").GetInt32().ShouldBe(files + 1, sample);
        }
    }

    [Fact]
    public void A_formula_of_another_kind_runs_through_the_same_engine()
    {
        using var folder = new TempFolder();
        var run = Product.Run(folder.Path, "run", "start", Product.Sample("service-handbook"), "--review-mode", "batch", "--json").ShouldExit(0);
        run.RunJson.GetProperty("executions").GetArrayLength().ShouldBe(3);
        run.RunJson.GetProperty("settings").GetProperty("formula").GetString().ShouldBe("service-handbook");
        var docs = Product.Run(folder.Path, "run", "artifacts", "--type", "CoreDoc", "--json").ShouldExit(0).Json.GetProperty("artifacts").GetArrayLength();
        docs.ShouldBe(7);
    }

    [Fact]
    public void A_failing_preflight_stops_the_run_with_one_question_for_each_missing_item()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["requirements.json"], """{ "plugin": { "name": "X", "slug": "Not A Slug", "summary": "short" }, "entities": [] }""");
        var run = Product.Run(folder.Path, "run", "start", "requirements.json", "--review-mode", "batch", "--json").ShouldExit(3);
        run.Status.ShouldBe("failed");
        var report = Product.Run(folder.Path, "run", "cat", "00-preflight-questions.md").ShouldExit(0).Output;
        foreach (var path in new[] { "$.plugin.slug", "$.plugin.summary", "$.entities", "$.users_and_flows.primary_flows", "$.policies.permissions_model" }) report.ShouldContain(path);
        Product.Run(folder.Path, "run", "bundle").ShouldExit(5).Error.ShouldContain("bundle");
    }

    [Fact]
    public void Malformed_requirements_are_refused_with_line_and_column_and_no_run_is_made()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["requirements.json"], "{\n  \"plugin\": { \"name\": }\n}\n");
        Product.Run(folder.Path, "run", "start", "requirements.json").ShouldExit(2).Error.ShouldContain("line 2, column 23");
        Directory.Exists(folder[".docsgen"]).ShouldBeFalse();
    }

    [Fact]
    public void The_folder_agent_takes_a_hand_written_docset_through_the_same_gates()
    {
        using var folder = new TempFolder();
        var first = Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--json").ShouldExit(0);
        Product.Run(folder.Path, "run", "bundle", "-o", "out.zip").ShouldExit(0);
        ZipFile.ExtractToDirectory(folder["out.zip"], folder["docs"]);
        var second = Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--agent", "folder=docs", "--json").ShouldExit(0);
        second.BundleHash.ShouldBe(first.BundleHash, "the same files give the same bundle, whoever drafted them");

        var damaged = Directory.GetFiles(folder["docs"], "*-13-arch.md").ShouldHaveSingleItem();
        File.AppendAllText(damaged, "\nSee [the missing page](task-board-99-missing.md).\n");
        Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--agent", "folder=docs", "--json").ShouldExit(3);
        var issues = Product.Run(folder.Path, "run", "issues", "--severity", "error", "--json").ShouldExit(0).Json.GetProperty("issues");
        issues.GetArrayLength().ShouldBe(1);
        issues[0].GetProperty("rule").GetString().ShouldBe("links.internal.resolves");
        issues[0].GetProperty("file").GetString().ShouldBe(Path.GetFileName(damaged));
        issues[0].GetProperty("line").GetInt32().ShouldBe(File.ReadAllLines(damaged).Length);

        File.Delete(damaged);
        Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--agent", "folder=docs", "--json").ShouldExit(3);
        Product.Run(folder.Path, "run", "issues", "--rule", "structure.missing_file", "--json").Json.GetProperty("issues").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public void A6_the_bundle_is_the_same_from_any_store_folder_time_zone_culture_and_core_count()
    {
        var environments = new Dictionary<string, string>[]
        {
            new(StringComparer.Ordinal) { ["TZ"] = "UTC", ["LC_ALL"] = "C.UTF-8" },
            new(StringComparer.Ordinal) { ["TZ"] = "Pacific/Kiritimati", ["LC_ALL"] = "tr_TR.UTF-8", ["DOTNET_PROCESSOR_COUNT"] = "1" },
            new(StringComparer.Ordinal) { ["TZ"] = "America/St_Johns", ["LC_ALL"] = "ar_SA.UTF-8", ["DOTNET_PROCESSOR_COUNT"] = "2" },
        };
        var hashes = environments.Select(environment =>
        {
            using var folder = new TempFolder();
            return Product.RunWith(folder.Path, environment, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--store", folder["elsewhere"], "--json").ShouldExit(0).BundleHash;
        }).ToList();
        hashes.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
    }
}
