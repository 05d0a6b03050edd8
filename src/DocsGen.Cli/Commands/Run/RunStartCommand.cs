using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Drafting;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run start</c>: reads the inputs, creates the run, and drives it to its first stop.</summary>
internal sealed class RunStartCommand : DocsGenCommand
{
    private readonly Argument<string> input = new("REQUIREMENTS|FOLDER") { Description = "A requirements JSON, or a folder with requirements.json and what goes with it" };
    private readonly Option<string?> host = new("--host") { Description = "Host structure: a folder, a zip, or a text file with one path a line", HelpName = "P" };
    private readonly Option<string?> example = new("--example") { Description = "Example docset: a folder or a zip", HelpName = "P" };
    private readonly Option<string?> formula = new("--formula") { Description = "Name of a built-in formula, or a path", HelpName = "P" };
    private readonly Option<string?> brief = new("--brief") { Description = "Markdown or text for context", HelpName = "P" };
    private readonly Option<string?> profile = new("--profile") { Description = "Which files of the formula: full, no-diagrams, minimal ...", HelpName = "P" };
    private readonly Option<string?> strictness = new("--strictness") { Description = "strict or lenient", HelpName = "S" };
    private readonly Option<string?> reviewMode = new("--review-mode") { Description = "interactive (waits for approvals) or batch", HelpName = "M" };
    private readonly Option<string?> autoApprove = new("--auto-approve") { Description = "Phases whose approval is skipped, recorded as such: 0,5", HelpName = "N,N" };
    private readonly Option<string?> agent = new("--agent") { Description = "template, or folder=DIR to take each file from a folder", HelpName = "A" };
    private readonly Option<bool> noDrive = RunOptions.NoDrive();

    public RunStartCommand(Terminal terminal)
        : base("start", "Start a run from requirements and drive it to its first stop", terminal)
    {
        Arguments.Add(input);
        foreach (var option in new Option[] { host, example, formula, brief, profile, strictness, reviewMode, autoApprove, agent, noDrive }) Options.Add(option);
        strictness.Only("strict", "lenient");
        reviewMode.Only("interactive", "batch");
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        string? PathOf(Option<string?> option) => parsed.GetValue(option) is { } path ? session.Absolute(path) : null;
        string Setting(Option<string?> option, string key) => parsed.GetValue(option) ?? session.Settings.Find(key)!.Value;

        var inputs = RunInputs.Locate(session.Absolute(parsed.GetValue(input)!), PathOf(host), PathOf(example), parsed.GetValue(formula), PathOf(brief));
        var requirements = inputs.ReadRequirements();
        var reading = RequirementsReader.Read(requirements);
        if (reading.Requirements is not { } read) throw CliError.Usage("requirements.malformed", $"{inputs.Requirements}: {reading.Findings[0].Message}");
        var (spec, package) = FormulaInput.Load(inputs.Formula ?? session.Settings.Find("formula")!.Value, session);
        var settings = new RunSettings
        {
            Slug = read.Plugin.Slug,
            Name = read.Plugin.Name,
            Formula = spec.Name,
            FormulaVersion = spec.Version,
            Profile = ProfileOf(spec, Setting(profile, "profile")),
            Strictness = OneOf<Strictness>("strictness", Setting(strictness, "strictness")),
            ReviewMode = OneOf<ReviewMode>("review_mode", Setting(reviewMode, "review_mode")),
            AutoApprove = Phases(spec, Setting(autoApprove, "auto_approve")),
            Overwrite = OneOf<OverwriteMode>("overwrite", session.Settings.Find("overwrite")!.Value),
            Agent = Agent(Setting(agent, "agent"), session),
            Tool = CliApp.Version,
        };
        // Judged before there is a run: it would only fail once it is to be driven.
        _ = session.DriveOptions;
        var hostInput = inputs.Host is null ? default : StructureInput.Read(inputs.Host);
        var exampleInput = inputs.Example is null ? default : StructureInput.Read(inputs.Example);
        var request = new StartRunRequest
        {
            Settings = settings,
            Requirements = requirements,
            Formula = package,
            Host = hostInput.Structure,
            Example = exampleInput.Structure,
            Brief = inputs.ReadBrief() is { } text ? text : default(ReadOnlyMemory<byte>?),
            Originals = [.. Original("host.zip", hostInput.Zip), .. Original("example.zip", exampleInput.Zip)],
        };
        var store = session.OpenOrMakeStore();
        var run = await new StartRun(session.PortsOf(store)).ExecuteAsync(request, session.Actor, cancellationToken);
        session.Print.Progress($"{run.Id}  {run.Settings.Name}  ({session.Place})");
        return parsed.GetValue(noDrive) ? Driving.Report(session, run) : await Driving.DriveAsync(session, run, cancellationToken);
    }

    private static IEnumerable<(string, ReadOnlyMemory<byte>)> Original(string name, byte[]? zip) => zip is null ? [] : [(name, zip)];

    private static string Agent(string spec, Session session)
    {
        const string folder = "folder=";
        var absolute = spec.StartsWith(folder, StringComparison.Ordinal) ? folder + session.Absolute(spec[folder.Length..]) : spec;
        _ = Driving.AgentOf(absolute, new TemplateAgent());
        if (absolute.StartsWith(folder, StringComparison.Ordinal) && !Directory.Exists(absolute[folder.Length..]))
        {
            throw CliError.Usage("agent.folder_missing", $"The agent's folder {absolute[folder.Length..]} does not exist.");
        }

        return absolute;
    }

    private static string ProfileOf(Formula formula, string name) => formula.Profiles.Any(p => p.Name == name)
        ? name
        : throw CliError.Usage("profile.unknown", $"Formula '{formula.Name}' has no profile '{name}'; it has {string.Join(", ", formula.Profiles.Select(p => p.Name))}.");

    private static T OneOf<T>(string key, string value)
        where T : struct, Enum => Enum.TryParse<T>(value, ignoreCase: true, out var parsed) && !int.TryParse(value, CultureInfo.InvariantCulture, out _)
        ? parsed
        : throw CliError.Usage("settings.invalid", $"{key} is '{value}'; it must be {string.Join(" or ", Enum.GetNames<T>()).ToLowerInvariant()}.");

    private static List<int> Phases(Formula formula, string text)
    {
        var phases = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var phase) || formula.Phases.All(p => p.Number != phase))
            {
                throw CliError.Usage("auto_approve.unknown_phase", $"'{part}' is no phase of formula '{formula.Name}'; it has {string.Join(", ", formula.Phases.Select(p => p.Number))}.");
            }

            phases.Add(phase);
        }

        return phases;
    }
}
