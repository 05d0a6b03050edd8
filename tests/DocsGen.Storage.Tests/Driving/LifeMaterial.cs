using System.Text;
using DocsGen.Core.Drafting;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Agents;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Storage.Tests.Driving;

/// <summary>
/// What random lives are made of: the service handbook, three phases and seven files or fewer, with one rule that people may override. Its pages are drafted
/// once, so that a life costs what storing costs.
/// </summary>
internal sealed class LifeMaterial
{
    /// <summary>The last phase.</summary>
    public const int FinalPhase = 2;

    private const string Flow = "Hand over a shift";

    private readonly ReadOnlyMemory<byte> requirements;
    private readonly FormulaPackage package;
    private readonly Formula formula;
    private readonly Dictionary<string, string> pages = new(StringComparer.Ordinal);

    public LifeMaterial()
    {
        var folder = Path.Combine(Root(), "samples", "service-handbook");
        var text = File.ReadAllText(Path.Combine(folder, "requirements.json")).Replace(
            "\"primary_flows\": [", $$"""
            "primary_flows": [ { "name": "{{Flow}}", "role": "first responder", "steps": ["Write down what is open", "Tell who comes next"] },
            """, StringComparison.Ordinal);
        requirements = Encoding.UTF8.GetBytes(text);
        var json = Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(folder, "formula", "formula.json")).Replace(
            "\"forbidden_strings\":", "\"overridable\": [\"flows.undocumented\"],\n  \"forbidden_strings\":", StringComparison.Ordinal));
        var templates = Directory.GetFiles(Path.Combine(folder, "formula", "templates"), "*.hbs")
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f)!, File.ReadAllText, StringComparer.Ordinal);
        formula = FormulaReader.Read(json, templates).Formula!;
        package = FormulaPackage.Of(formula, json);
        var read = RequirementsReader.Read(requirements).Requirements!;
        foreach (var profile in Profiles)
        {
            var context = new DraftingContext { Formula = formula, Plan = FilePlanner.Plan(formula, profile, read), Requirements = read };
            foreach (var file in context.Plan.Files)
            {
                var draft = (Draft.Written)Templates.DraftAsync(new(context, file, null, []), default).AsTask().GetAwaiter().GetResult();
                pages[$"{profile}/{file.Name}"] = Encoding.UTF8.GetString(draft.Markdown.Span);
            }
        }
    }

    public static IReadOnlyList<string> Profiles { get; } = ["pocket", "full"];

    /// <summary>Writes no README: the formula asks for none.</summary>
    public TemplateAgent Templates { get; } = new();

    /// <summary>A page as it should be.</summary>
    public string Page(string profile, string file) => pages[$"{profile}/{file}"];

    /// <summary>A page that does not name a flow in its case, so that one rule finds it undocumented, while every link to its heading still holds.</summary>
    public static string WithoutFlow(string page) => page.Replace(Flow, "Hand Over a Shift", StringComparison.Ordinal);

    /// <summary>A page with a link that nobody may override.</summary>
    public static string WithBrokenLink(string page) => page + "\nSee [more](nowhere.md).\n";

    public StartRunRequest Request(string profile, ReviewMode mode, IReadOnlyList<int> autoApprove) => new()
    {
        Settings = new()
        {
            Slug = "parcel-tracker",
            Name = "Parcel Tracker",
            Formula = formula.Name,
            FormulaVersion = formula.Version,
            Profile = profile,
            Strictness = Strictness.Lenient,
            ReviewMode = mode,
            AutoApprove = autoApprove,
            Agent = "template",
            Tool = "0",
        },
        Requirements = requirements,
        Formula = package,
    };

    private static string Root()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(here!.FullName, "DocsGen.slnx"))) here = here.Parent;
        return here.FullName;
    }
}
