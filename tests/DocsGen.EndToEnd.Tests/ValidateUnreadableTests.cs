namespace DocsGen.EndToEnd.Tests;

public sealed class ValidateUnreadableTests
{
    [Fact]
    public void Root_reads_everything_but_another_user_is_told_which_files_and_folders_it_may_not_read()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "docs", "closed"));
        File.WriteAllText(Path.Combine(folder.Path, "docs", "a.md"), "# A\n\nTBD\n");
        File.WriteAllText(Path.Combine(folder.Path, "docs", "secret.md"), "# B\n");
        File.WriteAllText(Path.Combine(folder.Path, "docs", "closed", "c.md"), "# C\n");
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(Path.Combine(folder.Path, "docs", "secret.md"), UnixFileMode.None);
        File.SetUnixFileMode(Path.Combine(folder.Path, "docs", "closed"), UnixFileMode.None);

        Product.RunAsNobody(folder.Path, "validate", "docs", "--no-cache").ShouldExit(3).Output.ShouldBe(
            """
            a.md (1)
              error    a.md:3:1: The placeholder "TBD" is left; write what belongs there.  [placeholders.forbidden]
                     3 | TBD
                       | ^

            closed (1)
              error    closed: This folder may not be listed by this user. Mend that, or leave the folder out with 'ignore'.  [markdown.malformed]

            secret.md (1)
              error    secret.md: This file may not be read by this user. Mend that, or leave the file out with 'ignore'.  [markdown.malformed]

            1 file: 3 errors, 0 warnings, 0 notes.

            """);
        File.SetUnixFileMode(Path.Combine(folder.Path, "docs", "closed"), (UnixFileMode)0b111_101_101);
    }
}
