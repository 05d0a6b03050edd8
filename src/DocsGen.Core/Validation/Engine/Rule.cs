using System.Globalization;
using System.Runtime.InteropServices;
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

/// <summary>
/// A file rule that looks at nothing of a file but its links within the docset, its headings and its anchors, and at those of other files
/// too. Any other file rule may look at no other file, and at nothing of the plan but its own file's entry, so that what it found holds
/// for as long as the file stays as it is.
/// </summary>
internal interface ILinkRule : IFileRule;

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

/// <summary>
/// One rule at work: how a formula switched it on, what it looks at, and where its issues go. Of one file it takes up to
/// <see cref="Docset.MaxIssuesPerFile"/> and then one that says how many there are, so that a million faults do not fill the memory.
/// </summary>
internal sealed class RuleContext(Docset docset, RuleSpec spec, Severity severity, List<RawIssue> drafts, CancellationToken cancellation)
{
    private Dictionary<string, int>? counts;

    public Docset Docset => docset;
    public RuleSpec Spec => spec;
    public Severity Severity => severity;

    /// <summary>Ends the rule when the validation is canceled or its time is spent.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>An issue at an offset of a file.</summary>
    public void Report(MarkdownModel file, int offset, string message)
    {
        if (HasRoom(file.Name)) drafts.Add(new(spec.Id, severity, file.Name, file.At(offset), message));
    }

    /// <summary>An issue at a place in a file.</summary>
    public void Report(MarkdownModel file, SourceLocation at, string message)
    {
        if (HasRoom(file.Name)) drafts.Add(new(spec.Id, severity, file.Name, at, message));
    }

    /// <summary>An issue with a file as a whole, or with the docset where the name is null.</summary>
    public void Report(string? fileName, string message)
    {
        if (HasRoom(fileName)) drafts.Add(new(spec.Id, severity, fileName, default, message));
    }

    /// <summary>Ends the check: says of which files not all issues are listed.</summary>
    public void End()
    {
        foreach (var (file, count) in counts ?? [])
        {
            if (count > docset.MaxIssuesPerFile) drafts.Add(new(spec.Id, severity, file, default, string.Create(CultureInfo.InvariantCulture, $"This rule finds {count} issues in this file; the first {docset.MaxIssuesPerFile} are listed. Mend these and validate again.")));
        }
    }

    /// <summary>A remark that never blocks.</summary>
    public void Inform(string? fileName, string message) => drafts.Add(new(spec.Id, Severity.Info, fileName, default, message));

    /// <summary>The files of the roles that the formula gives this rule under a key.</summary>
    public FileScope Scope(string key) => docset.Scope(spec, key);

    private bool HasRoom(string? fileName)
    {
        if (fileName is null) return true;
        counts ??= new(StringComparer.Ordinal);
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, fileName, out _);
        return ++count <= docset.MaxIssuesPerFile;
    }
}
