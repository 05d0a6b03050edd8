using System.Globalization;
using DocsGen.Cli.Output;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DocsGen.Cli.Settings;

/// <summary>
/// Settings from the environment (<c>DOCSGEN_*</c>), then the project file (<c>docsgen.yaml</c>, found by walking up), then the user's file
/// (<c>~/.config/docsgen/config.yaml</c>), then the default. A flag on the command line goes before all of them.
/// </summary>
internal sealed class SettingLookup(Terminal terminal)
{
    private const string ProjectFile = "docsgen.yaml";

    private IReadOnlyList<(string Path, IReadOnlyDictionary<string, string> Values)>? files;

    /// <summary>The value of a setting; null when nothing sets it and it has no default.</summary>
    public SettingValue? Find(string key)
    {
        var setting = SettingKey.All.First(k => k.Name == key);
        if (terminal.Environment.TryGetValue(setting.Variable, out var fromEnvironment) && fromEnvironment.Length > 0)
        {
            return new(key, fromEnvironment, $"environment {setting.Variable}");
        }

        foreach (var (path, values) in files ??= ReadFiles())
        {
            if (values.TryGetValue(key, out var value)) return new(key, value, $"file {path}");
        }

        return setting.Default is null ? null : new(key, setting.Default, "default");
    }

    /// <summary>Every setting that has a value, in a fixed order.</summary>
    public IReadOnlyList<SettingValue> All() => [.. SettingKey.All.Select(k => Find(k.Name)).OfType<SettingValue>()];

    private List<(string, IReadOnlyDictionary<string, string>)> ReadFiles()
    {
        var found = new List<(string, IReadOnlyDictionary<string, string>)>();
        for (var folder = new DirectoryInfo(terminal.Folder); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, ProjectFile);
            if (!File.Exists(path)) continue;
            found.Add((path, ReadFile(path)));
            break;
        }

        if (UserFile() is { } user && File.Exists(user)) found.Add((user, ReadFile(user)));
        return found;
    }

    private string? UserFile()
    {
        var config = terminal.Environment.GetValueOrDefault("XDG_CONFIG_HOME");
        var home = terminal.Environment.GetValueOrDefault("HOME");
        if (string.IsNullOrEmpty(config)) config = string.IsNullOrEmpty(home) ? null : Path.Combine(home, ".config");
        return config is null ? null : Path.Combine(config, "docsgen", "config.yaml");
    }

    private static Dictionary<string, string> ReadFile(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var yaml = new YamlStream();
            using var reader = new StreamReader(path);
            yaml.Load(reader);
            if (yaml.Documents.Count == 0) return values;
            if (yaml.Documents[0].RootNode is not YamlMappingNode map) throw Bad(path, 1, "it must be a list of 'setting: value' lines");
            foreach (var (keyNode, valueNode) in map.Children)
            {
                var key = (keyNode as YamlScalarNode)?.Value ?? "";
                if (SettingKey.All.All(k => k.Name != key))
                {
                    throw Bad(path, keyNode.Start.Line, $"'{key}' is no setting; there are {string.Join(", ", SettingKey.All.Select(k => k.Name))}");
                }

                values[key] = valueNode switch
                {
                    YamlScalarNode scalar => scalar.Value ?? "",
                    YamlSequenceNode list => string.Join(',', list.Children.OfType<YamlScalarNode>().Select(n => n.Value)),
                    _ => throw Bad(path, valueNode.Start.Line, $"'{key}' must be a plain value"),
                };
            }
        }
        catch (YamlException exception)
        {
            throw Bad(path, exception.Start.Line, exception.Message);
        }

        return values;
    }

    private static CliError Bad(string path, long line, string what) =>
        CliError.Usage("settings.invalid", string.Create(CultureInfo.InvariantCulture, $"{path}, line {line}: {what}."));
}
