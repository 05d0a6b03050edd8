using System.CommandLine;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Cli.Settings;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Validate;

/// <summary><c>docsgen validate FOLDER</c>: the gates' rules on any tree of Markdown, without a run; exit 3 on errors.</summary>
internal sealed class ValidateCommand : DocsGenCommand
{
    private readonly Argument<string> folder = new("FOLDER") { Description = "A folder of Markdown files, with all below it", DefaultValueFactory = _ => "." };
    private readonly ValidateOptions options = new();
    private readonly Option<string> format = new("--format") { Description = "text, json (as --json), sarif, markdown or github", HelpName = "F", DefaultValueFactory = _ => "text" };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Write the result to this file", HelpName = "FILE" };
    private readonly Option<string?> baseline = new("--baseline") { Description = "Report only what this earlier JSON result lacks", HelpName = "FILE" };
    private readonly Option<string?> against = new("--against") { Description = "Compare with an earlier JSON result, or another folder: new, fixed, still there", HelpName = "P" };
    private readonly Option<bool> fix = new("--fix") { Description = "Show what can be mended mechanically as a diff, and mend it once you agree" };
    private readonly Option<bool> yes = new("--yes", "-y") { Description = "With --fix: agree beforehand" };
    private readonly Option<bool> watch = new("--watch", "-w") { Description = "Validate again whenever a file changes, until Ctrl-C" };
    private readonly Option<bool> init = new("--init") { Description = $"Write a commented {FolderSettingsFile.Name} into the folder" };
    private readonly Option<bool> noCache = new("--no-cache") { Description = "Look at every file anew, also at those that did not change since the last time" };
    private readonly Option<bool> rules = new("--rules") { Description = "List the rules, and how much each weighs here" };

    public ValidateCommand(Terminal terminal)
        : base("validate", "Validate a folder of Markdown", terminal)
    {
        Arguments.Add(folder);
        foreach (var option in options.All) Options.Add(option);
        foreach (var option in new Option[] { format, output, baseline, against, fix, yes, watch, init, rules, noCache }) Options.Add(option);
        format.Only("text", "json", "sarif", "markdown", "github");
    }

