using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands;

/// <summary><c>docsgen validate FOLDER</c>: the gates' rules on a folder of Markdown, without a run; exit 3 on errors.</summary>
internal sealed class ValidateCommand : DocsGenCommand
{
    private readonly Argument<string> folder = new("FOLDER") { Description = "A folder of Markdown files" };
    private readonly Option<string?> formula = new("--formula") { Description = "Expect the planned files of this formula (name or path)", HelpName = "P" };
    private readonly Option<string?> requirements = new("--requirements") { Description = "Check against these requirements too", HelpName = "P" };
    private readonly Option<string?> profile = new("--profile") { Description = "Which files of the formula", HelpName = "P" };
    private readonly Option<string?> strictness = new("--strictness") { Description = "strict or lenient", HelpName = "S" };
    private readonly Option<string> format = new("--format") { Description = "text or json (as --json)", HelpName = "F", DefaultValueFactory = _ => "text" };

    public ValidateCommand(Terminal terminal)
        : base("validate", "Validate a folder of Markdown", terminal)
    {
        Arguments.Add(folder);
        foreach (var option in new Option[] { formula, requirements, profile, strictness, format }) Options.Add(option);
        strictness.Only("strict", "lenient");
        format.Only("text", "json");
    }

    protected override bool WantsJson(ParseResult parsed) => base.WantsJson(parsed) || parsed.GetValue(format) == "json";

    protected override Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = session.Absolute(parsed.GetValue(folder)!);
        if (!Directory.Exists(path)) throw CliError.Usage("input.not_found", $"There is no folder {path}.");
        var documents = DocsetFolder.Read(path);
        if (documents.Count == 0) throw CliError.Usage("input.empty", $"{path} holds no Markdown files (*.md).");
        var result = Validator.Validate(Request(session, parsed, documents), cancellationToken);
        var print = session.Print;
        IssueText.Print(print, result.Issues, "file", IssueCounts.Count(documents.Count, "file"));
        if (result.Completeness is { } completeness)
        {
            print.Line(string.Create(CultureInfo.InvariantCulture, $"completeness: {completeness.Documented} of {completeness.Total} requirements, {completeness.Ratio:P1}, threshold {completeness.Threshold:P0}"));
        }

        print.Document("validation", json =>
        {
            json.WriteString("folder", path);
            json.WriteNumber("files", documents.Count);
            json.WriteBoolean("passed", result.Passed);
            if (result.Completeness is { } c) json.WriteNumber("completeness", c.Ratio);
            IssueJson.WriteArray(json, result.Issues);
        });
        return Task.FromResult(result.Passed ? ExitCodes.Done : ExitCodes.GateFailed);
    }

    private ValidationRequest Request(Session session, ParseResult parsed, IReadOnlyList<DocumentSource> documents)
    {
        var strict = (parsed.GetValue(strictness) ?? session.Settings.Find("strictness")!.Value).Equals("lenient", StringComparison.OrdinalIgnoreCase)
            ? Strictness.Lenient
            : Strictness.Strict;
        var named = parsed.GetValue(requirements);
        if (named is null && parsed.GetValue(formula) is null) return GeneralRules.Request(documents, strictness: strict);
        var (spec, _) = FormulaInput.Load(parsed.GetValue(formula) ?? session.Settings.Find("formula")!.Value, session);
        var chosen = parsed.GetValue(profile) ?? session.Settings.Find("profile")!.Value;
        if (spec.Profiles.All(p => p.Name != chosen)) throw CliError.Usage("profile.unknown", $"Formula '{spec.Name}' has no profile '{chosen}'; it has {string.Join(", ", spec.Profiles.Select(p => p.Name))}.");
        return DocsetFolder.ByFormula(spec, chosen, strict, named is null ? null : ReadRequirements(session.Absolute(named)), documents);
    }

    private static Requirements ReadRequirements(string path)
    {
        var reading = RequirementsReader.Read(FileInput.Read(path, RequirementsReader.MaxBytes));
        var first = reading.Findings.Count > 0 ? reading.Findings[0] : null;
        return first is null ? reading.Requirements! : throw CliError.Usage("requirements.invalid", $"{path}: {first.Message}");
    }
}
