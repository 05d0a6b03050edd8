using System.CommandLine;
using System.Text;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Formulas;

namespace DocsGen.Cli.Commands.RequirementsFiles;

/// <summary><c>docsgen requirements init [--from FOLDER] [-o FILE]</c>: a commented file to start from.</summary>
internal sealed class RequirementsInitCommand : DocsGenCommand
{
    private readonly Option<string?> from = new("--from") { Description = "The host's folder: what can be read off it is filled in", HelpName = "FOLDER" };
    private readonly Option<string> output = new("--output", "-o") { Description = "File to write; - for standard output", HelpName = "FILE", DefaultValueFactory = _ => "requirements.json" };

    public RequirementsInitCommand(Terminal terminal)
        : base("init", "Write a commented requirements file to start from", terminal)
    {
        Options.Add(from);
        Options.Add(output);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var host = parsed.GetValue(from) is { } folder ? StructureInput.Read(session.Absolute(folder)).Structure : null;
        var text = RequirementsTemplate.Commented(host);
        var target = parsed.GetValue(output)!;
        if (target == "-")
        {
            session.Print.Line(text.TrimEnd('\n'));
            session.Print.Document("requirements", json => json.WriteString("text", text));
            return ExitCodes.Done;
        }

        var path = session.Absolute(target);
        if (Path.Exists(path)) throw CliError.Usage("output.exists", $"{path} is there already; name another file with -o, or - for standard output.");
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        }

        session.Print.Line($"{path}: fill it in, then 'docsgen requirements check {target}'.");
        session.Print.Document("requirements", json => json.WriteString("file", path));
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen requirements schema</c>: the JSON Schema, for editors.</summary>
internal sealed class RequirementsSchemaCommand(Terminal terminal) : DocsGenCommand("schema", "Print the JSON Schema of requirements, for editors", terminal)
{
    protected override Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        // Plain, it is the file that an editor wants; with --json it stands in the same envelope as everything else.
        session.Print.Line(RequirementsSchema.Text.TrimEnd('\n'));
        session.Print.Document("requirements_schema", json =>
        {
            json.WritePropertyName("jsonSchema");
            json.WriteRawValue(RequirementsSchema.Text);
        });
        return Task.FromResult(ExitCodes.Done);
    }
}

/// <summary><c>docsgen requirements check FILE|FOLDER</c>: the preflight without a run; exit 3 when it would block.</summary>
internal sealed class RequirementsCheckCommand : DocsGenCommand
{
    private readonly Argument<string> input = new("REQUIREMENTS|FOLDER") { Description = "A requirements JSON, or a folder with one", DefaultValueFactory = _ => "requirements.json" };
    private readonly Option<string?> host = new("--host") { Description = "Host structure: a folder, a zip, or a text file with one path a line", HelpName = "P" };
    private readonly Option<string?> example = new("--example") { Description = "Example docset: a folder or a zip", HelpName = "P" };
    private readonly Option<string?> formula = new("--formula") { Description = "Name of a built-in formula, or a path", HelpName = "P" };
    private readonly Option<string?> strictness = new("--strictness") { Description = "strict or lenient", HelpName = "S" };

    public RequirementsCheckCommand(Terminal terminal)
        : base("check", "Check requirements as the preflight would, without a run", terminal)
    {
        Arguments.Add(input);
        foreach (var option in new[] { host, example, formula, strictness }) Options.Add(option);
        strictness.Only("strict", "lenient");
    }

    protected override Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        string? PathOf(Option<string?> option) => parsed.GetValue(option) is { } path ? session.Absolute(path) : null;

        var inputs = RunInputs.Locate(session.Absolute(parsed.GetValue(input)!), PathOf(host), PathOf(example), parsed.GetValue(formula), null);
        var (spec, _) = FormulaInput.Load(inputs.Formula ?? session.Settings.Find("formula")!.Value, session);
        var strict = parsed.GetValue(strictness) ?? session.Settings.Find("strictness")!.Value;
        var result = Preflight.Check(new()
        {
            Reading = RequirementsReader.Read(inputs.ReadRequirements()),
            Formula = spec,
            Strictness = strict.Equals("lenient", StringComparison.OrdinalIgnoreCase) ? Strictness.Lenient : Strictness.Strict,
            Host = inputs.Host is null ? null : StructureInput.Read(inputs.Host).Structure,
            Example = inputs.Example is null ? null : StructureInput.Read(inputs.Example).Structure,
        });
        FindingText.Print(session.Print, result.Findings, inputs.Requirements, questions: true);
        return Task.FromResult(result.Passed ? ExitCodes.Done : ExitCodes.GateFailed);
    }
}
