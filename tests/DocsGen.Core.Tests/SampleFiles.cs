using System.Text;
using DocsGen.Core.Drafting;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Agents;
using DocsGen.Core.Validation;
using Draft = DocsGen.Core.Runs.Agents.Draft;

namespace DocsGen.Core.Tests;

/// <summary>A drafted docset with all that it was made from.</summary>
internal sealed record DraftedDocset(DraftingContext Context, IReadOnlyList<DocumentSource> Documents)
{
    public string Text(string role)
    {
        var name = Context.Plan.ByRole(role).ShouldNotBeNull().Name;
        return Encoding.UTF8.GetString(Documents.Single(d => d.Name == name).Bytes.Span);
    }
}

/// <summary>The samples of the repository, and requirements whose every text is full of Markdown.</summary>
internal static class SampleFiles
{
    public const string TaskBoard = "samples/task-board";
    public const string Minimal = "samples/minimal";
    public const string Hostile = "tests/DocsGen.Core.Tests/Drafting/hostile.json";
    public const string ServiceHandbook = "samples/service-handbook";

    public static string Root { get; } = FindRoot();

    public static string FullPath(string path) => Path.Combine(Root, path);

    public static Requirements Requirements(string sample)
    {
        var file = FullPath(sample.EndsWith(".json", StringComparison.Ordinal) ? sample : sample + "/requirements.json");
        var reading = RequirementsReader.Read(File.ReadAllBytes(file));
        reading.Findings.ShouldBeEmpty();
        return reading.Requirements.ShouldNotBeNull();
    }

    public static Formula Formula(string sample) => sample == ServiceHandbook
        ? FormulaReader.Read(File.ReadAllBytes(FullPath(sample + "/formula/formula.json")), Templates(sample + "/formula/templates")).Formula.ShouldNotBeNull()
        : BuiltInFormulas.Load("plugin");

    public static Dictionary<string, string> Templates(string folder) =>
        Directory.GetFiles(FullPath(folder), "*.hbs").ToDictionary(f => Path.GetFileNameWithoutExtension(f)!, File.ReadAllText, StringComparer.Ordinal);

    public static DraftingContext Context(string sample, string profile)
    {
        var (formula, requirements) = (Formula(sample), Requirements(sample));
        return new DraftingContext { Formula = formula, Plan = FilePlanner.Plan(formula, profile, requirements), Requirements = requirements, Host = Host(sample) };
    }

    public static async Task<DraftedDocset> DraftAsync(string sample, string profile) => await DraftAsync(Context(sample, profile), new TemplateAgent());

    public static async Task<DraftedDocset> DraftAsync(DraftingContext context, TemplateAgent agent)
    {
        var documents = new List<DocumentSource>();
        foreach (var file in context.Plan.Files)
        {
            var draft = await agent.DraftAsync(new DraftRequest(context, file, Outline: null, Issues: []), CancellationToken.None);
            documents.Add(new DocumentSource(file.Name, draft.ShouldBeOfType<Draft.Written>().Markdown));
        }

        return new DraftedDocset(context, documents);
    }

    private static HostStructure? Host(string sample)
    {
        var folder = FullPath(sample + "/host");
        if (!Directory.Exists(folder)) return null;
        var paths = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(folder, p).Replace('\\', '/'));
        return new HostStructure([.. paths.Order(StringComparer.Ordinal)]);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DocsGen.slnx"))) folder = folder.Parent;
        return folder.ShouldNotBeNull().FullName;
    }
}
