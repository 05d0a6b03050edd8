using System.CommandLine;
using System.Globalization;
using System.Text;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Formulas;

namespace DocsGen.Cli.Commands.Formulas;

/// <summary><c>docsgen formula list</c>: the built-in formulas.</summary>
internal sealed class FormulaListCommand(Terminal terminal) : DocsGenCommand("list", "List the built-in formulas", terminal)
{
    protected override Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var formulas = BuiltInFormulas.Names.Select(BuiltInFormulas.Load).ToList();
        session.Print.Table(
            ["formula", "version", "phases", "files", "profiles", "title"],
            [.. formulas.Select(f => (IReadOnlyList<string>)[f.Name, f.Version, Number(f.Phases.Count), Number(f.Phases.Sum(p => p.Files.Count)), string.Join(", ", f.Profiles.Select(p => p.Name)), f.Title])]);
        session.Print.Document("formulas", json =>
        {
            json.WriteStartArray("formulas");
            foreach (var formula in formulas)
            {
                json.WriteStartObject();
                json.WriteString("name", formula.Name);
                json.WriteString("version", formula.Version);
                json.WriteString("title", formula.Title);
                json.WriteNumber("phases", formula.Phases.Count);
                json.WriteNumber("files", formula.Phases.Sum(p => p.Files.Count));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary><c>docsgen formula show NAME|PATH</c>: phases and files in words, the formula's own JSON with <c>--json</c>, or everything into a folder to start one's own.</summary>
internal sealed class FormulaShowCommand : DocsGenCommand
{
    private readonly Argument<string> name = FormulaArgument();
    private readonly Option<string?> output = new("--output", "-o") { Description = "Write formula.json and templates/ into this new folder, to make your own", HelpName = "DIR" };

    public FormulaShowCommand(Terminal terminal)
        : base("show", "Show a formula, or copy it to make your own", terminal)
    {
        Arguments.Add(name);
        Options.Add(output);
    }

    public static Argument<string> FormulaArgument()
    {
        var argument = new Argument<string>("FORMULA") { Description = "Name of a built-in formula, or a path", DefaultValueFactory = _ => BuiltInFormulas.Names[0] };
        argument.CompletionSources.Add([.. BuiltInFormulas.Names]);
        return argument;
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (formula, package) = FormulaInput.Load(parsed.GetValue(name)!, session);
        if (parsed.GetValue(output) is { } folder) return await CopyAsync(session, package, session.Absolute(folder), cancellationToken);
        session.Print.Line($"{session.Print.Bold(formula.Name)} {formula.Version}: {formula.Title}");
        if (formula.Description.Length > 0) session.Print.Line($"  {formula.Description}");
        session.Print.Line($"  profiles: {string.Join(", ", formula.Profiles.Select(p => p.Name))}");
        foreach (var phase in formula.Phases)
        {
            session.Print.Line();
            session.Print.Line(session.Print.Bold(string.Create(CultureInfo.InvariantCulture, $"phase {phase.Number}  {phase.Name}")) + (phase.Approval ? "  (asks for an approval)" : ""));
            if (phase.Files.Count > 0) session.Print.Table(["  role", "file", "title"], [.. phase.Files.Select(f => (IReadOnlyList<string>)[$"  {f.Role}", NameOf(f), f.Title])]);
        }

        session.Print.Document("formula", json =>
        {
            json.WritePropertyName("formula");
            json.WriteRawValue(Compact(package.Json), skipInputValidation: false);
        });
        return ExitCodes.Done;
    }

    private static string NameOf(FileSpec file) =>
        file.Pattern.Replace("{number}", file.Number, StringComparison.Ordinal).Replace("{words}", file.Words, StringComparison.Ordinal);

    // A formula may hold comments; JSON on standard output may not.
    private static string Compact(ReadOnlyMemory<byte> json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json, new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return System.Text.Json.Nodes.JsonObject.Create(document.RootElement)!.ToJsonString();
    }

    private static async Task<int> CopyAsync(Session session, FormulaPackage package, string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder)) throw CliError.Usage("output.exists", $"{folder} is there already; name a new folder.");
        var templates = Path.Combine(folder, "templates");
        Directory.CreateDirectory(templates);
        await File.WriteAllBytesAsync(Path.Combine(folder, "formula.json"), package.Json.ToArray(), cancellationToken);
        foreach (var (template, text) in package.Templates)
        {
            await File.WriteAllTextAsync(Path.Combine(templates, template + ".hbs"), text, new UTF8Encoding(false), cancellationToken);
        }

        session.Print.Line($"{folder}: formula.json and {package.Templates.Count} templates. Use it with --formula {folder}.");
        session.Print.Document("copied", json => json.WriteString("folder", folder));
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen formula check PATH</c>: everything that is wrong with a formula, at once; exit 3 when it cannot be used.</summary>
internal sealed class FormulaCheckCommand : DocsGenCommand
{
    private readonly Argument<string> name = FormulaShowCommand.FormulaArgument();

    public FormulaCheckCommand(Terminal terminal)
        : base("check", "Check a formula and its templates", terminal)
    {
        Arguments.Add(name);
    }

    protected override Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (reading, _) = FormulaInput.Read(parsed.GetValue(name)!, session);
        FindingText.Print(session.Print, reading.Findings, parsed.GetValue(name)!, questions: false);
        return Task.FromResult(reading.Usable ? ExitCodes.Done : ExitCodes.GateFailed);
    }
}
