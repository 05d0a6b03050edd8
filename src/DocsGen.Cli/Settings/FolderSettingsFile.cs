using System.Globalization;
using System.Text.RegularExpressions;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Settings;

/// <summary>
/// <c>docsgen.validate.yaml</c>: what <c>docsgen validate</c> holds a folder to. It is looked for in the folder and then upwards; patterns and paths in it
/// start where it lies. <see cref="FolderSettingsTemplate"/> explains each key.
/// </summary>
internal sealed record FolderSettingsFile
{
    public const string Name = "docsgen.validate.yaml";

    // In place of a folder: another site, whose links are not followed.
    private const string Elsewhere = "elsewhere";

    public FolderSettings Settings { get; init; } = new();

    /// <summary>Name or path of the formula; null for none.</summary>
    public string? Formula { get; private init; }

    public string? Profile { get; private init; }

    /// <summary>Path of the requirements; null for none.</summary>
    public string? Requirements { get; private init; }

    /// <summary>Where the file is; null where there is none.</summary>
    public string? Path { get; private init; }

    /// <summary>Every pattern for paths in it.</summary>
    public IReadOnlyList<SettingsPattern> Patterns { get; private init; } = [];

    /// <summary>
    /// What is probably misspelt: a sentence for each pattern that none of the paths fits. Nothing where the file lies above the folder: of a part of what it
    /// speaks of nobody can tell what the rest holds.
    /// </summary>
    public IEnumerable<string> Unmatched(IReadOnlyCollection<string> paths) => Settings.Prefix.Length > 0 ? [] : Patterns
        .Where(p => !paths.Any(name => p.Pattern.Matches(name) || p.Pattern.Matches(name + "/")))
        .OrderBy(p => p.Line)
        .Select(p => string.Create(CultureInfo.InvariantCulture, $"{Path}, line {p.Line}: '{p.Pattern.Text}' in '{p.Key}' fits no file."));

    /// <summary>The file that holds for a folder.</summary>
    /// <exception cref="CliError">It says something that cannot be; file and line are named.</exception>
    public static FolderSettingsFile For(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var path = System.IO.Path.Combine(at.FullName, Name);
            if (File.Exists(path)) return Read(path, folder);
        }

