using System.Text.Json;
using DocsGen.Cli.Output;

namespace DocsGen.Cli.Settings;

/// <summary>
/// Tokens of servers, as <c>docsgen login</c> keeps them: <c>credentials.json</c> in <c>$XDG_CONFIG_HOME/docsgen</c> or <c>~/.config/docsgen</c>, a file that only its
/// user can read. One that others can read is not used.
/// </summary>
internal sealed class Credentials(Terminal terminal)
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The token for a server; null when there is none.</summary>
    /// <exception cref="CliError">The file cannot be trusted or read.</exception>
    public string? Find(Uri server) => Read().GetValueOrDefault(KeyOf(server))?.Token;

    /// <summary>The name of the token for a server, as the server knows it; null when there is none.</summary>
    /// <exception cref="CliError">The file cannot be trusted or read.</exception>
    public string? FindName(Uri server) => Read().GetValueOrDefault(KeyOf(server))?.Name;

    /// <summary>Keeps a token; one that was there goes.</summary>
    public void Keep(Uri server, string token, string name)
    {
        var all = Read();
        all[KeyOf(server)] = new(token, name);
        Write(all);
    }

    /// <summary>Removes the token of a server; false when there was none.</summary>
    public bool Remove(Uri server)
    {
        var all = Read();
        if (!all.Remove(KeyOf(server))) return false;
        Write(all);
        return true;
    }

    private static string KeyOf(Uri server) => server.GetLeftPart(UriPartial.Path).TrimEnd('/');

    private string PathOf()
    {
        var config = terminal.Environment.GetValueOrDefault("XDG_CONFIG_HOME");
        var home = terminal.Environment.GetValueOrDefault("HOME");
        if (string.IsNullOrEmpty(config)) config = string.IsNullOrEmpty(home) ? throw CliError.Usage("credentials.no_home", "Neither XDG_CONFIG_HOME nor HOME is set; there is no place for credentials.") : Path.Combine(home, ".config");
        return Path.Combine(config, "docsgen", "credentials.json");
    }

    private Dictionary<string, Credential> Read()
    {
        var path = PathOf();
        var all = new Dictionary<string, Credential>(StringComparer.Ordinal);
        if (!File.Exists(path)) return all;
        if ((File.GetUnixFileMode(path) & ~(Mine | UnixFileMode.UserExecute)) != UnixFileMode.None) throw new CliError("credentials.open", $"{path} can be read by others. Make it yours alone with 'chmod 600 {path}', and get new tokens if others were there.", ExitCodes.NotAllowed);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var entry in document.RootElement.GetProperty("servers").EnumerateObject()) all[entry.Name] = new(entry.Value.GetProperty("token").GetString()!, entry.Value.GetProperty("name").GetString()!);
            return all;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw CliError.Usage("credentials.damaged", $"{path} cannot be understood. Remove it, and sign in again.");
        }
    }

    // Replaced as a whole, and nobody else's to read from the moment that it exists.
    private void Write(Dictionary<string, Credential> all)
    {
        var path = PathOf();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, Mine | UnixFileMode.UserExecute);
        var temp = $"{path}.{terminal.NewId()}";
        try
        {
            using (var file = new FileStream(temp, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mine }))
            {
                using var json = new Utf8JsonWriter(file, new() { Indented = true, NewLine = "\n" });
                json.WriteStartObject();
                json.WriteStartObject("servers");
                foreach (var (server, credential) in all.OrderBy(e => e.Key, StringComparer.Ordinal))
                {
                    json.WriteStartObject(server);
                    json.WriteString("token", credential.Token);
                    json.WriteString("name", credential.Name);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            File.Move(temp, path, overwrite: true);
        }
        finally
        {
            File.Delete(temp);
        }
    }

    private sealed record Credential(string Token, string Name);
}
