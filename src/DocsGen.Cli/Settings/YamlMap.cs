using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace DocsGen.Cli.Settings;

/// <summary>A mapping of a YAML file that knows which keys it may have, and says file and line where something else stands.</summary>
internal sealed class YamlMap
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxDepth = 32;

    private readonly string file;
    private readonly YamlMappingNode node;
    private readonly Dictionary<string, YamlNode> values = new(StringComparer.Ordinal);

    private YamlMap(string file, YamlMappingNode node, IReadOnlyList<string>? keys)
    {
        this.file = file;
        this.node = node;
        foreach (var (keyNode, value) in node.Children)
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? throw Bad(keyNode, "a key must be plain text");
            if (keys is not null && !keys.Contains(key, StringComparer.Ordinal)) throw Bad(keyNode, $"'{key}' is nothing that can stand here; there are {string.Join(", ", keys)}");
            values[key] = value;
        }
    }

    /// <summary>Reads a file whose root is a mapping; one that holds nothing is an empty mapping.</summary>
    /// <exception cref="CliError">It cannot be read, is no YAML, or has other keys.</exception>
    public static YamlMap Read(string file, params IReadOnlyList<string> keys)
    {
        try
        {
            var yaml = new YamlStream();
            var text = System.Text.Encoding.UTF8.GetString(Agents.RegularFile.Read(file, MaxBytes));
            Guard(file, text);
            using var reader = new StringReader(text);
            yaml.Load(reader);
            if (yaml.Documents.Count == 0) return new(file, [], keys);
            if (yaml.Documents.Count > 1) throw Refusal(file, yaml.Documents[1].RootNode.Start.Line, "a second document begins here; all settings stand in one");
            return yaml.Documents[0].RootNode switch
            {
                YamlMappingNode map => new(file, map, keys),
                var other => throw Refusal(file, other.Start.Line, "it must be a list of 'key: value' lines"),
            };
        }
        catch (YamlException exception)
        {
            throw Refusal(file, exception.Start.Line, exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>The keys that are there, in the order of the file.</summary>
    public IEnumerable<string> Keys => values.Keys;

    public bool Has(string key) => values.ContainsKey(key);

    /// <summary>Where this mapping stands: <c>docsgen.validate.yaml, line 12</c>.</summary>
    public string Where => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}, line {node.Start.Line}");

    /// <summary>A plain value; null where the key is absent.</summary>
    public string? Text(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value ?? "",
        var other => throw Bad(other, $"'{key}' must be a plain value"),
    };

    /// <summary>A plain value that must be there and not blank.</summary>
    public string Needed(string key) => Text(key) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : throw Bad(values.GetValueOrDefault(key, node), $"'{key}' is missing here");

    /// <summary>One of some words; null where the key is absent.</summary>
    public string? Choice(string key, params IReadOnlyList<string> choices) =>
        Text(key) is not { } text ? null : choices.Contains(text, StringComparer.Ordinal) ? text : throw Bad(values[key], $"'{key}' is '{text}'; it must be {string.Join(" or ", choices)}");

    /// <summary>A list of plain values, or one; empty where the key is absent.</summary>
    public IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(i => i.Text)];

    /// <summary>The same, each with its line.</summary>
    public IReadOnlyList<(string Text, long Line)> Items(string key) => values.GetValueOrDefault(key) switch
    {
        null => [],
        YamlScalarNode { Value: null or "" } => [],
        YamlScalarNode scalar => [(scalar.Value, scalar.Start.Line)],
        YamlSequenceNode list => [.. list.Children.Select(n => ((n as YamlScalarNode)?.Value ?? throw Bad(n, $"'{key}' must be a list of plain values"), n.Start.Line))],
        var other => throw Bad(other, $"'{key}' must be a list of plain values"),
    };

    /// <summary>A mapping with any keys; null where the key is absent.</summary>
    public YamlMap? Map(string key) => values.GetValueOrDefault(key) switch
    {
        null or YamlScalarNode { Value: null or "" } => null,
        YamlMappingNode map => new(file, map, null),
        var other => throw Bad(other, $"'{key}' must be a list of 'key: value' lines"),
    };

    /// <summary>A list of mappings; empty where the key is absent.</summary>
    public IReadOnlyList<YamlMap> Maps(string key, params IReadOnlyList<string> keys) => values.GetValueOrDefault(key) switch
    {
        null or YamlScalarNode { Value: null or "" } => [],
        YamlSequenceNode list => [.. list.Children.Select(n => n is YamlMappingNode map ? new YamlMap(file, map, keys) : throw Bad(n, $"'{key}' must be a list of entries, each with {string.Join(", ", keys)}"))],
        var other => throw Bad(other, $"'{key}' must be a list of entries, each with {string.Join(", ", keys)}"),
    };

    /// <summary>A refusal that names the line of a key.</summary>
    public CliError Bad(string key, string what) => Bad(values.GetValueOrDefault(key, node), what);

    /// <summary>A refusal that names a line.</summary>
    public CliError Bad(long line, string what) => Refusal(file, line, what);

    // The tree is built recursively, and aliases can stand for more than any file holds: both are refused before.
    private static void Guard(string file, string text)
    {
        using var reader = new StringReader(text);
        var parser = new Parser(reader);
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current is MappingStart or SequenceStart ? 1 : parser.Current is MappingEnd or SequenceEnd ? -1 : 0;
            if (depth > MaxDepth) throw Refusal(file, parser.Current!.Start.Line, $"this is nested more than {MaxDepth} deep");
            if (parser.Current is AnchorAlias) throw Refusal(file, parser.Current.Start.Line, "aliases (*name) are not understood; write the value out");
        }
    }

    private CliError Bad(YamlNode at, string what) => Refusal(file, at.Start.Line, what);

    private static CliError Refusal(string file, long line, string what) =>
        CliError.Usage("settings.invalid", string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}: {what}."));
}
