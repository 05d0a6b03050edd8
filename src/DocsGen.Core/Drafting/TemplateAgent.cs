using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Agents;
using HandlebarsDotNet;

namespace DocsGen.Core.Drafting;

/// <summary>
/// Drafts from the formula's templates: offline, without a model, and the same bytes for the same requirements on any machine.
/// Safe to use from several threads.
/// </summary>
public sealed class TemplateAgent : IDraftingAgent, IBundleReadme
{
    private readonly ConditionalWeakTable<Formula, TemplateSet> _sets = [];
    private readonly Lock _building = new();
    private ModelOfInputs? _last;

    /// <inheritdoc/>
    public AgentIdentity Identity { get; } = new("template", "1");

    /// <summary>
    /// Compiles the templates that a plan needs, in drafting order, so that drafts on another thread find them ready. Optional: a draft
    /// compiles what it misses. Errors in templates are left for the draft to report.
    /// </summary>
    public void Warm(Formula formula, PlannedFiles plan, CancellationToken cancellationToken)
    {
        var templates = SetOf(formula);
        foreach (var name in templates.WithPartials(plan.Files.Select(f => f.Template)))
        {
            if (cancellationToken.IsCancellationRequested) return;
            try
            {
                templates.Prepare(name);
            }
            catch (HandlebarsException)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<PhaseOutline> PlanPhaseAsync(PhasePlanRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new PhaseOutline([.. request.Files.Select(f => new FileOutline(f.Name, f.Sections, []))]));

    /// <inheritdoc/>
    public ValueTask<Draft> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(DraftTemplate(request.Context, request.File, request.File.Template));
    }

    /// <summary>Drafts the README that the bundle carries beside the core files; null where the formula asks for none.</summary>
    public Draft? DraftReadme(DraftingContext context) =>
        context.Formula.BundleReadme is null ? null : DraftTemplate(context, null, "readme");

    private Draft DraftTemplate(DraftingContext context, PlannedFile? file, string template)
    {
        if (!context.Formula.Templates.TryGetValue(template, out var source)) return new Draft.Failed($"Formula '{context.Formula.Name}' has no template '{template}'.");
        try
        {
            var bytes = Encoding.UTF8.GetBytes(SetOf(context.Formula).Render(template, ModelOf(context).Page(file)));
            var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 8));
            return new Draft.Written(bytes, new DraftProvenance(template + ".hbs", version, Tokens: null));
        }
        catch (Exception broken) when (broken is HandlebarsException or InvalidOperationException)
        {
            return new Draft.Failed($"Template '{template}' cannot be rendered: {broken.Message}");
        }
    }

    private TemplateSet SetOf(Formula formula) => _sets.GetValue(formula, static f => new TemplateSet(f));

    private DocsetModel ModelOf(DraftingContext context)
    {
        lock (_building)
        {
            if (_last?.IsOf(context) != true)
            {
                var templates = SetOf(context.Formula);
                _last = new ModelOfInputs(context, DocsetModel.Build(context, (model, file) => templates.Render(file.Template, model.Page(file))));
            }

            return _last.Model;
        }
    }

    /// <summary>A model and what it was made from; the same objects give the same model.</summary>
    private sealed record ModelOfInputs(DraftingContext Context, DocsetModel Model)
    {
        public bool IsOf(DraftingContext other) =>
            ReferenceEquals(Context.Formula, other.Formula) && ReferenceEquals(Context.Plan, other.Plan)
            && ReferenceEquals(Context.Requirements, other.Requirements) && ReferenceEquals(Context.Host, other.Host);
    }
}
