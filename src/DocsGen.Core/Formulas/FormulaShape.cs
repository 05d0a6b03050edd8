using System.Text.Json;

namespace DocsGen.Core.Formulas;

/// <summary>Turns the JSON of a formula into its records, member by member. Gaps become empty values with a finding each.</summary>
internal static class FormulaShape
{
    public static Formula Read(JsonElement root, List<Finding> findings)
    {
        var json = new JsonObjectReader(root, "$", findings);
        json.OptionalText("$schema");
        var formula = new Formula
        {
            Name = json.RequiredText("name"),
            Version = json.RequiredText("version"),
            Title = json.RequiredText("title"),
            Description = json.OptionalText("description") ?? "",
            Base = json.OptionalText("base"),
            Phases = json.Objects("phases", Phase),
            Profiles = json.Objects("profiles", Profile),
            Rules = json.Objects("rules", Rule),
            Preflight = json.Objects("preflight", Preflight),
            Overridable = json.Texts("overridable"),
            ForbiddenStrings = json.Objects("forbidden_strings", ForbiddenString),
            Links = json.Object("links", Links) ?? new LinkPolicy(),
            Completeness = json.Object("completeness", Thresholds) ?? new Thresholds(),
            BundleReadme = json.OptionalText("bundle_readme"),
        };
        json.End();
        return formula;
    }

    private static PhaseSpec Phase(JsonObjectReader json) => new()
    {
        Number = json.Whole("number", -1),
        Name = json.RequiredText("name"),
        Agent = json.RequiredText("agent"),
        Approval = json.Flag("approval", true),
        PassedReport = json.RequiredText("passed_report"),
        FailedReport = json.RequiredText("failed_report"),
        Plan = json.OptionalText("plan"),
        TerminologyIndex = json.Object("terminology_index", index => new IndexSpec(index.RequiredText("file"), index.Texts("after"))),
        Files = json.Objects("files", File),
    };

    private static FileSpec File(JsonObjectReader json) => new()
    {
        Role = json.RequiredText("role"),
        Number = json.OptionalText("number") ?? "",
        Words = json.OptionalText("words") ?? "",
        Domain = json.Flag("domain", false),
        Pattern = json.OptionalText("pattern") ?? "{slug}-{number}-{words}.md",
        Title = json.RequiredText("title"),
        Template = json.OptionalText("template"),
        Sections = json.Texts("sections"),
        Defines = json.Texts("defines"),
        Parent = json.Has("parent") ? json.OptionalText("parent") : "root",
        Navigation = json.Flag("navigation", true),
        Summary = json.OptionalText("summary") ?? "",
    };

    private static ProfileSpec Profile(JsonObjectReader json) => new()
    {
        Name = json.RequiredText("name"),
        Description = json.OptionalText("description") ?? "",
        Include = json.OptionalTexts("include"),
        Exclude = json.Texts("exclude"),
        Completeness = json.Object("completeness", Thresholds),
    };

    private static RuleSpec Rule(JsonObjectReader json) => new()
    {
        Id = json.RequiredText("id"),
        Phases = json.OptionalWholes("phases"),
        Strict = json.Choice<Severity>("strict", Severity.Error),
        Lenient = json.Choice<Severity>("lenient", Severity.Error),
        Before = json.Choice<Severity>("before", null),
        FromPhase = json.Whole("from_phase", 0),
        Roles = json.TextLists("roles"),
    };

    private static PreflightSpec Preflight(JsonObjectReader json) => new()
    {
        Id = json.RequiredText("id"),
        Strict = json.Choice<Severity>("strict", Severity.Error),
        Lenient = json.Choice<Severity>("lenient", Severity.Error),
    };

    private static ForbiddenString ForbiddenString(JsonObjectReader json) => new()
    {
        Text = json.RequiredText("text"),
        Match = json.Choice<ForbiddenMatch>("match", ForbiddenMatch.Word) ?? ForbiddenMatch.Word,
        In = json.Choice<ForbiddenScope>("in", ForbiddenScope.Prose) ?? ForbiddenScope.Prose,
    };

    private static LinkPolicy Links(JsonObjectReader json) => new()
    {
        External = json.OptionalText("external") ?? "requirements",
        AllowedHosts = json.Texts("allowed_hosts"),
    };

    private static Thresholds Thresholds(JsonObjectReader json) => new()
    {
        Strict = json.Share("strict", 0.95),
        Lenient = json.Share("lenient", 0.85),
    };
}
