using DocsGen.TestSupport;

namespace DocsGen.EndToEnd.Tests;

/// <summary>The main job on the other engine, through the real program.</summary>
public sealed class PostgresTests(ScratchPostgres server) : IClassFixture<ScratchPostgres>
{
    [Fact]
    public void A6_the_same_inputs_give_the_same_bundle_on_PostgreSQL_as_on_SQLite_and_no_folder_is_made()
    {
        using var folder = new TempFolder();
        var embedded = Reference(folder);
        var address = server.NewDatabase();
        var run = Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--database", address, "--json").ShouldExit(0);
        run.Status.ShouldBe("complete");
        run.BundleHash.ShouldBe(embedded);
        Directory.Exists(folder[".docsgen"]).ShouldBeFalse();
        Product.Run(folder.Path, "verify", "--database", address).ShouldExit(0).Output.ShouldMatch($@"^ok  store  [^\n]*\n(    note: [^\n]*\n)?ok  {run.RunId}  ");
        Product.Run(folder.Path, "run", "bundle", "-o", "b.zip", "--database", address).ShouldExit(0);
        Product.Run(folder.Path, "key", "new", "--out", "k.pem").ShouldExit(0);
        Product.Run(folder.Path, "run", "attest", "--key", "k.pem", "-o", "a.json", "--database", address).ShouldExit(0);
        Product.Run(folder.Path, "verify", "b.zip", "--attestation", "a.json", "--key", "k.pem.pub").ShouldExit(0);
        Product.Run(folder.Path, "verify", "--database", address).ShouldExit(0);
    }

    [Fact]
    public void R11_kill_9_and_resume_on_PostgreSQL_give_the_same_bundle_and_no_file_is_drafted_twice()
    {
        using var folder = new TempFolder();
        var reference = Reference(folder);
        var (kills, midway) = (0, 0);
        for (var patience = 500; midway < 3; patience = patience >= 2500 ? 500 : patience + 130)
        {
            var address = server.NewDatabase();
            kills += KillUntilComplete(folder, address, patience, ref midway);
            Check(folder, address, reference);
            kills.ShouldBeLessThan(400, "no kill ever hit a driven run");
        }
    }

    [Fact]
    public void A5_a_server_that_crashes_while_a_run_is_driven_loses_nothing_that_was_acknowledged()
    {
        using var folder = new TempFolder();
        var reference = Reference(folder);
        var address = server.NewDatabase();
        using var process = Product.StartProgram(folder.Path, null, ["run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--quiet", "--database", address]);
        process.WaitForExit(1200);
        server.CrashAndRestart();
        process.WaitForExit();
        // It may have waited for the server to come back, or given up; either way resuming ends well.
        process.ExitCode.ShouldBeOneOf(0, 7);
        var started = Product.Run(folder.Path, "run", "list", "--database", address, "--json").ShouldExit(0).Json.GetProperty("runs").GetArrayLength() > 0;
        string[] args = started ? ["run", "resume"] : ["run", "start", Product.Sample("task-board"), "--review-mode", "batch"];
        Product.Run(folder.Path, [.. args, "--database", address]).ShouldExit(0);
        Check(folder, address, reference);
    }

    private static int KillUntilComplete(TempFolder folder, string address, int patience, ref int midway)
    {
        for (var kills = 0; ; kills++, patience += 60)
        {
            var exists = kills > 0 && Product.Run(folder.Path, "run", "list", "--database", address, "--json").ShouldExit(0).Json.GetProperty("runs").GetArrayLength() > 0;
            string[] args = exists ? ["run", "resume"] : ["run", "start", Product.Sample("task-board"), "--review-mode", "batch"];
            using var process = Product.StartProgram(folder.Path, null, [.. args, "--database", address, "--quiet"]);
            var ended = process.WaitForExit(patience);
            if (!ended)
            {
                process.Kill();
                process.WaitForExit();
            }

            if (process.ExitCode == 0) return kills;
            ended.ShouldBeFalse(process.StandardError.ReadToEnd());
            if (exists) midway++;
        }
    }

    private static string Reference(TempFolder folder) =>
        Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--store", folder["reference"], "--json").ShouldExit(0).BundleHash;

    private static void Check(TempFolder folder, string address, string reference)
    {
        Product.Run(folder.Path, "run", "show", "--database", address, "--json").ShouldExit(0).BundleHash.ShouldBe(reference);
        var written = Product.Run(folder.Path, "run", "events", "--database", address, "--json").ShouldExit(0).Json.GetProperty("events").EnumerateArray()
            .Where(e => e.GetProperty("type").GetString() == "artifact.written")
            .Select(e => e.GetProperty("data").GetProperty("artifact"))
            .Where(a => a.GetProperty("type").GetString() == "CoreDoc")
            .Select(a => Path.GetFileName(a.GetProperty("path").GetString()!))
            .ToList();
        written.Count.ShouldBe(45);
        written.Distinct(StringComparer.Ordinal).Count().ShouldBe(45, "a file was drafted twice");
        Product.Run(folder.Path, "verify", "--database", address).ShouldExit(0);
    }
}