        return new();
    }

    /// <summary>Reads a file for a folder, which may lie anywhere.</summary>
    public static FolderSettingsFile Read(string path, string folder)
    {
        var map = YamlMap.Read(path, "strictness", "rules", "overrides", "ignore", "roots", "allowed_hosts", "terminology", "placeholders", "suppress", "formula", "profile", "requirements");
        var home = System.IO.Path.GetDirectoryName(path)!;
        var within = System.IO.Path.GetRelativePath(home, folder).Replace('\\', '/');
        var formula = map.Text("formula");
        var patterns = new List<SettingsPattern>();
        return new()
        {
            Path = path,
            Patterns = patterns,
            Formula = formula is null || BuiltInFormulas.Names.Contains(formula) ? formula : System.IO.Path.GetFullPath(formula, home),
            Profile = map.Text("profile"),
            Requirements = map.Text("requirements") is { } requirements ? System.IO.Path.GetFullPath(requirements, home) : null,
            Settings = new()
            {
                Strictness = map.Choice("strictness", "strict", "lenient") == "lenient" ? Strictness.Lenient : Strictness.Strict,
                Rules = Severities(map.Map("rules")),
                Overrides = [.. map.Maps("overrides", "files", "rules").Select(o => new FolderOverride(ReadPatterns(o, "files", needed: true, patterns), Severities(o.Map("rules"))))],
                Ignore = ReadPatterns(map, "ignore", needed: false, patterns),
                Roots = new(Roots(map.Map("roots"), home, folder)),
                AllowedHosts = map.Has("allowed_hosts") ? [.. map.Texts("allowed_hosts").Select(h => Host(map, h))] : null,
                ForbiddenTerms = [.. map.Maps("terminology", "term", "use", "reason").Select(t => new ForbiddenTerm(t.Needed("term"), t.Text("use") ?? "", t.Text("reason") ?? "", t.Where))],
                Placeholders = map.Has("placeholders") ? [.. map.Maps("placeholders", "text", "match", "in").Select(Placeholder)] : null,
                Suppressions = [.. map.Maps("suppress", "rule", "files", "message", "reason", "until").Select(m => Suppression(m, patterns))],
                Prefix = within == "." ? "" : within + "/",
            },
        };
    }

    private static Dictionary<string, Severity?> Severities(YamlMap? map)
    {
        var severities = new Dictionary<string, Severity?>(StringComparer.Ordinal);
        foreach (var rule in map?.Keys ?? [])
        {
            if (RuleCatalog.Find(rule) is null && SuppressionRules.All.All(r => r.Id != rule)) throw map!.Bad(rule, $"there is no rule '{rule}'{DidYouMean(rule)}");
            severities[rule] = map!.Choice(rule, "error", "warning", "info", "off") switch { "error" => Severity.Error, "warning" => Severity.Warning, "info" => Severity.Info, _ => null };
            if (severities[rule] is null && rule.StartsWith("markdown.", StringComparison.Ordinal)) throw map.Bad(rule, $"{rule} cannot be off: a file that cannot be read would pass every other rule; leave the file out with 'ignore'");
        }

        return severities;
    }

    private static string DidYouMean(string rule)
    {
        if (RuleCatalog.Nearest(rule) is { Length: > 0 } nearest) return nearest;
        var family = RuleCatalog.All.Select(r => r.Id).Where(id => id.StartsWith(rule.Split('.')[0] + ".", StringComparison.Ordinal)).ToList();
        return family.Count == 0 ? "; 'docsgen validate --rules' lists them" : $"; the ones like it are {string.Join(", ", family)}";
    }

    private static IReadOnlyList<PathPattern> ReadPatterns(YamlMap map, string key, bool needed, List<SettingsPattern> all)
    {
        var patterns = new List<PathPattern>();
        foreach (var (text, line) in map.Items(key))
        {
            try
            {
                patterns.Add(PathPattern.Parse(text));
                all.Add(new(patterns[^1], key, line));
            }
            catch (FormatException exception)
            {
                throw map.Bad(line, exception.Message);
            }
        }

        return needed && patterns.Count == 0 ? throw map.Bad(key, $"'{key}' is missing here") : patterns;
    }

    // Paths in the file start where it lies; the validator's start at the folder within.
    private static Dictionary<string, string?> Roots(YamlMap? map, string home, string validated)
    {
        var roots = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var start in map?.Keys ?? [])
        {
            if (!start.StartsWith('/')) throw map!.Bad(start, $"'{start}' must begin with a slash: it is the start of links");
            var folder = (map!.Text(start) ?? "").Replace('\\', '/').Trim('/');
            if (folder.Split('/').Contains("..")) throw map.Bad(start, $"'{folder}' leads out of the folder of this file");
            var relative = System.IO.Path.GetRelativePath(validated, System.IO.Path.Combine(home, folder)).Replace('\\', '/');
            if (folder != Elsewhere && !Directory.Exists(System.IO.Path.Combine(home, folder))) throw map.Bad(start, $"'{start}' stands for '{folder}', which is no folder beside this file; write '{Elsewhere}' for another site");
            roots[start.TrimEnd('/')] = folder == Elsewhere ? null : relative == "." ? "" : relative + "/";
        }

        return roots;
    }

    private static string Host(YamlMap map, string host) =>
        Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) == UriHostNameType.Unknown ? throw map.Bad("allowed_hosts", $"'{host}' is no host; write example.org, or *.example.org for all below") : host;

    private static ForbiddenString Placeholder(YamlMap map)
    {
        var (text, match) = (map.Needed("text"), map.Choice("match", "word", "text", "regex"));
        try
        {
            if (match == "regex") _ = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw map.Bad("text", $"'{text}' is no regular expression that can be matched in linear time: {exception.Message.TrimEnd('.')}");
        }

        return new()
        {
            Text = text,
            Match = match switch { "regex" => ForbiddenMatch.Regex, "text" => ForbiddenMatch.Text, _ => ForbiddenMatch.Word },
            In = map.Choice("in", "prose", "code") == "code" ? ForbiddenScope.ProseAndCode : ForbiddenScope.Prose,
        };
    }

    private static SuppressionEntry Suppression(YamlMap map, List<SettingsPattern> all)
    {
        var rule = map.Needed("rule");
        if (SuppressionRules.WhyNot(rule) is { } reason) throw map.Bad("rule", reason);
        if (!DateOnly.TryParseExact(map.Needed("until"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)) throw map.Bad("until", $"'{map.Text("until")}' is no day; write it as 2027-01-31");
        return new(rule, ReadPatterns(map, "files", needed: false, all), map.Text("message") ?? "", map.Needed("reason"), until, map.Where);
    }
}

/// <summary>A pattern for paths and where it is written.</summary>
internal sealed record SettingsPattern(PathPattern Pattern, string Key, long Line);
