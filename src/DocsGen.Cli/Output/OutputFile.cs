namespace DocsGen.Cli.Output;

/// <summary>A copy that the user asked for: replaced as a whole or not at all. The store keeps the durable one.</summary>
internal static class OutputFile
{
    public static Task ReplaceAsync(string target, Stream content, string id, CancellationToken cancellationToken) =>
        ReplaceAsync(target, id, file => content.CopyToAsync(file, cancellationToken));

    /// <summary>The same for content that is written as it is made.</summary>
    public static async Task ReplaceAsync(string target, string id, Func<Stream, Task> write)
    {
        if (Directory.Exists(target)) throw CliError.Usage("output.is_folder", $"{target} is a folder; name a file.");
        var folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder)) throw CliError.Usage("output.no_folder", $"There is no folder {folder}.");
        var temp = Path.Combine(folder, $".{Path.GetFileName(target)}.{id}");
        try
        {
            await using (var file = new FileStream(temp, FileMode.CreateNew, FileAccess.Write)) await write(file);
            if (File.Exists(target)) File.SetUnixFileMode(temp, File.GetUnixFileMode(target));
            File.Move(temp, target, overwrite: true);
        }
        finally
        {
            File.Delete(temp);
        }
    }
}
