using System.Text;
using DocsGen.Agents;
using DocsGen.Core.Runs.Attestations;

namespace DocsGen.Cli.Inputs;

/// <summary>Keys as PEM files. A private key is the user's alone from the moment that its file exists, and never replaces another.</summary>
internal static class KeyFile
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The public key beside a private one.</summary>
    public static string PublicOf(string path) => path + ".pub";

    public static SigningKey ReadPrivate(string path) => Read(path, SigningKey.FromPem);

    public static VerificationKey ReadPublic(string path) => Read(path, VerificationKey.FromPem);

    /// <summary>Writes a pair: the private key to the path, the public one beside it.</summary>
    /// <exception cref="CliError">One of the files is there already, or the folder is not.</exception>
    public static void Write(string path, SigningKey key)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder)) throw CliError.Usage("output.no_folder", $"There is no folder {folder}.");
        Create(path, key.PrivatePem, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        try
        {
            Create(PublicOf(path), key.PublicPem, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static void Create(string path, string text, UnixFileMode mode)
    {
        // Asked first for the sentence; CreateNew is what keeps the promise.
        if (Path.Exists(path)) throw CliError.Usage("key.exists", $"{path} is there already, and a key is never replaced. Name another file with --out.");
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode });
        file.Write(Encoding.ASCII.GetBytes(text));
    }

    private static T Read<T>(string path, Func<string, T> parse)
    {
        try
        {
            return parse(Encoding.UTF8.GetString(RegularFile.Read(path, MaxBytes)));
        }
        catch (AttestationRefusedException refused)
        {
            throw CliError.Usage("key.invalid", $"{path}: {refused.Sentence}");
        }
    }
}
