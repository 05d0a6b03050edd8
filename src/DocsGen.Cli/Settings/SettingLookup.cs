using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Formulas;
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

    private List<IReadOnlyDictionary<string, SettingValue>>? files;

    /// <summary>The value of a setting; null when nothing sets it and it has no default.</summary>
    /// <exception cref="CliError">Its value cannot be, or a file of settings cannot be read; who set it is named.</exception>
    public SettingValue? Find(string key)
    {
        var setting = SettingKey.All.First(k => k.Name == key);
        var found = FromEnvironment(setting) ?? (files ??= ReadFiles()).Select(f => f.GetValueOrDefault(key)).FirstOrDefault(v => v is not null);
        if (found is not null && !setting.Accepts(found.Value)) throw Bad(found.Origin, setting.IsSecret ? $"{key} must be {setting.MustBe}" : $"{key} is '{found.Value}'; it must be {setting.MustBe}");
        return found ?? (setting.Default is null ? null : new(key, setting.Default, "default"));
    }

    /// <summary>Every setting that has a value, in a fixed order.</summary>
    public IReadOnlyList<SettingValue> All() => [.. SettingKey.All.Select(k => Find(k.Name)).OfType<SettingValue>()];

    private SettingValue? FromEnvironment(SettingKey setting) => terminal.Environment.GetValueOrDefault(setting.Variable) is { Length: > 0 } value
        ? new(setting.Name, value, $"environment {setting.Variable}")
        : null;

    private List<IReadOnlyDictionary<string, SettingValue>> ReadFiles()
    {
        var found = new List<IReadOnlyDictionary<string, SettingValue>>();
        for (var folder = new DirectoryInfo(terminal.Folder); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, ProjectFile);
            if (!File.Exists(path)) continue;
            found.Add(ReadFile(path));
            break;
        }

        if (UserFile() is { } user && File.Exists(user)) found.Add(ReadFile(user));
        return found;
    }

    private string? UserFile()
    {
        var config = terminal.Environment.GetValueOrDefault("XDG_CONFIG_HOME");
        var home = terminal.Environment.GetValueOrDefault("HOME");
        if (string.IsNullOrEmpty(config)) config = string.IsNullOrEmpty(home) ? null : Path.Combine(home, ".config");
        return config is null ? null : Path.Combine(config, "docsgen", "config.yaml");
    }

    private static Dictionary<string, SettingValue> ReadFile(string path)
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (var (keyNode, valueNode) in Parse(path))
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? "";
            var origin = Place(path, keyNode.Start.Line);
            if (SettingKey.All.All(k => k.Name != key)) throw Bad(origin, $"'{key}' is no setting; there are {string.Join(", ", SettingKey.All.Select(k => k.Name))}");
            var value = valueNode switch
            {
                YamlScalarNode scalar => scalar.Value ?? "",
                YamlSequenceNode list => string.Join(',', list.Children.OfType<YamlScalarNode>().Select(n => n.Value)),
                _ => throw Bad(origin, $"'{key}' must be a plain value"),
            };
            values[key] = new(key, Anchored(key, value, Path.GetDirectoryName(path)!), origin);
        }

        return values;
    }

    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Parse(string path)
    {
        try
        {
            var yaml = new YamlStream();
            using var reader = new StreamReader(path);
            yaml.Load(reader);
            if (yaml.Documents.Count == 0) return [];
            return yaml.Documents[0].RootNode is YamlMappingNode map ? map.Children : throw Bad(Place(path, 1), "it must be a list of 'setting: value' lines");
        }
        catch (YamlException exception)
        {
            throw Bad(Place(path, exception.Start.Line), exception.Message.TrimEnd('.'));
        }
    }

    // A path in a file means the same from every folder: it starts at the file.
    private static string Anchored(string key, string value, string folder)
    {
        const string agentFolder = "folder=";
        return key switch
        {
            "store" when value.Length > 0 => Path.GetFullPath(value, folder),
            "formula" when value.Length > 0 && !BuiltInFormulas.Names.Contains(value) => Path.GetFullPath(value, folder),
            "agent" when value.StartsWith(agentFolder, StringComparison.Ordinal) => agentFolder + Path.GetFullPath(value[agentFolder.Length..], folder),
            _ => value,
        };
    }

    private static string Place(string path, long line) => string.Create(CultureInfo.InvariantCulture, $"{path}, line {line}");

    private static CliError Bad(string origin, string what) => CliError.Usage("settings.invalid", $"{origin}: {what}.");
}