    protected override bool WantsJson(ParseResult parsed) => base.WantsJson(parsed) || parsed.GetValue(format) == "json";

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        CheckTogether(parsed);
        var path = session.Absolute(parsed.GetValue(folder)!);
        if (!Directory.Exists(path)) throw CliError.Usage("input.not_found", $"There is no folder {path}.");
        if (parsed.GetValue(init)) return Initialize(session, path);
        var subject = new ValidatedFolder(session, path, options.Read(session, parsed, path), parsed.GetValue(noCache) ? null : FolderMemory.For(session.Terminal, path));
        if (parsed.GetValue(rules)) return ListRules(session, subject);
        if (parsed.GetValue(watch)) return await new FolderWatch(session, subject).RunAsync(cancellationToken);
        if (parsed.GetValue(fix)) await new FolderFix(session, subject, parsed.GetValue(yes), apart: WantsJson(parsed) || parsed.GetValue(format) != "text").RunAsync(cancellationToken);
        var outcome = ValidationOutcome.Of(subject.Validate(cancellationToken));
        foreach (var remark in outcome.Verdict.Remarks) session.Print.Warn(remark);
        if (parsed.GetValue(baseline) is { } known) outcome = outcome.Without(ReadReport(session.Absolute(known)));
        if (parsed.GetValue(against) is { } other) outcome = outcome.Against(Earlier(session, other, cancellationToken));
        await WriteAsync(session, parsed, outcome, cancellationToken);
        return outcome.Passed ? ExitCodes.Done : ExitCodes.GateFailed;
    }

    private async Task WriteAsync(Session session, ParseResult parsed, ValidationOutcome outcome, CancellationToken cancellationToken)
    {
        var print = new ValidationPrint(session, outcome);
        var kind = WantsJson(parsed) ? "json" : parsed.GetValue(format)!;
        if (parsed.GetValue(output) is not { } file)
        {
            print.Show(kind);
            return;
        }

        var path = session.Absolute(file);
        using var bytes = new MemoryStream(print.Bytes(kind));
        await OutputFile.ReplaceAsync(path, bytes, session.Terminal.NewId(), cancellationToken);
        session.Print.Line($"{outcome.InWords()} Written to {file}.");
        session.Print.Document("validation.written", json =>
        {
            json.WriteString("file", path);
            json.WriteBoolean("passed", outcome.Passed);
        });
    }

    private void CheckTogether(ParseResult parsed)
    {
        if (parsed.GetValue(baseline) is not null && parsed.GetValue(against) is not null) throw CliError.Usage("usage", "--baseline and --against do not go together: the one leaves known issues out, the other lists them.");
        if (parsed.GetValue(baseline) is { } known && known == parsed.GetValue(output)) throw CliError.Usage("usage", "--output would replace the baseline by what is new beside it, and what is known would be lost. Leave --baseline out to write a new one.");
        if (parsed.GetValue(watch) && (parsed.GetValue(output) ?? parsed.GetValue(baseline) ?? parsed.GetValue(against)) is not null) throw CliError.Usage("usage", "--watch prints what changes; it does not go with --output, --baseline or --against.");
        if (parsed.GetValue(watch) && parsed.GetValue(fix)) throw CliError.Usage("usage", "--watch and --fix do not go together.");
        if (parsed.GetValue(watch) && parsed.GetValue(format) is not ("text" or "json")) throw CliError.Usage("usage", "--watch prints text or JSON.");
        if (parsed.GetValue(yes) && !parsed.GetValue(fix)) throw CliError.Usage("usage", "--yes goes with --fix.");
        if (parsed.GetValue(fix) && WantsJson(parsed) && !parsed.GetValue(yes)) throw CliError.Usage("usage", "With --json nobody can be asked; add --yes to --fix.");
    }

    // An earlier report, or another folder under its own settings.
    private static Baseline Earlier(Session session, string other, CancellationToken cancellationToken)
    {
        var path = session.Absolute(other);
        if (!Directory.Exists(path)) return ReadReport(path);
        var subject = new ValidatedFolder(session, path, ValidateOptions.For(session, path), FolderMemory.For(session.Terminal, path)).Validate(cancellationToken);
        return new(subject.Result.Issues, subject.Hashes());
    }

    private static Baseline ReadReport(string path)
    {
        try
        {
            return Baseline.Read(FileInput.Read(path, 256 * 1024 * 1024));
        }
        catch (FormatException exception)
        {
            throw CliError.Usage("baseline.invalid", $"{path} is no result of 'docsgen validate --json': {exception.Message.TrimEnd('.')}.");
        }
    }

    private static int Initialize(Session session, string path)
    {
        var file = Path.Combine(path, FolderSettingsFile.Name);
        if (File.Exists(file)) throw CliError.Usage("settings.exist", $"{file} is there already; nothing was changed.");
        using (var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write)) stream.Write(System.Text.Encoding.UTF8.GetBytes(FolderSettingsTemplate.Text));
        session.Print.Line($"{file} is written. Every key in it is explained there.");
        session.Print.Document("validation.settings", json => json.WriteString("file", file));
        return ExitCodes.Done;
    }

    private static int ListRules(Session session, ValidatedFolder subject)
    {
        var weighed = FolderValidation.Rules(subject.Request(MarkdownFolder.Empty));
        session.Print.Table(["RULE", "HERE", "FINDS"], [.. weighed.Select(r => (IReadOnlyList<string>)[r.Rule.Id, r.Severity is { } s ? IssueJson.NameOf(s) : "off", r.Rule.Description])]);
        session.Print.Document("validation.rules", json =>
        {
            json.WriteStartArray("rules");
            foreach (var (rule, severity) in weighed)
            {
                json.WriteStartObject();
                json.WriteString("id", rule.Id);
                json.WriteString("title", rule.Title);
                json.WriteString("description", rule.Description);
                json.WriteString("severity", severity is { } s ? IssueJson.NameOf(s) : "off");
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }
}
