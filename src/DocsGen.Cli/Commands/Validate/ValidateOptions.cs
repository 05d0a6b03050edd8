using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Cli.Settings;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Validate;

/// <summary>What a folder is held to: options first, then its settings file, then the usual.</summary>
internal sealed class ValidateOptions
{
    private readonly Option<string?> formula = new("--formula") { Description = "Expect the planned files of this formula (name or path)", HelpName = "P" };
    private readonly Option<string?> requirements = new("--requirements") { Description = "Compare with these requirements: schema, errors, flows, completeness", HelpName = "P" };
    private readonly Option<string?> profile = new("--profile") { Description = "Which files of the formula", HelpName = "P" };
    private readonly Option<string?> strictness = new("--strictness") { Description = "strict or lenient", HelpName = "S" };
    private readonly Option<string?> settings = new("--settings") { Description = $"Settings to use in place of the {FolderSettingsFile.Name} found by walking up", HelpName = "FILE" };
    private readonly Option<string?> date = new("--date") { Description = "The day on which suppressions must hold; else today", HelpName = "YYYY-MM-DD" };

    public ValidateOptions() => strictness.Only("strict", "lenient");

    public IReadOnlyList<Option> All => [formula, requirements, profile, strictness, settings, date];

    public HeldTo Read(Session session, ParseResult parsed, string folder)
    {
        var file = parsed.GetValue(settings) is { } named ? FolderSettingsFile.Read(ExistingFile(session.Absolute(named)), folder) : FolderSettingsFile.For(folder);
        var chosen = (parsed.GetValue(strictness) ?? (file.Path is null ? session.Settings.Find("strictness")!.Value : null))?.Equals("lenient", StringComparison.OrdinalIgnoreCase) switch
        {
            true => Strictness.Lenient,
            false => Strictness.Strict,
            null => file.Settings.Strictness,
        };
        var day = parsed.GetValue(date) switch
        {
            null => DateOnly.FromDateTime(session.Terminal.Clock.GetUtcNow().UtcDateTime),
            var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var given) => given,
            var text => throw CliError.Usage("usage", $"--date is '{text}'; write a day as 2027-01-31."),
        };
        return Held(
            session,
            file with { Settings = file.Settings with { Strictness = chosen } },
            parsed.GetValue(formula) ?? file.Formula,
            parsed.GetValue(profile) ?? file.Profile,
            parsed.GetValue(requirements) is { } p ? session.Absolute(p) : file.Requirements,
            day);
    }

    /// <summary>What a folder is held to by its own settings file alone.</summary>
    public static HeldTo For(Session session, string folder)
    {
        var file = FolderSettingsFile.For(folder);
        return Held(session, file, file.Formula, file.Profile, file.Requirements, DateOnly.FromDateTime(session.Terminal.Clock.GetUtcNow().UtcDateTime));
    }

    private static HeldTo Held(Session session, FolderSettingsFile file, string? formula, string? profile, string? requirements, DateOnly day)
    {
        var spec = formula is null ? null : FormulaInput.Load(formula, session).Formula;
        var chosen = profile ?? session.Settings.Find("profile")!.Value;
        if (spec is not null && spec.Profiles.All(p => p.Name != chosen)) throw CliError.Usage("profile.unknown", $"Formula '{spec.Name}' has no profile '{chosen}'; it has {string.Join(", ", spec.Profiles.Select(p => p.Name))}.");
        return new(file.Settings, file, spec, chosen, requirements is null ? null : ReadRequirements(requirements), day);
    }

    private static Requirements ReadRequirements(string path)
    {
        var reading = RequirementsReader.Read(FileInput.Read(path, RequirementsReader.MaxBytes));
        var first = reading.Findings.Count > 0 ? reading.Findings[0] : null;
        return first is null ? reading.Requirements! : throw CliError.Usage("requirements.invalid", $"{path}: {first.Message}");
    }

    private static string ExistingFile(string path) => File.Exists(path) ? path : throw CliError.Usage("input.not_found", $"There is no file {path}.");
}

/// <summary>What a folder is held to, and on which day.</summary>
internal sealed record HeldTo(FolderSettings Settings, FolderSettingsFile File, Formula? Formula, string Profile, Requirements? Requirements, DateOnly Today);
