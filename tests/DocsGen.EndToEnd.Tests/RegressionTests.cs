using System.IO.Compression;

namespace DocsGen.EndToEnd.Tests;

/// <summary>Scenarios that a review found broken once.</summary>
public sealed class RegressionTests
{
    [Fact]
    public void R3_a_rejected_edit_reaches_no_bundle_by_validating_the_next_phase()
    {
        using var folder = new TempFolder();
        Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--auto-approve", "0,1,3,4,5", "--json").ShouldExit(4);
        Product.Run(folder.Path, "run", "approve", "--execution", "phase2_exec_001", "--json").ShouldExit(0);
        Product.Run(folder.Path, "run", "checkout", "co").ShouldExit(0);
        File.AppendAllText(Path.Combine(folder["co"], "link-shelf-01-base-vision.md"), "\nOne sentence more.\n");
        Product.Run(folder.Path, "run", "edit", "--from", "co", "--reason", "more").ShouldExit(4);
        Product.Run(folder.Path, "verify").ShouldExit(0).Output.ShouldStartWith("ok");
        Product.Run(folder.Path, "run", "reject", "--execution", "phase2_exec_002", "--reason", "not true").ShouldExit(0);
        Product.Run(folder.Path, "run", "revalidate", "--phase", "3", "--reason", "go on").ShouldExit(5).Error.ShouldContain("was not approved");
        Product.Run(folder.Path, "run", "show").Output.ShouldContain("(rejected)");
    }

    [Fact]
    public void A_file_that_the_folder_lacked_is_drafted_once_it_is_there()
    {
        using var folder = new TempFolder();
        Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch").ShouldExit(0);
        Product.Run(folder.Path, "run", "bundle", "-o", "out.zip").ShouldExit(0);
        ZipFile.ExtractToDirectory(folder["out.zip"], folder["docs"]);
        var file = Path.Combine(folder["docs"], "link-shelf-13-arch.md");
        var text = File.ReadAllText(file);
        File.Delete(file);
        Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--agent", "folder=docs").ShouldExit(3);
        File.WriteAllText(file, text);
        Product.Run(folder.Path, "run", "regenerate", "--phase", "3", "--failed", "--reason", "it is there now", "--json").ShouldExit(0).Status.ShouldBe("complete");
        Directory.Delete(folder["docs"], recursive: true);
        Product.Run(folder.Path, "run", "revalidate", "--reason", "no agent is needed", "--json").ShouldExit(0).Status.ShouldBe("complete");
    }

    [Fact]
    public void An_approval_that_was_recorded_but_not_driven_is_driven_when_it_is_repeated()
    {
        using var folder = new TempFolder();
        Product.Run(folder.Path, "run", "start", Product.Sample("minimal")).ShouldExit(4);
        Product.Run(folder.Path, "run", "approve", "--execution", "phase0_exec_001", "--no-drive", "--json").ShouldExit(0).Status.ShouldBe("running");
        Product.Run(folder.Path, "run", "approve", "--execution", "phase0_exec_001", "--json").ShouldExit(4).RunJson.GetProperty("executions").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public void Every_artifact_in_the_index_is_named_by_an_event_the_readme_of_the_bundle_too()
    {
        using var folder = new TempFolder();
        Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch").ShouldExit(0);
        Product.Run(folder.Path, "run", "events").Output.ShouldContain("final/README.md");
        Product.Run(folder.Path, "verify").ShouldExit(0);
    }
}
