using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>A deterministic check: document models in, issues out. It keeps no state between calls.</summary>
internal interface IRule
{
    RuleInfo Info { get; }
}

/// <summary>A rule that looks at one file at a time. It runs in parallel over the files that can be read.</summary>
internal interface IFileRule : IRule
{
    void Check(MarkdownModel file, RuleContext context);
}

/// <summary>A rule that looks at the docset as a whole.</summary>
internal interface IDocsetRule : IRule
{
    void Check(RuleContext context);
}

/// <summary>A docset rule that compares with the requirements; it is off where there are none.</summary>
internal abstract class RequirementsRule : IDocsetRule
{
    public abstract RuleInfo Info { get; }

    public void Check(RuleContext context)
    {
        if (context.Docset.Request.Requirements is { } requirements) Check(requirements, context);
    }

    protected abstract void Check(Requirements requirements, RuleContext context);
}

/// <summary>An issue without its fingerprint.</summary>
internal sealed record RawIssue(string Rule, Severity Severity, string? File, SourceLocation At, string Message);

/// <summary>One rule at work: how a formula switched it on, what it looks at, and where its issues go.</summary>
internal sealed class RuleContext(Docset docset, RuleSpec spec, Severity severity, List<RawIssue> drafts, CancellationToken cancellation)
{
    public Docset Docset => docset;
    public RuleSpec Spec => spec;
    public Severity Severity => severity;

    /// <summary>Ends the rule when the validation is canceled or out of time.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>An issue at an offset of a file.</summary>
    public void Report(MarkdownModel file, int offset, string message) => drafts.Add(new(spec.Id, severity, file.Name, file.At(offset), message));

    /// <summary>An issue at a place in a file.</summary>
    public void Report(MarkdownModel file, SourceLocation at, string message) => drafts.Add(new(spec.Id, severity, file.Name, at, message));

    /// <summary>An issue with a file as a whole, or with the docset where the name is null.</summary>
    public void Report(string? fileName, string message) => drafts.Add(new(spec.Id, severity, fileName, default, message));

    /// <summary>A remark that never blocks.</summary>
    public void Inform(string? fileName, string message) => drafts.Add(new(spec.Id, Severity.Info, fileName, default, message));

    /// <summary>The files of the roles that the formula gives this rule under a key.</summary>
    public FileScope Scope(string key) => docset.Scope(spec, key);
}
