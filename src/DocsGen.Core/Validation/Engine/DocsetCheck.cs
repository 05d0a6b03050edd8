namespace DocsGen.Core.Validation;

/// <summary>
/// One validation. First each file is parsed and checked by itself, the largest first, so that none is left over for one thread at the end;
/// unless rules on the docset need all of it, only its outline is kept. Then the rules on links run, and last those on the docset.
/// </summary>
internal sealed class DocsetCheck(
    ValidationRequest request, List<ActiveRule> active, int threads, TimeSpan budget, TimeProvider time, CancellationToken caller)
{
    private readonly Docset docset = new(request);

    /// <summary>What it asked about files outside of the docset.</summary>
    public IEnumerable<KeyValuePair<string, bool>> AskedOutside => docset.AskedOutside;

    /// <summary>Runs it; with an earlier memory, files as they were then are not read again.</summary>
    public IncrementalValidation Run(ValidationMemory? earlier)
    {
        var budgets = active.ConvertAll(a => new RuleBudget(a, budget, time));
        try
        {
            return Run(earlier, budgets);
        }
        finally
        {
            foreach (var rule in budgets)
            {
                rule.Stop();
                rule.Dispose();
            }
        }
    }

    private IncrementalValidation Run(ValidationMemory? earlier, List<RuleBudget> budgets)
    {
        var keepsAll = budgets.Exists(b => b.Active.Rule is IDocsetRule);
        var local = budgets.FindAll(b => b.Active.Rule is IFileRule and not ILinkRule);
        var links = budgets.FindAll(b => b.Active.Rule is ILinkRule);
        var onThreads = new CheckThreads(threads, time, caller);

        var files = new FileJob[request.Documents.Count];
        for (var i = 0; i < files.Length; i++) files[i] = new(docset, request.Documents[i], local, earlier, keepsAll);
        onThreads.Run([.. files.OrderByDescending(f => f.Size)]);
        docset.Complete(Array.ConvertAll(files, f => f.Model));
        var linkJobs = links.Count == 0 ? [] : Array.ConvertAll(files, f => new LinkJob(docset, f, links));
        onThreads.Run(linkJobs);
        var docsetJobs = budgets.FindAll(b => b.Active.Rule is IDocsetRule).ConvertAll(b => new DocsetJob(docset, b));
        onThreads.Run(docsetJobs);
        caller.ThrowIfCancellationRequested();

        var all = new List<RawIssue>();
        foreach (var job in files.Concat<CheckJob>(linkJobs).Concat(docsetJobs)) all.AddRange(job.Found);
        var exceeded = budgets.FindAll(b => b.Exceeded);
        all.AddRange(exceeded.Select(b => b.ExceededIssue));
        var failed = all.Exists(i => string.Equals(i.Rule, Validator.FailedRule, StringComparison.Ordinal));
        var memory = earlier is null || exceeded.Count > 0 ? ValidationMemory.Empty
            : earlier.Count == files.Length && Array.TrueForAll(files, f => f.Reused) ? earlier
            : earlier.With(files.Where(f => !f.Failed).Select(f => f.Remembered));
        return new(new(Fingerprints.Finish(all, request.Plan), docset.Completeness), memory, files.Count(f => f.Reused)) { Failed = failed };
    }
}

/// <summary>Parses a file and checks what needs no other file.</summary>
internal sealed class FileJob(Docset docset, DocumentSource document, List<RuleBudget> rules, ValidationMemory? earlier, bool keepsAll) : CheckJob
{
    private IReadOnlyList<RuleBudget> toRun = [];
    private MarkdownModel? model;
    private RememberedFile? remembered;
    private string key = "";

    public override IReadOnlyList<RuleBudget> Rules => toRun;

    public override string File => document.Name;

    public int Size => document.Bytes.Length;

    /// <summary>All of the file, or what is to be known of it as a target of links.</summary>
    public MarkdownModel Model => model ?? throw new InvalidOperationException("The file is not parsed yet.");

    public bool Reused { get; private set; }

    public bool Failed => Found.Exists(i => string.Equals(i.Rule, Validator.FailedRule, StringComparison.Ordinal));

    /// <summary>For the next validation.</summary>
    public (string Key, RememberedFile File) Remembered => (key, remembered ?? throw new InvalidOperationException("Nothing is remembered of files that rules on the docset look at."));

    /// <summary>The file with its links: all of it, or as much as rules on links look at.</summary>
    public MarkdownModel Linking() => remembered is null ? Model : remembered.AsSource(document, docset);

    public override void Begin()
    {
        if (earlier is not null)
        {
            key = VerdictKey.OfFile(document, docset.PlannedByName(document.Name));
            if (earlier.File(key) is { } known)
            {
                Found.AddRange(known.Issues);
                Reused = true;
                Keep(known);
                return;
            }
        }

        model = MarkdownModel.Parse(document);
        toRun = model.Readable ? rules : rules.FindAll(r => r.Active.Rule is IFaultRule);
    }

    public override void Check(ActiveRule active, List<RawIssue> into, CancellationToken cancellation) =>
        FileCheck.Run(docset, Model, active, into, cancellation);

    public override void End()
    {
        if (!Reused && !keepsAll) Keep(RememberedFile.Of(Found, Model));
    }

    private void Keep(RememberedFile file)
    {
        remembered = file;
        model = file.AsTarget(document);
    }
}

/// <summary>Checks the links of a file.</summary>
internal sealed class LinkJob(Docset docset, FileJob file, List<RuleBudget> rules) : CheckJob
{
    private MarkdownModel? model;

    public override IReadOnlyList<RuleBudget> Rules { get; } = file.Model.Readable ? rules : [];

    public override string File => file.File;

    public override void Begin() => model = Rules.Count == 0 ? null : file.Linking();

    public override void Check(ActiveRule active, List<RawIssue> into, CancellationToken cancellation) =>
        FileCheck.Run(docset, model!, active, into, cancellation);

    public override void End() => model = null;
}

/// <summary>Runs one rule on the docset.</summary>
internal sealed class DocsetJob(Docset docset, RuleBudget rule) : CheckJob
{
    public override IReadOnlyList<RuleBudget> Rules { get; } = [rule];

    public override string? File => null;

    public override void Check(ActiveRule active, List<RawIssue> into, CancellationToken cancellation)
    {
        var context = new RuleContext(docset, active.Spec, active.Severity, into, cancellation);
        ((IDocsetRule)active.Rule).Check(context);
        context.End();
    }
}

/// <summary>Runs one rule on one file.</summary>
internal static class FileCheck
{
    public static void Run(Docset docset, MarkdownModel file, ActiveRule active, List<RawIssue> into, CancellationToken cancellation)
    {
        var context = new RuleContext(docset, active.Spec, active.Severity, into, cancellation);
        ((IFileRule)active.Rule).Check(file, context);
        context.End();
    }
}
